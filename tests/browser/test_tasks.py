"""The ten tasks people come with, from the question to the answer, in both languages, with the clicks counted.

Each begins on Start, where the app opens, unless it says otherwise. A press of the mouse is a click; a
name typed into the search box and Enter are none. A task that takes more than its clicks is a fault of
the app, not of the test.

- Coordinator: who is in a group (1), do two organisations meet (2), who works in an area (2), which
  source says so (2).
- Planner: a gap and why (1), who could be asked to fill it (2), what happens if one leaves (1).
- Steering group: a table in Excel (2), the page on paper (1), the map as a picture for a slide (2).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import printed
from tests.browser.running_app import App, settle
from tests.workbooks import Value, sheets

pytestmark = pytest.mark.browser


class Reader:
    """Somebody at the app, in Swedish or English, whose clicks are counted."""

    def __init__(self, page: Page, app: App, lang: str) -> None:
        self.page, self.lang, self.clicks = page, lang, 0
        self._address = app.address

    def say(self, swedish: str, english: str) -> str:
        """The words as they stand in the reader's language."""
        return swedish if self.lang == "sv" else english

    def open(self, path: str = "") -> None:
        """Be on a page, with no click made."""
        self.page.goto(f"{self._address}/{path}{'&' if '?' in path else '?'}lang={self.lang}")
        settle(self.page)
        self.clicks = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1
        settle(self.page)

    def type_name(self, name: str) -> None:
        """Type into the search box and press Enter, with the keyboard alone."""
        expect(self.page.locator(".st-key-search input")).to_be_attached()
        self.page.keyboard.press("/")
        self.page.wait_for_function("document.activeElement?.shadowRoot?.activeElement?.id === 'text'")
        self.page.keyboard.type(name)
        expect(self.page.get_by_role("option").first).to_contain_text(name, ignore_case=True)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(re.compile("focus="))
        settle(self.page)

    def follow(self, swedish: str, english: str) -> None:
        """Click the link that is called so, or begins so."""
        words = re.escape(self.say(swedish, english))
        self.click(self.page.get_by_role("link", name=re.compile(f"^{words}( →)?$")).first)

    def expect_title(self, swedish: str, english: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say(swedish, english))

    def table(self, holding: str) -> Locator:
        """The table that holds these words."""
        return self.page.get_by_role("table").filter(has_text=holding).first

    def expect_said(self, swedish: str, english: str) -> None:
        expect(self.page.locator(".stMain")).to_contain_text(self.say(swedish, english))


@pytest.fixture(params=["sv", "en"])
def reader(page: Page, app: App, request: pytest.FixtureRequest) -> Reader:
    """A reader on Start."""
    somebody = Reader(page, app, request.param)
    somebody.open()
    return somebody


def rows(table: Locator) -> list[list[str]]:
    """The rows of a table, each cell in the words seen."""
    return [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()]


def names(table: Locator) -> Locator:
    """What the rows of a table are about."""
    return table.locator("tbody td:first-child")


def test_who_is_in_a_group(reader: Reader) -> None:
    reader.follow("Vem är med i Hornstullsgruppen?", "Who is in Hornstull group?")

    assert reader.clicks <= 1
    reader.expect_title("Hornstullsgruppen", "Hornstull group")
    swedish = [
        "Frälsningsarméns sociala center",
        "Handelsplatsen Hornstull",
        "Högalids lokala BRÅ",
        "Lokalpolisen Södermalm",
        "MTR",
        "SL",
    ]
    english = [
        "Högalid local crime prevention council",
        "Hornstull shopping centre",
        "MTR",
        "Salvation Army Social Centre",
        "SL",
        "Södermalm local police",
    ]
    expect(names(reader.table("MTR"))).to_have_text(swedish if reader.lang == "sv" else english)
    housing = reader.say("Bostadsrättsföreningar", "Housing associations")
    expect(names(reader.table(housing))).to_have_text([housing])
    assert "focus=groups" in reader.page.url
    assert f"lang={reader.lang}" in reader.page.url


def test_who_is_in_any_other_group_is_typed(reader: Reader) -> None:
    reader.type_name(reader.say("Ömma trafikanter", "Vulnerable road users"))

    assert reader.clicks == 0
    swedish, english = (
        ["Lokalpolisen Södermalm", "Trafikkontoret"],
        ["City Traffic Office", "Södermalm local police"],
    )
    members = names(reader.page.get_by_role("table").first)
    expect(members).to_have_text(swedish if reader.lang == "sv" else english)


def test_do_two_organizations_meet(reader: Reader) -> None:
    reader.type_name(reader.say("Lokalpolisen Södermalm", "Södermalm local police"))
    reader.click(reader.page.locator("summary", has_text=reader.say("I vilka grupper", "In which groups")))

    assert reader.clicks <= 2
    met = reader.page.locator("details table")
    micasa = met.locator("tr").filter(has_text="Micasa").locator("td")
    expect(micasa).to_have_text(["Micasa", "1", reader.say("Maria-gruppen", "Maria group")])
    not_met = reader.page.locator("details p").filter(
        has_text=reader.say("Möter inte i någon grupp", "Does not meet in any group")
    )
    expect(not_met).to_contain_text(reader.say("Stockholms moské", "Stockholm Mosque"))


def test_do_two_organizations_meet_without_typing(reader: Reader) -> None:
    reader.follow("Register", "Directory")
    reader.follow("Lokalpolisen Södermalm", "Södermalm local police")

    assert reader.clicks <= 2
    bars = reader.page.locator(".stVegaLiteChart svg")
    expect(bars).to_contain_text("Micasa")
    expect(bars).not_to_contain_text(reader.say("Stockholms moské", "Stockholm Mosque"))


def test_who_works_in_an_area(reader: Reader) -> None:
    reader.follow("Områden", "Areas")
    reader.click(reader.page.get_by_role("button", name=re.compile("^Gamla stan")))

    assert reader.clicks <= 2
    on_site = reader.page.locator("[class*='st-key-notes-']").first
    swedish = [
        "Hållbart & Lustfyllt i Gamla stan",
        "Lokalpolisen Södermalm",
        "Stockholms guideförening",
        "Söderandan",
    ]
    english = [
        "Hållbart & Lustfyllt i Gamla stan",
        "Söderandan",
        "Södermalm local police",
        "Stockholm Guide Association",
    ]
    expect(on_site.locator("a")).to_have_text(swedish if reader.lang == "sv" else english)


def test_which_source_says_so(reader: Reader) -> None:
    reader.follow("Vem är med i Hornstullsgruppen?", "Who is in Hornstull group?")
    row = reader.table("MTR").locator("tr").filter(has_text="MTR")
    expect(row).to_contain_text("Hornstullsgruppen, mening 2")
    reader.click(row.get_by_role("link", name=reader.say("Arbetsgrupper och mål", "Working groups and aims")))

    assert reader.clicks <= 2
    reader.expect_title("Arbetsgrupper och mål", "Working groups and aims")
    reader.expect_said("Stockholms stad", "Stockholms stad")


def test_a_gap_and_why(reader: Reader) -> None:
    reader.follow("Var saknas någon?", "Where is somebody missing?")

    assert reader.clicks <= 1
    hotels = reader.page.locator(".stMain").get_by_text(
        reader.say(
            "Hotellgruppen finns, men där är ingen namngiven, bara ”Hotell”.",
            "In Hotel group nobody is named, only “Hotels”.",
        )
    )
    expect(hotels.first).to_be_in_viewport()
    reader.expect_said("7 är luckor", "7 are gaps")


def test_who_could_be_asked(reader: Reader) -> None:
    reader.follow("Var saknas någon?", "Where is somebody missing?")
    cell = reader.say("Lucka, Medborgarplatsen, Ordningsvakter", "Gap, Medborgarplatsen, Public order guards")
    reader.click(reader.page.get_by_role("button", name=cell))

    assert reader.clicks <= 2
    reader.page.wait_for_url(re.compile("cell="))
    link = reader.page.url
    reader.page.goto("about:blank")
    reader.page.goto(link)  # a colleague gets the same
    settle(reader.page)
    asked = reader.page.get_by_role(
        "heading", name=reader.say("Vilka kan tillfrågas?", "Who could be asked?")
    )
    expect(asked).to_be_in_viewport()
    reader.expect_said(
        "Är med i Mötesplats Södermalm, som arbetar i samma område.",
        "Takes part in Meeting place Södermalm, in the same area.",
    )


def test_what_happens_if_one_leaves(reader: Reader) -> None:
    reader.follow("Vem håller ihop nätverket?", "Who holds the network together?")

    assert reader.clicks <= 1
    expect(
        reader.page.get_by_text(
            reader.say(
                "Tillfälliga samverkansgrupper har då bara Söderandan kvar.",
                "Only Söderandan is left in Temporary groups then.",
            )
        )
    ).to_be_visible()


def test_what_happens_if_anybody_else_leaves_is_typed(reader: Reader) -> None:
    reader.type_name("Micasa")

    assert reader.clicks == 0
    expect(
        reader.page.get_by_text(
            reader.say(
                "Om den lämnar: Gruppen den är med i har då 3 namngivna organisationer kvar.",
                "If it leaves: The group it is in has 3 named organisations left then.",
            )
        )
    ).to_be_in_viewport()


def as_seen(value: Value) -> str:
    """A cell of a workbook as the page writes it."""
    return str(int(value)) if isinstance(value, float) else str(value)


def test_a_table_in_excel(reader: Reader) -> None:
    reader.follow("Områden", "Areas")
    with reader.page.expect_download() as saving:
        reader.click(
            reader.page.get_by_role("button", name=reader.say("Hämta som Excel", "Download for Excel"))
        )

    assert reader.clicks <= 2
    assert re.fullmatch(r"[a-z-]+-2026-11-22\.xlsx", saving.value.suggested_filename)
    found = sheets(saving.value.path().read_bytes())
    assert list(found) == [
        reader.say("Alla områden", "All areas"),
        reader.say("Om tabellen", "About the table"),
    ]
    table = reader.page.get_by_role("table").first
    headings = table.locator("th").all_inner_texts()
    written = [[as_seen(value) for value in row] for row in next(iter(found.values())).rows]
    assert written == [headings, *rows(table)]


def test_the_page_on_paper(reader: Reader) -> None:
    """From a page one reads: the group's own."""
    reader.open("profile?focus=groups:hornstullsgruppen")
    expect(reader.page.get_by_role("table")).to_have_count(3)
    reader.page.evaluate("() => { window.print = () => { window.asked = (window.asked ?? 0) + 1 } }")
    reader.click(reader.page.get_by_role("button", name=reader.say("Skriv ut", "Print")))

    assert reader.clicks <= 1
    assert reader.page.evaluate("window.asked") == 1
    pages = printed.sheets(reader.page.pdf(prefer_css_page_size=True))
    for table in reader.page.get_by_role("table").all():
        for row in rows(table):
            # whole, and not torn between two sheets
            assert any(printed.bare("".join(row)) in sheet for sheet in pages), row


def test_the_map_as_a_picture(reader: Reader) -> None:
    reader.follow("Nätverket", "Network")
    reader.page.wait_for_function(
        "() => [...(globalThis.__samverkanMaps?.values() ?? [])].some(m => m.locate)"
    )
    with reader.page.expect_download() as saving:
        reader.click(reader.page.get_by_role("button", name=reader.say("Spara som bild", "Save as picture")))

    assert reader.clicks <= 2
    picture = saving.value.path().read_bytes()
    assert picture.startswith(b"\x89PNG")
    wide, high = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert min(wide, high) > 1000  # dots enough for a slide
