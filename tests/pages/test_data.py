"""The page Data, and the words of findings."""

from __future__ import annotations

import datetime as dt
import io
import re
import tomllib
import zipfile
from pathlib import Path
from string import Formatter

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from graph.dataset import Dataset
from graph.model import RECORD_TYPES
from graph.problems import PROBLEM_CODES, Problem
from graph.record_changes import ChangeKind, Conflict, Reference
from loaders.pipeline import check
from tests import presumptions
from tests.pages.conftest import serving
from ui import cache, state
from ui.components import downloads, findings
from ui.pages.data import Refused
from ui.state import Selection
from ui.text import name

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "ui" / "locales"


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.title, *app.header, *app.markdown))


def tables(app: AppTest) -> list[str]:
    return [table.value.to_csv() for table in app.table]


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("code", PROBLEM_CODES)
def test_every_finding_has_words_in_both_languages(lang: str, code: str) -> None:
    codes = tomllib.loads((LOCALES / lang / "problems.toml").read_text(encoding="utf-8"))["codes"]

    assert set(codes[code]) == {"what", "right"}
    assert places(codes[code]["what"]) <= {"file", "column", "value", "suggestion", "about"}
    assert places(codes[code]["right"]) <= {"suggestion", "about"}


def places(text: str) -> set[str]:
    return {place for _, place, *_ in Formatter().parse(text) if place}


def test_words_of_findings_know_no_code_that_is_gone() -> None:
    for lang in ("sv", "en"):
        codes = tomllib.loads((LOCALES / lang / "problems.toml").read_text(encoding="utf-8"))["codes"]
        assert set(codes) == set(PROBLEM_CODES)


@pytest.mark.parametrize(
    ("lang", "title", "counts", "source"),
    [
        ("sv", "Vad bygger bilden på?", "11 grupper", "Arbetsgrupper"),
        ("en", "What is the picture built on?", "11 groups", "Working groups"),
    ],
)
def test_data_says_what_is_loaded_and_from_where(
    page, lang: str, title: str, counts: str, source: str
) -> None:
    app = page("data", lang=lang)

    assert app.title[0].value == title
    assert counts in words(app)
    assert "Söderandan" in words(app)
    assert any(source in table for table in tables(app))


def test_data_shows_each_table_and_offers_it(page) -> None:
    app = page("data", lang="sv", table="organizations")
    chosen = next(box for box in app.selectbox if box.key == "table")
    chosen.select("memberships").run()

    assert not app.exception
    assert app.dataframe[0].value.shape[0] == cache_counts()["memberships"]


def cache_counts() -> dict[str, int]:
    return check(ROOT / "data" / "soderandan").dataset.counts


def test_loading_what_is_there_already_changes_nothing_and_says_so(page) -> None:
    app = page("data", lang="sv")
    # a register that is there is not replaced by an example at one click
    assert not [button for button in app.button if str(button.key).startswith("shipped-")]
    archive = downloads.dataset_as_zip(cache.store().read_dataset())
    app.get("file_uploader")[0].set_value(("samma.zip", archive, "application/zip")).run()
    next(button for button in app.button if button.key == "load").click().run()

    assert not app.exception
    assert "Inget ändrades" in words(app)


def test_loading_replaces_everything_and_the_way_back_restores_it(page) -> None:
    app = page("data", lang="sv")
    before = cache.store().read_dataset()
    upload = app.get("file_uploader")[0]
    upload.set_value(("liten.zip", small_archive(), "application/zip")).run()
    assert not app.exception
    assert "1 namngiven organisation" in words(app)
    assert cache.store().read_dataset() == before  # checked, not loaded

    next(button for button in app.button if button.key == "load").click().run()
    assert not app.exception
    assert "är inläst" in words(app)
    assert cache.store().read_dataset().counts["organizations"] == 1

    next(button for button in app.button if button.key == "back").click().run()
    assert not app.exception
    assert cache.store().read_dataset() == before


def test_a_file_with_errors_is_listed_and_cannot_be_loaded(page) -> None:
    app = page("data", lang="sv")
    archive = small_archive(kind="sometimes")
    app.get("file_uploader")[0].set_value(("fel.zip", archive, "application/zip")).run()

    assert not app.exception
    assert "1 fel" in words(app)
    assert "går inte att läsa in än" in words(app)
    assert not [button for button in app.button if button.key == "load"]
    assert any("named och unnamed" in table.replace("\\", "") for table in tables(app))


MANY = 1_150
ENDED = Problem("end_before_start", value="2020", suggestion="Mend it.", about="2021")
CODED = Problem("html_code", column="name", value="S&ouml;der", suggestion="Write “Söder”.", about="Söder")
LONG = Problem("long_id", "sectors.csv", column="id", value="xx…", suggestion="At most 200.", about="201")
COUNTED = Problem("more_of_the_same", value="1200", suggestion="Mend these first.", like="bad_url")


def archive_of_many_errors() -> bytes:
    packed = io.BytesIO()
    lines = "".join(f"s{n:04},Sektor {n},röd\n" for n in range(MANY))
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("sectors.csv", f"id,name,color\n{lines}")
    return packed.getvalue()


def test_findings_beyond_the_first_hundred_are_counted_and_listed_at_a_click(page) -> None:
    app = page("data", lang="sv")
    app.get("file_uploader")[0].set_value(("fel.zip", archive_of_many_errors(), "application/zip")).run()
    assert not app.exception
    assert "Kontrollen hittade 1\xa0150 fel." in words(app)
    [listed] = [table for table in tables(app) if "röd" in table]
    assert listed.count("röd") == 100
    assert "Det finns 1 050 till av samma typ" in listed

    button = next(button for button in app.button if button.key == "problems-all-upload")
    assert button.label == "Visa alla 1\xa0150"
    button.click().run()
    assert not app.exception
    assert "Kontrollen hittade 1\xa0150 fel." in words(app)
    grid = next(frame.value for frame in app.dataframe if "Så rättar du" in frame.value.columns)
    assert len(grid) == 1_000
    assert "1 till 1\xa0000 av 1\xa0150." in words(app)

    next(button for button in app.button if button.key == "problems-all-upload").click().run()
    assert not app.exception
    assert any(table.count("röd") == 100 for table in tables(app))


def test_downloaded_list_holds_all_that_is_listed_not_only_what_is_shown(page, monkeypatch) -> None:
    made: dict[str, downloads.All] = {}
    monkeypatch.setattr(downloads, "table", lambda every, *, key, **_: made.update({key: every()}))
    app = page("data", lang="sv", session={"problems-asked-upload": True})
    app.get("file_uploader")[0].set_value(("fel.zip", archive_of_many_errors(), "application/zip")).run()
    assert not app.exception
    columns, rows = made["problems-upload"]
    assert [column.words for column in columns] == ["Typ", "Var", "Vad", "Så rättar du"]
    assert len(rows) == MANY


@pytest.mark.parametrize(
    ("lang", "problem", "what", "right"),
    [
        ("sv", ENDED, "Slutet ”2020” ligger före början ”2021”.", "Rätta ett av datumen."),
        ("en", ENDED, "The end “2020” lies before the start “2021”.", "Mend it."),
        ("sv", CODED, "”S&ouml;der” i kolumnen name innehåller koder från en webbsida.", "Skriv ”Söder”."),
        ("sv", LONG, "Id ”xx…” är för långt: 201 tecken.", "Korta det till högst 200 tecken."),
        ("en", COUNTED, "There are 1,200 more findings like the last one.", "Mend these first."),
    ],
)
def test_finding_says_what_the_value_is_compared_with(
    lang: str, problem: Problem, what: str, right: str
) -> None:
    with state.held():
        state._HELD.set(Selection(lang=lang))
        assert (findings.what(problem), findings.right(problem)) == (what, right)


def test_a_file_that_is_no_archive_is_refused_in_words(page) -> None:
    app = page("data", lang="sv")
    app.get("file_uploader")[0].set_value(("trasig.zip", b"no archive", "application/zip")).run()

    assert not app.exception
    assert app.error[0].value.startswith("Filen känns inte igen.")


def test_an_archive_that_is_cut_off_is_said_to_be_damaged(page) -> None:
    whole = small_archive()
    app = page("data", lang="sv")
    app.get("file_uploader")[0].set_value(("halv.zip", whole[: len(whole) // 2], "application/zip")).run()

    assert not app.exception
    assert app.error[0].value.startswith("Zip-filen är skadad")


def small_archive(kind: str = "named") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("organizations.csv", f"id,name,kind\nclub,Klubben,{kind}\n")
    return packed.getvalue()


def test_everything_as_zip_can_be_loaded_again(tmp_path: Path) -> None:
    dataset = check(ROOT / "data" / "soderandan").dataset
    file = tmp_path / "all.zip"
    file.write_bytes(downloads.dataset_as_zip(dataset))

    assert check(file).dataset == dataset
    with zipfile.ZipFile(file) as archive:
        assert {f"{t.table}.csv" for t in RECORD_TYPES} <= set(archive.namelist())


def test_an_empty_dataset_is_a_zip_of_empty_tables(tmp_path: Path) -> None:
    file = tmp_path / "empty.zip"
    file.write_bytes(downloads.dataset_as_zip(Dataset()))

    assert zipfile.ZipFile(file).testzip() is None


@pytest.mark.usefixtures("another_store")
def test_an_empty_database_offers_what_comes_along_and_loads_it(page, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SAMVERKAN_HOME", str(tmp_path))
    monkeypatch.delenv("SAMVERKAN_FIRST_DATA")
    app = page("data", lang="sv")
    assert "Databasen är tom." in words(app)
    assert not app.table

    next(button for button in app.button if button.key == "shipped-soderandan").click().run()
    assert not app.exception
    assert "11 grupper" in words(app)


HOSTILE = "**P** [k](javascript:alert(1)) $x$ :red[z] <img src=x> `c`"


@pytest.mark.usefixtures("another_store")
@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("where", {"area": "a:b"}),
        ("gaps", {"cell": "a:b:t:1"}),
        ("gaps", {"axes": "groups-sectors"}),
        ("data", {}),
    ],
)
def test_names_never_become_markup(
    page, monkeypatch, tmp_path: Path, name: str, query: dict[str, str]
) -> None:
    archive = tmp_path / "hostile.zip"
    named = ("data_sets", "sectors", "sources", "organizations", "groups", "areas", "topics")
    rest = {
        "data_sets": ("d", {"invented": "true"}),
        "sectors": ("s", {}),
        "sources": ("q", {"url": "https://a.example/(1)"}),
        "organizations": ("o", {"kind": "named", "classification": "s"}),
        "groups": ("g", {"classification": "area", "status": "active"}),
        "areas": ("a:b", {"latitude": "59", "longitude": "18"}),
        "topics": ("t:1", {}),
    }
    with zipfile.ZipFile(archive, "w") as packed:
        for table in named:
            record_id, cells = rest[table]
            header, values = ",".join(["id", "name", *cells]), ",".join([record_id, HOSTILE, *cells.values()])
            packed.writestr(f"{table}.csv", f"{header}\n{values}\n")
        packed.writestr("memberships.csv", "id,organization_id,group_id,role\nm,o,g,member\n")
        packed.writestr("group_areas.csv", "group_id,area_id\ng,a:b\n")
        packed.writestr("group_topics.csv", "group_id,topic_id\ng,t:1\n")
    monkeypatch.setenv("SAMVERKAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SAMVERKAN_FIRST_DATA", str(archive))
    app = page(name, lang="sv", session={"cells": True}, **query)

    shown = [element.value for element in (*app.title, *app.header, *app.subheader, *app.markdown)]
    shown += [text for table in app.table for text in (*table.value.columns, *table.value.to_numpy().ravel())]
    assert any("javascript" in text for text in shown)
    for text in shown:
        assert not re.search(r"(?<!\\)(<img|\[k|\]\(javascript|\$x|`c|:red)", text), text


def answer(app: AppTest) -> str:
    """The sentences below the heading."""
    return app.markdown[0].value


@pytest.mark.parametrize(
    ("name", "sv", "en"),
    [
        (
            "town",
            "**Påhittade uppgifter.** Inget i dem är verkligt. **Ängelby**, sammanställt 4 maj 2026. Här finns "
            "4 namngivna organisationer, 1 deltagare utan namn, 2 grupper, 6 medlemskap, 2 aktiviteter, "
            "1 uppgift om närvaro, 3 områden, 2 ämnen, 1 behov och 1 källa.",
            "**Invented data.** Nothing in it is real. **Ängelby**, compiled 4 May 2026. It holds "
            "4 named organisations, 1 participant without a name, 2 groups, 6 memberships, 2 activities, "
            "1 record of presence, 3 areas, 2 topics, 1 need and 1 source.",
        ),
        ("only_a_name", "finns inte än.", "There are no organisations, groups or areas yet."),
        ("no_name", "Här finns 4 namngivna", "It holds 4 named"),
    ],
)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_data_says_what_it_is_as_far_as_that_is_stated(page, tmp_path, lang, name, sv, en) -> None:
    with serving(vars(presumptions)[name](), tmp_path):
        app = page("data", lang=lang)

    assert (sv if lang == "sv" else en) in answer(app)
    assert name != "no_name" or answer(app).startswith(sv if lang == "sv" else en)


def test_two_data_sets_share_neither_their_day_nor_that_they_are_invented(page, tmp_path) -> None:
    town = presumptions.town()
    real = {"id": "real", "name": "Verkliga uppgifter", "invented": False, "compiled_on": dt.date(2026, 6, 1)}
    both = pl.concat([town["data_sets"], pl.DataFrame([real])], how="diagonal_relaxed")
    with serving(town.replace(data_sets=both), tmp_path):
        shown = answer(page("data", lang="sv"))

    assert "Påhittat: **Ängelby**." in shown
    assert "Inget i dem är verkligt" not in shown
    assert "**Verkliga uppgifter och Ängelby**, det senaste sammanställt 1 juni 2026." in shown


def test_a_file_for_a_database_without_a_name_replaces_what_is_there(page, tmp_path) -> None:
    with serving(presumptions.no_name(), tmp_path):
        app = page("data", lang="sv")
        app.get("file_uploader")[0].set_value(("liten.zip", small_archive(), "application/zip")).run()

    assert "Den ersätter det som finns nu." in words(app)
    assert "Databasen är tom" not in words(app)


# --- others who write in between ------------------------------------------------------------------


def renamed(dataset: Dataset, key: str, new: str) -> Dataset:
    there = pl.when(pl.col("id") == key).then(pl.lit(new)).otherwise("name").alias("name")
    return dataset.replace(organizations=dataset["organizations"].with_columns(there))


def others_rename(key: str, new: str) -> Dataset:
    """Somebody else renames an organisation; returns what the database holds then."""
    revision, base = cache.store().cached_dataset()
    cache.store().write_dataset(renamed(base, key, new), base_revision=revision, origin="somebody else")
    return renamed(base, key, new)


def choose(app: AppTest, dataset: Dataset) -> None:
    file = ("min.zip", downloads.dataset_as_zip(dataset), "application/zip")
    app.get("file_uploader")[0].set_value(file).run()
    assert not app.exception


def press(app: AppTest, key: str) -> None:
    next(button for button in app.button if button.key == key).click().run()
    assert not app.exception


FIRST, SECOND = presumptions.town()["organizations"]["id"].to_list()[:2]


def test_load_keeps_what_somebody_wrote_while_the_file_was_looked_at(page, tmp_path) -> None:
    town = presumptions.town()
    with serving(town, tmp_path):
        app = page("data", lang="sv")
        choose(app, renamed(town, FIRST, "Mitt namn"))
        others_rename(SECOND, "Deras namn")
        app.run()
        assert "Någon annan har skrivit sedan du valde filen." in words(app)
        press(app, "load")
        assert "0 nya poster, 1 ändrade och 0 borttagna. Det som andra hann skriva" in words(app)
        both = renamed(renamed(town, FIRST, "Mitt namn"), SECOND, "Deras namn")
        assert cache.store().read_dataset() == both

        press(app, "back")
        assert "är tillbaka" in words(app)
        assert cache.store().read_dataset() == renamed(town, SECOND, "Deras namn")


def test_load_of_what_somebody_else_has_changed_says_what_and_loads_nothing(page, tmp_path) -> None:
    town = presumptions.town()
    mine = renamed(town, FIRST, "Mitt *namn*")
    was = (town.record("organizations", FIRST) or {})["name"]
    with serving(town, tmp_path):
        app = page("data", lang="sv")
        choose(app, mine)
        theirs = others_rename(FIRST, "Deras namn")
        press(app, "load")
        said = words(app)
        assert "**min\\.zip lästes inte in: någon annan har ändrat samma uppgifter" in said
        assert (
            f"Organisation **Deras namn**: ”name” var ”{was}” och är nu ”Deras namn”. "
            "Det skulle ha blivit ”Mitt \\*namn\\*”." in said
        )
        assert "Läser du in filen som den är, ersätter den allt som finns nu" in said
        assert cache.store().read_dataset() == theirs

        press(app, "load")  # the reader knows now what is replaced
        assert "är inläst" in words(app)
        assert "lästes inte in" not in words(app)
        assert cache.store().read_dataset() == mine


def test_way_back_keeps_what_somebody_wrote_after_the_load_and_says_so(page, tmp_path) -> None:
    town = presumptions.town()
    with serving(town, tmp_path):
        app = page("data", lang="sv")
        choose(app, renamed(town, FIRST, "Mitt namn"))
        press(app, "load")
        others_rename(SECOND, "Deras namn")
        app.run()
        assert "Sedan dess har någon annan skrivit." in words(app)
        press(app, "back")
        assert "är tillbaka" in words(app)
        assert cache.store().read_dataset() == renamed(town, SECOND, "Deras namn")


def test_way_back_from_what_somebody_has_changed_since_is_refused_in_words(page, tmp_path) -> None:
    town = presumptions.town()
    with serving(town, tmp_path):
        app = page("data", lang="sv")
        choose(app, renamed(town, FIRST, "Mitt namn"))
        press(app, "load")
        theirs = others_rename(FIRST, "Deras namn")
        press(app, "back")
        assert "Det gick inte att gå tillbaka: någon annan har ändrat samma uppgifter" in words(app)
        assert "var ”Mitt namn” och är nu ”Deras namn”" in words(app)
        assert cache.store().read_dataset() == theirs


TOWN = presumptions.town()
GROUP, MEMBERSHIP = TOWN["groups"].row(0, named=True), TOWN["memberships"].row(0, named=True)
NAMES = Reference("memberships", (MEMBERSHIP["id"],), "group_id", "groups", GROUP["id"])


def conflict(table: str, key: str, kind: ChangeKind, field: str | None = None, **sides: object) -> Conflict:
    values = {"expected": None, "mine": None, "theirs": None} | sides
    return Conflict(table, (key,), kind, field, **values)


@pytest.mark.parametrize(
    ("met", "sv", "en"),
    [
        (
            conflict("groups", GROUP["id"], ChangeKind.CHANGED, "purpose", mine="A", theirs=["b", "c"]),
            "Grupp **{group}**: ”purpose” var tomt och är nu ”b \\| c”. Det skulle ha blivit ”A”.",
            "Group **{group}**: “purpose” was empty and is now “b \\| c”. It would have become “A”.",
        ),
        (
            conflict("groups", GROUP["id"], ChangeKind.REMOVED, "purpose", expected="x" * 70, theirs="b"),
            "och är nu ”b”. Posten skulle ha tagits bort.",
            "x…” and is now “b”. The record would have been removed.",
        ),
        (
            conflict(
                "groups",
                "gone",
                ChangeKind.CHANGED,
                expected={**GROUP, "id": "gone", "name": "Borta", "name_en": None},
            ),
            "Grupp **Borta**: någon annan har tagit bort posten.",
            "Group **Borta**: somebody else has removed the record.",
        ),
        (
            conflict("memberships", MEMBERSHIP["id"], ChangeKind.ADDED, theirs=MEMBERSHIP),
            "Medlemskap **{ends}**: någon annan har redan lagt till posten.",
            "Membership **{ends}**: somebody else has added the record already.",
        ),
        (
            conflict("memberships", "m9", ChangeKind.ADDED, "group_id", mine=GROUP["id"], reference=NAMES),
            "Medlemskap **m9** hänvisar i ”group\\_id” till Grupp **{group}**, som inte finns.",
            "Membership **m9** names in “group\\_id” Group **{group}**, which is not there.",
        ),
        (
            conflict("groups", GROUP["id"], ChangeKind.REMOVED, theirs=GROUP, reference=NAMES),
            "Grupp **{group}** skulle ha tagits bort, men Medlemskap **{ends}** hänvisar dit i ”group\\_id”.",
            "Group **{group}** would have been removed, but Membership **{ends}** names it in “group\\_id”.",
        ),
    ],
)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_each_kind_of_conflict_is_told_in_words(page, tmp_path, lang, met, sv, en) -> None:
    organization = TOWN.record("organizations", MEMBERSHIP["organization_id"]) or {}
    group = TOWN.record("groups", MEMBERSHIP["group_id"]) or {}
    with state.held():
        state._HELD.set(Selection(lang=lang))
        values = {"group": name(GROUP), "ends": f"{name(organization)} – {name(group)}"}
    with serving(TOWN, tmp_path):
        app = page("data", lang=lang, session={"refused": Refused("min.zip", (met,) * 7, back=False)})

    assert (sv if lang == "sv" else en).format(**values) in words(app)
    assert ("2 till" if lang == "sv" else "2 more") in words(app)
