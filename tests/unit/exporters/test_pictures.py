"""Pictures as SVG: everything that is on screen, as forms and text, and what they are pictures of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from exporters.pictures import colors
from exporters.pictures.areas import WIDTH, area_drawing, area_legend
from exporters.pictures.matrix import Matrix, matrix_drawing, matrix_legend
from exporters.pictures.network import network_drawing, network_legend
from exporters.pictures.svg import Drawing, LegendLine, sheet, width_of
from graph.analysis.coverage.matrix import CoverageState

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('ö')</script> & \"quoted\" \x00"
STATES_CSS = Path(__file__).parents[3] / "ui" / "components" / "assets" / "states.css"


def read(drawing: Drawing, **words: Any) -> ElementTree.Element:
    """The whole file, parsed."""
    given = {"title": "Titel", "legend": (), "caption": ["Källa: Söderandan."], "lang": "sv", **words}
    return ElementTree.fromstring(sheet(drawing, **given).encode())


def texts(root: ElementTree.Element) -> list[str]:
    """What is written, without the halos below it."""
    return [each.text or "" for each in root.iter(f"{SVG}text") if each.get("aria-hidden") is None]


def node(id: str, x: float, y: float, **more: Any) -> dict[str, Any]:
    plain = {"label": id, "side": "right", "form": "organization", "radius": 6.0, "important": False}
    return {"id": id, "x": x, "y": y, "fill": "#aabbcc", **plain, **more}


def edge(one: str, other: str, **more: Any) -> dict[str, Any]:
    return {"from": one, "to": other, "form": "tie", **more}


# --- the sheet --------------------------------------------------------------------------------------


def test_a_sheet_holds_title_drawing_legend_and_caption_below_each_other() -> None:
    legend = [LegendLine("Linjer", [("", f"tecken nummer {n}") for n in range(12)])]
    root = read(
        Drawing("<g/>", 700, 300), title="Vem?", legend=legend, caption=["Urval: allt. " * 20, "Källa."]
    )

    assert root.findtext(f"{SVG}title") == "Vem?"
    assert root.get("lang") == "sv"
    written = [
        (each.text or "", float(each.get("x", 0)), float(each.get("y", 0)))
        for each in root.iter(f"{SVG}text")
    ]
    heights = [y for _, _, y in written]
    assert heights == sorted(heights)
    width, height = (float(root.get(side, 0)) for side in ("width", "height"))
    assert max(heights) < height
    assert all(x + width_of(text) <= width for text, x, _ in written)


def test_whatever_a_text_holds_it_is_text() -> None:
    drawing = network_drawing([node("o", 0, 0, label=HOSTILE)], [])
    root = read(drawing, title=HOSTILE, caption=[HOSTILE], legend=[LegendLine(HOSTILE, [("", HOSTILE)])])

    assert not list(root.iter(f"{SVG}script"))
    assert sum("<script>" in text for text in texts(root)) >= 3


def test_the_colours_are_those_of_the_screen() -> None:
    css = STATES_CSS.read_text(encoding="utf-8")
    light = css[: css.index('[data-theme="dark"]')]
    known = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light))

    short = {"single_point": "single", "from_above": "above", "in_parts": "parts"}
    nobody = colors.STATES["nobody_named"]  # drawn with the colours of others
    assert (nobody.fill, nobody.text, nobody.edge) == ("none", known["ink"], known["unknown-line"])
    for state, look in colors.STATES.items():
        if state == "nobody_named":
            continue
        name = short.get(state, state)
        fill, text, line = (known.get(f"{name}-{part}") for part in ("fill", "text", "line"))
        assert look.fill == (fill or "none")
        assert look.text == (text or known["unknown-text"])
        assert look.edge == (line or "none")
    assert (known["water"], known["land"], known["shore"]) == (colors.WATER, colors.LAND, colors.SHORE)
    assert known["ring"] == colors.CHOSEN


def test_every_state_of_coverage_has_a_look_and_a_sign_of_its_own() -> None:
    assert set(colors.STATES) == {state.value for state in CoverageState}
    legend = matrix_legend("Lägen", [(state.value, "") for state in CoverageState])
    assert len({sign for sign, _ in legend.entries}) == len(CoverageState)


# --- the network ------------------------------------------------------------------------------------


def test_a_network_has_every_node_line_and_name_where_the_layout_put_them() -> None:
    nodes = [
        node("a", 0, 0),
        node("b", 200, 0, form="steering", important=True),
        node("c", 0, 90, form="unnamed"),
    ]
    root = read(network_drawing(nodes, [edge("a", "b"), edge("c", "b", planned=True)]))

    lines = list(root.iter(f"{SVG}line"))
    assert [line.get("stroke-dasharray") for line in lines] == [None, "2 4"]
    assert [(line.get("x1"), line.get("x2")) for line in lines] == [("0.0", "200.0")] * 2 or [
        (line.get("x1"), line.get("x2")) for line in lines
    ] == [("0", "200")] * 2
    assert {"a", "b", "c"} <= set(texts(root))
    assert len(list(root.iter(f"{SVG}circle"))) == 2


@pytest.mark.parametrize(
    "form",
    [
        "organization",
        "unnamed",
        "steering",
        "coordination",
        "area",
        "topic",
        "project",
        "temporary",
        "their own",
    ],
)
def test_each_form_is_drawn_in_the_map_and_in_its_legend(form: str) -> None:
    drawn = network_drawing([node("a", 0, 0, form=form)], []).markup
    legend = network_legend(
        {
            "sectors": [["#123456", "Polis", "1"], [None, "Inte namngiven", "2"], ["", "Anges inte", "3"]],
            "shapes": [[form, "Form", "4"]],
            "lines": [[False, "med", "5"], ["wide", "håller i", "6"]],
            "words": {"organizations": "O", "groups": "G", "lines": "L"},
        }
    )

    tag = re.search(r"<(circle|rect|polygon)", drawn)
    assert tag
    assert tag[1] in legend[1].entries[0][0]
    assert [label for _, label in legend[0].entries] == ["Polis 1", "Inte namngiven 2", "Anges inte 3"]
    assert 'stroke-dasharray="9 3"' in legend[2].entries[1][0]


def test_names_do_not_cover_each_other_and_the_telling_ones_come_first() -> None:
    crowd = [node(f"name number {n}", 12.0 * (n % 6), 9.0 * (n // 6)) for n in range(30)]
    telling = node("the telling one", 30, 20, important=True, radius=12.0)
    written = texts(read(network_drawing([*crowd, telling], [])))

    assert "the telling one" in written
    assert 1 < len(written) < 31


def test_beside_a_chosen_node_the_others_are_pale() -> None:
    nodes = [node("a", 0, 0), node("b", 200, 0), node("c", 0, 90)]
    root = read(network_drawing(nodes, [edge("a", "b"), edge("c", "b")], selected="a"))

    assert [line.get("stroke-opacity") for line in root.iter(f"{SVG}line")] == ["0.75", "0.1"]
    assert sum(each.get("opacity") == "0.3" for each in root.iter(f"{SVG}g")) == 1
    assert read(network_drawing(nodes, [], selected="gone")).find(f".//{SVG}g[@opacity]") is None


def test_an_empty_network_is_a_sheet() -> None:
    assert read(network_drawing([], [])).get("width")


# --- the matrix -------------------------------------------------------------------------------------


def test_a_matrix_has_a_word_a_sign_and_the_number_in_each_cell() -> None:
    cells = [[("gap", 0), ("covered", 3)], [("unknown", 0), ("their own", 1)]]
    matrix = Matrix(
        [("Södermalm", 0), ("Hornstull", 1)],
        ["Trygghet", "Trivsel"],
        cells,
        {"gap": "Lucka", "covered": "Täckt", "unknown": "Okänt"},
    )
    drawing = matrix_drawing(matrix)
    written = texts(read(drawing, legend=[matrix_legend("Betyder", [("gap", "Lucka: ingen")])]))

    assert {"Lucka", "Täckt", "3", "Okänt", "Trygghet", "Trivsel", "Södermalm", "Hornstull"} <= set(written)
    assert "0" not in written
    assert "Lucka: ingen" in written
    assert drawing.markup.count("<rect") == 4


def test_long_names_of_rows_and_columns_are_broken_and_stay_outside_the_cells() -> None:
    name = "Ett mycket långt namn på något som ingen har kortat " * 3
    drawing = matrix_drawing(Matrix([(name, 2)], [name], [[("gap", 0)]], {"gap": "Lucka"}))
    root = read(drawing)
    left = min(
        float(re.findall(r"[\d.]+", each.get("transform", ""))[0])
        for each in root.iter(f"{SVG}g")
        if each.find(f"{SVG}rect") is not None
    )

    row = [
        each
        for each in root.iter(f"{SVG}text")
        if each.get("font-weight") is None and float(each.get("x", 0)) == 28
    ]
    assert len(row) > 1
    assert all(28 + width_of(each.text or "") <= left + 1 for each in row)


# --- the areas --------------------------------------------------------------------------------------


def place(
    id: str, x: float, y: float, count: int = 2, around: tuple[str, ...] = (), **more: Any
) -> dict[str, Any]:
    return {
        "id": id,
        "label": id,
        "at": (x, y),
        "count": count,
        "number": str(count),
        "around": around,
        "outline": [],
        **more,
    }


def test_areas_are_points_with_number_and_name_inside_the_surface_of_what_holds_them() -> None:
    areas = [
        place("Hela", 0, 0, 9),
        place("Nord", 0, -2, 0, ("Hela",)),
        place("Syd", 1, 2, 1, ("Hela",)),
        place("Väst", -3, 0, 4, ("Hela",)),
    ]
    root = read(
        area_drawing(areas, selected="Syd"),
        legend=[area_legend({"several": "Flera", "single": "En", "none": "Ingen"})],
    )

    assert {"Hela", "Nord", "Syd", "Väst", "9", "0", "1", "4", "Flera", "En", "Ingen"} <= set(texts(root))
    assert len(list(root.iter(f"{SVG}polyline"))) == 2
    fills = [each.get("fill") for each in root.iter(f"{SVG}circle") if each.get("stroke-width") == "1.5"]
    assert fills[:4].count(colors.COVERED) == 2
    assert sum(each.get("stroke") == colors.CHOSEN for each in root.iter(f"{SVG}circle")) == 1


def test_points_in_one_place_are_moved_apart_with_a_line_home() -> None:
    drawing = area_drawing([place(f"p{n}", 0, 0) for n in range(5)] + [place("far", 8, 5)])
    root = read(drawing)
    at = [
        (float(each.get("cx", 0)), float(each.get("cy", 0)), float(each.get("r", 0)))
        for each in root.iter(f"{SVG}circle")
        if each.get("stroke-width") == "1.5"
    ]

    for n, (x, y, r) in enumerate(at):
        assert 0 <= x <= WIDTH
        for x2, y2, r2 in at[:n]:
            assert (x - x2) ** 2 + (y - y2) ** 2 >= (r + r2) ** 2 - 1
    assert len(list(root.iter(f"{SVG}line"))) >= 4


def test_an_area_with_an_outline_is_drawn_with_it() -> None:
    ring = [(-2, -2), (2, -2), (2, 2), (-2, 2)]
    root = read(area_drawing([place("Ö", 0, 0, outline=[ring]), place("x", 1, 1, 1, ("Ö",))]))

    assert len(list(root.iter(f"{SVG}polygon"))) == 1
    assert not list(root.iter(f"{SVG}polyline"))


def test_no_areas_is_a_sheet() -> None:
    assert read(area_drawing([])).get("width")
