"""The rules of the data, one by one, on small Datasets."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import polars as pl
import pytest

from graph import validation
from graph.dataset import Dataset
from graph.model import RECORD_TYPES
from graph.problems import PROBLEM_CODES, Findings, Problem, Severity, counted, left_out
from graph.validation import validate

PAGE = {"id": "page", "name": "Sidan"}
SAID = {"source_id": "page"}


def organization(id: str, **other: Any) -> dict[str, Any]:
    return {"id": id, "name": id, "kind": "named", **SAID, **other}


def group(id: str, **other: Any) -> dict[str, Any]:
    return {"id": id, "name": id, "classification": "topic", "status": "active", **SAID, **other}


def membership(id: str, organization_id: str, group_id: str, **other: Any) -> dict[str, Any]:
    ends = {"organization_id": organization_id, "group_id": group_id}
    return {"id": id, **ends, "role": "member", **SAID, **other}


def dataset(**tables: list[dict[str, Any]]) -> Dataset:
    given = {"sources": [PAGE], **tables}
    return Dataset(
        {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in given.items() if rows}
    )


def found(**tables: list[dict[str, Any]]) -> list[tuple[str, str | None, str | None]]:
    return [(p.code, p.column, p.value) for p in validate(dataset(**tables))]


def only(**tables: list[dict[str, Any]]) -> Problem:
    [problem] = validate(dataset(**tables))
    return problem


def test_empty_dataset_has_no_problems() -> None:
    assert validate(Dataset()) == ()


def test_right_records_have_no_problems() -> None:
    assert (
        found(
            organizations=[organization("police"), organization("library")],
            groups=[group("board", founding_date="2019", dissolution_date="2019-05")],
            areas=[{"id": "harbor", "name": "H", "latitude": 59.3, "longitude": 18.1, **SAID}],
            memberships=[membership("m1", "police", "board", start_date="2019-05", end_date="2019")],
            expectations=[
                {"id": "e1", "scope": "group", "scope_id": "board", "organization_id": "police", **SAID},
                {
                    "id": "e2",
                    "scope": "group_classification",
                    "scope_id": "steering",
                    "organization_id": "police",
                    **SAID,
                },
            ],
        )
        == []
    )


# tables that ask for one of several fields, and where that is noted
ONE_OF_SEVERAL = {
    "activities": {"organization_id"},
    "agreements": {"organization_id", "partner_id"},
    "expectations": {"sector_id"},
    "needs": {"level"},
}


def test_every_required_field_that_is_empty_is_named() -> None:
    for record_type in RECORD_TYPES:
        row: dict[str, Any] = {field.name: None for field in record_type.fields}
        # something must be there, or it would be no record
        row |= (
            {"source_id": "page"} if "source_id" in row else {"url": "https://a.se"} if "url" in row else {}
        )
        row |= {"color": "#000000"} if "color" in row else {}
        row |= {"note": "x"} if record_type.table == "decisions" else {}
        tables = {"sources": [PAGE], record_type.table: [row]}
        columns = {p.column for p in validate(dataset(**tables)) if p.code == "missing_value"}
        wanted = {field.name for field in record_type.fields if field.required}
        assert columns == wanted | ONE_OF_SEVERAL.get(record_type.table, set()), record_type.table


@pytest.mark.parametrize(
    ("id", "suggestion"),
    [
        ("Polisen Södermalm", "Write polisen-södermalm."),
        ("a|b", "Write ab."),
        ("=cmd", "Write cmd."),
        ("-x", "Write x."),
        ("<b>", "Write b."),
        ("a,b", "Write ab."),
        ("👮", "Begin with"),
    ],
)
def test_id_that_cannot_stand_in_a_link_or_a_list_is_refused(id: str, suggestion: str) -> None:
    problem = only(sectors=[{"id": id, "name": "Polis"}])
    assert (problem.code, problem.value) == ("bad_id", id)
    assert problem.suggestion.startswith(suggestion)


@pytest.mark.parametrize("id", ["police", "1", "åre", "SE-0180", "a.b_c:d/e", "北京"])
def test_id_of_letters_digits_and_five_marks_is_right(id: str) -> None:
    assert found(sectors=[{"id": id, "name": "Polis"}]) == []


def test_id_that_is_too_long_is_refused_with_its_length_and_the_limit() -> None:
    assert found(sectors=[{"id": "x" * 200, "name": "Polis"}]) == []
    problem = only(sectors=[{"id": "x" * 201, "name": "Polis"}])
    assert (problem.code, problem.about) == ("long_id", "201")
    assert problem.message.endswith("is too long: 201 characters. At most 200 would be right.")


def test_long_id_that_breaks_the_rule_as_well_is_said_to_be_long_only() -> None:
    assert [code for code, *_ in found(sectors=[{"id": "x y" * 100, "name": "Polis"}])] == ["long_id"]


def test_id_that_stands_twice_is_named_with_its_first_row() -> None:
    records = dataset(sectors=[{"id": "a", "name": "A"}, {"id": "b", "name": "B"}, {"id": "a", "name": "C"}])
    rows = pl.DataFrame({"file": ["s.csv"] * 3, "sheet": [None] * 3, "row": [2, 4, 3]})  # sorted: a, a, b
    [problem] = validate(records, origins={"sectors": rows, "sources": rows.head(0)})
    assert (problem.code, problem.file, problem.row, problem.value) == ("duplicate_id", "s.csv", 4, "a")
    assert problem.suggestion.startswith("It stands in row 2 already.")


def test_pair_that_stands_twice_is_a_duplicate_row() -> None:
    link = {"group_id": "board", "organization_id": "police", **SAID}
    problem = only(organizations=[organization("police")], groups=[group("board")], hosts=[link, link])
    assert (problem.code, problem.value) == ("duplicate_row", "board – police")


def test_reference_to_nobody_suggests_the_nearest_id_or_the_record_of_that_name() -> None:
    people = [organization("police-harbor"), organization("library", name="Biblioteket")]
    for wrong, right in (
        ("police-habor", "police-harbor"),
        ("Police-Harbor", "police-harbor"),
        ("biblioteket", "library"),
    ):
        problem = only(
            organizations=people, groups=[group("board")], memberships=[membership("m", wrong, "board")]
        )
        assert (problem.code, problem.column, problem.value) == (
            "unknown_reference",
            "organization_id",
            wrong,
        )
        assert problem.suggestion == f"Did you mean {right}?"


def test_reference_to_nobody_like_it_suggests_to_add_the_record() -> None:
    problem = only(organizations=[organization("police", classification="zzz")])
    assert problem.suggestion == "Add the record or mend the id."


def test_nearest_id_among_very_many_is_looked_for_among_the_like_only() -> None:
    many = pl.DataFrame({"id": [f"organization-{n}" for n in range(200_000)], "name": "x", "kind": "named"})
    wrong = [{"id": f"m{n}", "organization_id": f"organisation-{n}"} for n in range(Findings.LISTED + 5)]
    problems = validate(Dataset({"organizations": many, "memberships": pl.DataFrame(wrong)}))
    unknown = [p for p in problems if p.code == "unknown_reference"]
    assert len(unknown) == Findings.LISTED
    assert unknown[7].suggestion.startswith("Did you mean organization-")


def test_word_that_is_not_allowed_suggests_the_nearest() -> None:
    problem = only(groups=[group("board", classification="Stering")])
    assert (problem.code, problem.suggestion) == ("bad_choice", "Did you mean steering?")
    assert "Write one of" in only(groups=[group("board", status="xyz")]).suggestion


@pytest.mark.parametrize("latitude", [90.1, -91.0, float("nan"), float("inf")])
def test_number_outside_its_range_is_refused(latitude: float) -> None:
    area = {"id": "harbor", "name": "H", "latitude": latitude, "longitude": 18.0, **SAID}
    problem = only(areas=[area])
    assert (problem.code, problem.column, problem.suggestion) == (
        "out_of_range",
        "latitude",
        "From -90 to 90.",
    )


def test_latitude_without_longitude_is_half_a_place() -> None:
    problem = only(areas=[{"id": "harbor", "name": "H", "latitude": 59.3, **SAID}])
    assert (problem.code, problem.column) == ("missing_value", "longitude")


@pytest.mark.parametrize(
    "period", ["26", "2026-13", "2026-02-30", "2026-1", "0000", "2026-11-22T10", "våren"]
)
def test_period_that_is_none_is_refused(period: str) -> None:
    assert found(organizations=[organization("a", founding_date=period)]) == [
        ("bad_date", "founding_date", period)
    ]


@pytest.mark.parametrize("period", ["2026", "2026-02", "2024-02-29", "0001"])
def test_period_as_far_as_it_is_known_is_right(period: str) -> None:
    assert found(organizations=[organization("a", founding_date=period)]) == []


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("2024", "2023", True),
        ("2024-03", "2024-02", True),
        ("2024-03-02", "2024-03-01", True),
        ("2024-03", "2024", False),
        ("2024", "2024-01-01", False),
        ("2024-03-01", "2024-03-01", False),
    ],
)
def test_end_before_start_is_judged_as_far_as_both_are_known(start: str, end: str, wrong: bool) -> None:
    codes = found(organizations=[organization("a", founding_date=start, dissolution_date=end)])
    assert codes == ([("end_before_start", "dissolution_date", end)] if wrong else [])


def test_end_before_start_says_both_dates_and_which_is_which() -> None:
    rows = [
        organization("a", founding_date="2020", dissolution_date="2021"),
        organization("b", founding_date="2024-03", dissolution_date="2023"),
    ]
    problem = only(organizations=rows)
    assert (problem.value, problem.about) == ("2023", "2024-03")
    assert "The end “2023” in dissolution_date lies before the start “2024-03”." in problem.message


def test_record_that_points_at_itself_is_refused() -> None:
    link = {"organization_id": "a", "parent_id": "a", **SAID}
    assert found(organizations=[organization("a")], units=[link]) == [("self_reference", "parent_id", "a")]


def units(*links: str, **period: str) -> list[dict[str, Any]]:
    return [{"organization_id": link[0], "parent_id": link[1], **SAID, **period} for link in links]


def test_units_that_go_round_in_a_circle_are_named_once() -> None:
    problem = only(organizations=[organization(name) for name in "abcd"], units=units("ab", "bc", "ca", "da"))
    assert (problem.code, problem.value) == ("circular", "a")
    assert problem.suggestion == "The circle: a, b, c. Take one of its links out."


def test_areas_in_a_circle_are_found() -> None:
    areas = [{"id": name, "name": name, **SAID} for name in "ab"]
    links = [{"area_id": a, "parent_id": b, **SAID} for a, b in ("ab", "ba")]
    assert only(areas=areas, area_parts=links).code == "circular"


def test_long_chain_of_units_is_no_circle() -> None:
    ids = [f"u{n:05}" for n in range(5_001)]
    chain = [{"organization_id": a, "parent_id": b, **SAID} for a, b in itertools.pairwise(ids)]
    assert found(organizations=[organization(unit, name=unit) for unit in ids], units=chain) == []


def test_two_parents_at_the_same_time_are_refused() -> None:
    problem = only(organizations=[organization(name) for name in "abc"], units=units("ab", "ac"))
    assert (problem.code, problem.value) == ("several_parents", "a")
    assert problem.suggestion.startswith("b and c")


def test_two_parents_one_after_the_other_are_right() -> None:
    links = [*units("ab", end_date="2019"), *units("ac", start_date="2019-06")]
    assert found(organizations=[organization(name) for name in "abc"], units=links) == []


def test_unnamed_participant_in_two_groups_is_a_warning() -> None:
    problem = only(
        organizations=[organization("owners", kind="unnamed")],
        groups=[group("board"), group("park")],
        memberships=[membership("m1", "owners", "board"), membership("m2", "owners", "park")],
    )
    assert (problem.code, problem.severity, problem.value) == (
        "unnamed_in_several_groups",
        Severity.WARNING,
        "owners",
    )


def test_template_speaks_of_topics_and_kinds_of_area_that_are_there() -> None:
    def template(id: str, **other: Any) -> dict[str, Any]:
        said = {"name": "Rådet i {area}", "classification": "area", "area_classification": "park", **SAID}
        return {"id": id, **said, **other}

    places = {
        "areas": [{"id": "hill", "name": "Hill", "classification": "park", **SAID}],
        "topics": [{"id": "lamps", "name": "Lamps", **SAID}],
    }
    right = template("right", topic_ids=["lamps"])
    wrong = [
        template("a", topic_ids=["lamps", "benches"]),
        template("b", area_classification="square"),
        template("c", name="Rådet"),
    ]
    assert found(group_templates=[right], **places) == []
    assert found(group_templates=[right, *wrong], **places) == [
        ("bad_pattern", "name", "Rådet"),
        ("unknown_reference", "area_classification", "square"),
        ("unknown_reference", "topic_ids", "lamps | benches"),
    ]


def test_expectation_must_name_somebody_and_be_about_something_that_is_there() -> None:
    base = {"organization_id": "a", **SAID}
    rows = [
        {"id": "e1", "scope": "group", "scope_id": "board", **SAID},
        {"id": "e2", "scope": "area", "scope_id": "board", **base},
        {"id": "e3", "scope": "group_classification", "scope_id": "stering", **base},
    ]
    assert found(organizations=[organization("a")], groups=[group("board")], expectations=rows) == [
        ("missing_value", "sector_id", None),
        ("unknown_reference", "scope_id", "board"),
        ("bad_choice", "scope_id", "stering"),
    ]


GOOD_SHAPES = [
    '{"type":"Point","coordinates":[18.1,59.3]}',
    '{"type":"Polygon","coordinates":[[[18,59],[19,59],[19,60],[18,59]]]}',
    '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[18,59,3]}}',
    '{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[18,59]}]}',
]
BAD_SHAPES = [
    "59.3, 18.1",
    "[18, 59]",
    '{"type":"Circle","coordinates":[18,59]}',
    '{"type":"Point","coordinates":[59]}',
    '{"type":"Point","coordinates":[181,59]}',
    '{"type":"Point","coordinates":["18","59"]}',
    '{"type":"Point","coordinates":[NaN,59]}',
    '{"type":"Point","coordinates":[1e999,59]}',
    '{"type":"Polygon","coordinates":[[18,59],[19,59]]}',
    "[" * 100_000,
]


@pytest.mark.parametrize("shape", GOOD_SHAPES)
def test_outline_in_geojson_is_right(shape: str) -> None:
    assert found(areas=[{"id": "harbor", "name": "H", "geometry": shape, **SAID}]) == []


@pytest.mark.parametrize("shape", BAD_SHAPES)
def test_outline_that_is_not_geojson_is_refused(shape: str) -> None:
    assert only(areas=[{"id": "harbor", "name": "H", "geometry": shape, **SAID}]).code == "bad_geometry"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "www.polisen.se", "ftp://a.se", "https://", "https://a b", "https://u@a.se"],
)
def test_address_that_is_not_on_the_web_is_refused(url: str) -> None:
    assert found(organizations=[organization("a", url=url)])[0][:2] == ("bad_url", "url")


@pytest.mark.parametrize("url", ["https://polisen.se", "HTTP://a.se:8080/x?y=1#z", "https://åre.se/"])
def test_address_on_the_web_is_right(url: str) -> None:
    assert found(organizations=[organization("a", url=url)]) == []


@pytest.mark.parametrize("color", ["red", "#fff", "#12345g", "#123456;background:url(x)"])
def test_color_that_is_not_six_digits_is_refused(color: str) -> None:
    assert only(sectors=[{"id": "a", "name": "A", "color": color}]).code == "bad_color"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b[31mb", "a\x7f", "a\x85", "\uffff"])
def test_control_character_is_refused_and_shown_harmlessly(text: str) -> None:
    problem = only(sectors=[{"id": "a", "name": text}])
    assert problem.code == "control_character"
    assert problem.value is not None
    assert problem.value.isprintable()


def test_control_character_in_a_list_is_found() -> None:
    assert only(organizations=[organization("a", other_names=["b", "c\x00"])]).column == "other_names"


def test_name_of_many_pages_is_refused() -> None:
    problem = only(sectors=[{"id": "a", "name": "x" * 501}])
    assert (problem.code, len(problem.value or "")) == ("text_too_long", 80)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ring Anna, anna.andersson@example.org", "a…@…"),
        ("Ring 070-123 45 67", "07… (10 digits)"),
        ("+46 70 123 45 67", "+4… (11 digits)"),
        ("08-123 456 78", "08… (10 digits)"),
        ("Växeln (08-123 456 78)", "08… (10 digits)"),
        ("19811218-9876", "19… (12 digits)"),
        ("811218-9876", "81… (10 digits)"),
    ],
)
def test_text_that_looks_like_a_persons_is_a_warning_and_is_not_repeated(text: str, masked: str) -> None:
    problem = only(organizations=[organization("a", description=text)])
    assert (problem.code, problem.severity) == ("person_data", Severity.WARNING)
    assert problem.value == masked


@pytest.mark.parametrize(
    "text",
    [
        "kansli@example.org",
        "212000-0142",
        "2024-03-01 till 2026-11-22",
        "paragraf 12, sidan 1034567",
        "stadsdelsdirektören",
        "0,5 tjänst, 10 000 kronor",
        "möten 2019-2020",
        "punkten 59.0123456, 18.0712345",
        "dnr 2024/0123456",
    ],
)
def test_text_about_offices_dates_and_sums_is_no_persons(text: str) -> None:
    assert found(organizations=[organization("a", description=text)]) == []


def test_numbers_of_registers_are_nobodys_telephone() -> None:
    row = organization("a", identifiers=["orgnr:0701234567"], url="https://a.se/0701234567")
    assert found(organizations=[row]) == []


def test_email_in_a_list_is_found() -> None:
    row = organization("a", other_names=["b", "anna@example.org"])
    assert found(organizations=[row]) == [("person_data", "other_names", "a…@…")]


def test_records_without_a_source_are_one_note_a_table() -> None:
    rows = [organization(f"o{n}", name=f"{n}", source_id=None) for n in range(5)]
    problem = only(organizations=rows)
    assert (problem.code, problem.severity, problem.value) == (
        "no_source",
        Severity.NOTE,
        "o0, o1, o2, … (+2)",
    )


@pytest.mark.parametrize(
    ("one", "two", "similar"),
    [
        ("Tryggt & Snyggt i Hammarby Sjöstad", "Snyggt & Tryggt i Hammarby Sjöstad", True),
        ("Fryshuset", "fryshuset.", True),
        ("Rädda Barnen", "Radda barnen", True),
        ("Stadsmissionen", "Stadsmisionen", True),
        ("Skola 1", "Skola 2", False),
        ("Brandkåren Attunda", "Brandkåren Södertörn", False),
        ("Polisen", "Biblioteket", False),
    ],
)
def test_names_that_may_be_one_organizations_are_a_note(one: str, two: str, similar: bool) -> None:
    rows = [organization("a", name=one), organization("b", name=two)]
    expected = [("similar_names", "name", two)] if similar else []
    assert found(organizations=rows) == expected


def test_name_among_anothers_other_names_is_similar() -> None:
    rows = [
        organization("a", name="Polisen", other_names=["Lokalpolisen"]),
        organization("b", name="lokalpolisen"),
    ]
    assert [p[0] for p in found(organizations=rows)] == ["similar_names"]


def test_unnamed_participants_of_the_same_name_are_not_similar() -> None:
    rows = [organization(one, name="Fastighetsägare", kind="unnamed") for one in "ab"]
    assert found(organizations=rows) == []


def test_similar_names_are_found_among_more_than_five_thousand() -> None:
    words = (
        "".join(letters) for letters in itertools.product("bdfgk", "aeiou", "lmnr", "aeo", "sptv", "aeo")
    )
    rows = [organization(f"o{n}", name=word) for n, word in enumerate(itertools.islice(words, 5_500))]
    assert len(rows) > 3_500
    twins = [organization("x", name="Stadsmissionen AB"), organization("y", name="Stadsmisionen")]
    assert found(organizations=[*rows, *twins]) == [("similar_names", "name", "Stadsmisionen")]


def test_names_that_were_not_compared_in_full_are_counted() -> None:
    rows = [organization(f"o{n}", name="Samverkansrådet" + chr(97 + n)) for n in range(25)]
    problems = [p for p in validate(dataset(organizations=rows)) if p.code == "names_not_compared"]
    assert [(p.value, p.severity, p.row) for p in problems] == [("25", Severity.NOTE, None)]


WRONG = [organization(f"o{n:04}", name=f"{n}", url="x") for n in range(350)]


def test_first_hundred_of_a_kind_are_told_and_the_others_counted_beside_them() -> None:
    problems = validate(dataset(organizations=WRONG))
    assert [p.code for p in problems] == ["bad_url"] * Findings.LISTED + ["more_of_the_same"]
    more = problems[-1]
    assert (more.value, more.like, more.severity) == ("250", "bad_url", Severity.ERROR)
    assert counted(problems) == {Severity.ERROR: 350, Severity.WARNING: 0, Severity.NOTE: 0}
    assert left_out(problems) == 250


def test_all_of_a_kind_are_told_when_all_are_asked_for() -> None:
    problems = validate(dataset(organizations=WRONG), listed=Findings.ALL)
    assert [p.code for p in problems] == ["bad_url"] * 350
    assert left_out(problems) == 0


def test_all_is_bounded_for_one_kind_and_for_all_kinds_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Findings, "ALL", 120)
    assert len(validate(dataset(organizations=WRONG), listed=1_000_000)) == 121
    monkeypatch.setattr(Findings, "KEPT", 110)
    findings = Findings(listed=120)
    for code in ("bad_url", "bad_date"):
        for n in range(150):
            findings.add(Problem(code, value=str(n)))
    assert [p.value for p in findings.problems if p.like] == ["40", "50"]


def test_a_million_wrong_ids_are_looked_up_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    nearest = validation.nearest_id
    monkeypatch.setattr(
        validation,
        "nearest_id",
        lambda target, value, *cost: looked.append(value) or nearest(target, value, *cost),
    )
    wrong = [membership(f"m{n}", f"nobody-{n}", "board") for n in range(1_000)]
    problems = validate(dataset(groups=[group("board")], memberships=wrong), listed=Findings.ALL)
    assert sum(p.code == "unknown_reference" for p in problems) == 1_000
    assert len(looked) == 200


def test_what_could_not_be_read_is_not_reported_again() -> None:
    records = dataset(
        needs=[{"area_id": "a", "topic_id": "t", "level": None, **SAID}],
        topics=[{"id": "t", "name": "T", **SAID}],
    )
    codes = [p.code for p in validate(records)]
    assert codes == ["unknown_reference", "missing_value"]
    assert validate(records, unread={("needs", "level"), ("areas", None)}) == ()


def test_problems_without_origins_name_the_table() -> None:
    problem = only(sectors=[{"id": "a", "name": None, "color": "#000000"}])
    assert (problem.file, problem.sheet, problem.row) == (None, "sectors", None)


def test_any_code_has_a_message_for_any_value() -> None:
    for code in PROBLEM_CODES:
        problem = Problem(code, "f.csv", None, 2, "c{0}", "{x}", "Do {this}.")
        assert "{x}" in problem.message or "{value}" not in PROBLEM_CODES[code].wording
        assert problem.as_dict()["severity"] == problem.severity.value


def test_dates_are_judged_in_no_clock() -> None:
    future = organization("a", founding_date="2999")
    assert found(organizations=[future], sources=[{**PAGE, "retrieved_on": dt.date(2999, 1, 1)}]) == []


def test_an_organization_is_one_group_at_most_and_no_member_of_itself() -> None:
    both = [group("a", organization_id="police"), group("b", organization_id="police")]
    problem = only(organizations=[organization("police")], groups=both)
    assert (problem.code, problem.column, problem.value) == (
        "several_own_groups",
        "organization_id",
        "police",
    )

    problem = only(
        organizations=[organization("police"), organization("library")],
        groups=both[:1],
        memberships=[membership("m1", "police", "a"), membership("m2", "library", "a")],
    )
    assert (problem.code, problem.column, problem.value) == ("self_reference", "group_id", "a")


def test_topics_of_a_template_are_ids_of_topics() -> None:
    template = {
        "id": "local",
        "name": "Råd {area}",
        "classification": "area",
        "area_classification": "kaj",
        **SAID,
    }
    areas = [{"id": "north", "name": "Norra", "classification": "kaj", **SAID}]
    topics = [{"id": "safety", "name": "Trygghet", **SAID}]
    assert found(areas=areas, topics=topics, group_templates=[{**template, "topic_ids": ["safety"]}]) == []
    problem = only(areas=areas, topics=topics, group_templates=[{**template, "topic_ids": ["safety", "x"]}])
    assert (problem.code, problem.column, problem.value) == ("unknown_reference", "topic_ids", "safety | x")
