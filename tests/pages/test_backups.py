"""The backups on the page Data: what is said of them, going back to one, and back again."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from graph.dataset import Dataset
from graph.errors import StoreClosed
from graph.settings import Settings
from graph.store.backup import Backup, all_backups, back_up, revision_in
from tests import presumptions
from tests.contract.killing import as_order
from tests.contract.other_process import OtherProcess
from tests.pages.conftest import serving
from ui import cache, frame, state
from ui.components import clock
from ui.state import Selection

TOWN = presumptions.town()
FIRST = TOWN["organizations"]["id"][0]


def renamed(new: str) -> Dataset:
    """The town, its first organisation called otherwise."""
    there = pl.when(pl.col("id") == FIRST).then(pl.lit(new)).otherwise("name").alias("name")
    return TOWN.replace(organizations=TOWN["organizations"].with_columns(there))


@pytest.fixture
def backup(tmp_path: Path) -> Iterator[Backup]:
    """A backup of the town, in a database where it has been changed twice since."""
    with serving(TOWN, tmp_path):
        cache.store()
        made = back_up(Settings.from_env())
        for number in (1, 2):
            cache.store().write_dataset(renamed(f"Namn {number}"), origin=f"lista {number}.zip")
        yield made


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.title, *app.header, *app.markdown)).replace("\\", "")


def choose(app: AppTest, backup: Backup) -> None:
    [radio] = app.radio
    radio.set_value(backup.name).run()
    assert not app.exception


def press(app: AppTest, key: str) -> None:
    next(button for button in app.button if button.key == key).click().run()
    assert not app.exception


def test_choosing_a_backup_says_what_would_be_lost_and_changes_nothing(page, backup: Backup) -> None:
    app = page("data", lang="sv")
    assert "Säkerhetskopior" in words(app)
    assert f"Den senaste är från {weekday(backup)}" in words(app)
    assert not [button for button in app.button if button.key == "restore"]

    choose(app, backup)
    said = words(app)
    assert f"**Allt som har skrivits efter {weekday(backup)}" in said
    assert "försvinner:** 2 inläsningar med 2 nya, ändrade eller borttagna poster.\n\n- lista 2.zip, " in said
    assert "- lista 1.zip, " in said
    assert "säkerhetskopieras först, så återställningen går att ångra" in said
    assert cache.store().read_dataset() == renamed("Namn 2")


def weekday(backup: Backup) -> str:
    names = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]
    return f"{names[backup.at.weekday()]} {backup.at.day} "


@pytest.mark.parametrize(("lang", "title"), [("sv", "Säkerhetskopior"), ("en", "Backups")])
def test_each_backup_is_listed_with_when_why_how_much_and_how_large(
    page, backup: Backup, lang: str, title: str
) -> None:
    app = page("data", lang=lang)
    [radio] = app.radio

    assert title in words(app)
    assert len(radio.options) == 1
    assert f"{backup.at:%H:%M}" in radio.options[0].replace("\\", "")
    why, records, size = radio.proto.captions[0].removeprefix(":gray[").removesuffix("]").split(" · ")
    assert why == ("Gjord när någon bad om den" if lang == "sv" else "Made when somebody asked for it")
    assert records.split()[0] == str(sum(TOWN.counts.values()))
    assert size.endswith("\u00a0kB")


def test_restore_from_the_page_is_done_told_and_undone(page, backup: Backup) -> None:
    app, other = page("data", lang="sv"), page("data", lang="sv")
    choose(app, backup)
    press(app, "restore")
    assert f"**Databasen är återställd till {weekday(backup)}" in words(app)
    assert cache.store().read_dataset() == TOWN
    assert cache.store().history()["origin"][-1].startswith("Säkerhetskopian från ")
    assert "\\" not in cache.store().history()["origin"][-1]
    assert app.radio[0].value is None  # what was said of the last choice is over

    other.run()  # another reader of the same server sees it, and can go on
    assert not other.exception
    assert len(other.radio[0].options) == 2
    choose(other, backup)
    assert "försvinner:** 1 inläsning.\n\n- Säkerhetskopian" in words(other)

    press(app, "restore-undo")
    assert "**Återställningen är ångrad.**" in words(app)
    assert cache.store().read_dataset() == renamed("Namn 2")

    press(app, "restore-undo")
    assert "**Databasen är återställd" in words(app)
    assert cache.store().read_dataset() == TOWN


def test_moments_are_only_as_exact_as_it_takes_to_tell_them_apart() -> None:
    at = dt.datetime(2026, 11, 24, 14, 5, 7, tzinfo=dt.UTC)
    second, thousandth = dt.timedelta(seconds=1), dt.timedelta(milliseconds=1)
    with state.held():
        state._HELD.set(Selection(lang="en"))
        said = clock.told_apart([at + 60 * second, at + second, at, at + thousandth])
    assert [each.rpartition(", ")[2] for each in said] == [
        "14:06",
        "14:05:08",
        "14:05:07.000",
        "14:05:07.001",
    ]
    assert said[0] == "Tuesday 24 November 2026, 14:06"


def test_undo_is_not_offered_once_somebody_has_written(page, backup: Backup) -> None:
    app = page("data", lang="sv")
    choose(app, backup)
    press(app, "restore")
    cache.store().write_dataset(renamed("Namn 3"), origin="somebody else")
    app.run()

    assert "är återställd" not in words(app)
    assert not [button for button in app.button if button.key == "restore-undo"]
    assert len(all_backups(Settings.from_env())) == 2  # it is still in the list


def test_backup_of_what_is_there_is_not_offered_for_restoring(page, backup: Backup) -> None:
    newest = back_up(Settings.from_env())
    app = page("data", lang="sv")
    choose(app, newest)  # both may be of one minute

    assert "så det finns inget att återställa" in words(app)
    assert not [button for button in app.button if button.key == "restore"]


def test_damaged_backup_is_refused_in_a_sentence_and_the_page_goes_on(page, backup: Backup) -> None:
    app = page("data", lang="sv")
    choose(app, backup)
    backup.path.write_bytes(backup.path.read_bytes()[:-200])
    press(app, "restore")

    assert "**Inget återställdes: kopian är skadad eller finns inte kvar.**" in words(app)
    assert "Databasen är återställd" not in words(app)
    assert cache.store().read_dataset() == renamed("Namn 2")
    app.run()
    assert "Inget återställdes" not in words(app)


@pytest.mark.usefixtures("another_store")
def test_database_that_another_program_has_open_is_left_alone(page, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SAMVERKAN_HOME", str(tmp_path))
    monkeypatch.delenv("SAMVERKAN_FIRST_DATA")
    settings = Settings.from_env()
    with OtherProcess(as_order(settings), load={}) as owner:
        owner.wait_for("done")
        made = back_up(settings)
        before = cache.store().read_dataset()
        cache.store().write_dataset(TOWN, origin="the town")
        app, other = page("data", lang="sv"), page("data", lang="sv")
        choose(app, made)
        press(app, "restore")
        assert "**Inget återställdes: ett annat program har databasen öppen.** Stäng det" in words(app)
        assert cache.store().read_dataset() == TOWN
        assert all_backups(settings) == [made]
        other.run()
        assert not other.exception

        assert owner.end() == 0  # and when it is closed it goes
        choose(app, made)
        press(app, "restore")
        assert "**Databasen är återställd" in words(app)
        assert cache.store().read_dataset() == before


def test_reader_who_asks_during_a_restore_waits_for_it(backup: Backup) -> None:
    answered: list[int] = []
    asking = threading.Thread(target=lambda: answered.append(cache.store().revision()))
    with cache.store_closed():
        asking.start()
        asking.join(0.5)
        assert answered == []
        assert not (Settings.from_env().home / "embedded" / "server.json").exists()
    asking.join(60)
    assert answered == [revision_in(backup) + 2]


@pytest.mark.usefixtures("backup")
def test_page_whose_store_was_closed_under_it_leaves_the_new_one_open(monkeypatch) -> None:
    held = cache.store()
    with cache.store_closed():
        pass
    new = cache.store()

    def page(_: str) -> None:
        held.revision()

    monkeypatch.setattr(frame, "draw_page", page)
    app = AppTest.from_string("from ui import frame\nframe._draw('data')", default_timeout=60)
    app.query_params["lang"] = "sv"
    app.run()
    assert "Databasen stängdes en kort stund" in words(app)
    assert cache.store() is new
    assert new.revision() == 3
    with pytest.raises(StoreClosed):
        held.revision()


def test_settings_that_want_no_backups_are_said(page, monkeypatch, backup: Backup) -> None:
    monkeypatch.setenv("SAMVERKAN_BACKUPS_KEPT", "0")
    app = page("data", lang="sv")
    choose(app, backup)
    assert "SAMVERKAN_BACKUPS_KEPT är 0" in words(app)
    assert "så återställningen går inte att ångra" in words(app)
    press(app, "restore")
    assert "i mappen embedded/replaced till nästa återställning" in words(app)
    assert not [button for button in app.button if button.key == "restore-undo"]
    assert cache.store().read_dataset() == TOWN


@pytest.mark.usefixtures("backup")
@pytest.mark.parametrize(
    ("lang", "said"), [("sv", "serverns egna verktyg"), ("en", "the server's own tools")]
)
def test_with_a_neo4j_its_own_tools_make_the_backups(page, monkeypatch, lang: str, said: str) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://localhost:1")  # the open store stays the one it is
    app = page("data", lang=lang)

    assert said in words(app)
    assert not app.radio


def test_before_the_first_backup_it_is_said_when_it_will_be_made(page, tmp_path: Path) -> None:
    with serving(TOWN, tmp_path):
        app = page("data", lang="sv")
    assert "Den första görs senast nästa gång programmet startas." in words(app)
    assert not app.radio


@pytest.mark.usefixtures("another_store")
def test_empty_database_has_no_section_on_backups(page, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SAMVERKAN_HOME", str(tmp_path))
    monkeypatch.delenv("SAMVERKAN_FIRST_DATA")
    assert "Säkerhetskopior" not in words(page("data", lang="sv"))
