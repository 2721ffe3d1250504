"""No sentence without its condition: every page, in both languages, on data in which something fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from graph.dataset import Dataset
from tests.pages.walking import Seen, draw, places
from tests.presumptions import MARK, PRESUMPTIONS
from ui import cache
from ui.languages import languages
from ui.text import texts


@dataclass(frozen=True)
class Walk:
    """A data set and every page of it."""

    name: str
    dataset: Dataset
    seen: dict[str, list[Seen]]

    def of(self, lang: str, page: str, **query: str) -> Seen:
        """The page with just these parameters; with `focus` or `area` given as a table, of its first record."""
        return next(
            each
            for each in self.seen[lang]
            if each.page == page
            and {key: value.partition(":")[0] for key, value in each.query.items() if key != "lang"} == query
        )

    def pages(self) -> Iterator[tuple[str, Seen]]:
        """Every page with its language."""
        for lang, seen in self.seen.items():
            for each in seen:
                yield lang, each


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One database for all of the sets, one after the other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAMVERKAN_HOME", str(tmp_path_factory.mktemp("presumptions")))
        patch.setenv("SAMVERKAN_FIRST_DATA", "")
        cache.forget_store()
        yield
    cache.forget_store()


@pytest.fixture(scope="module")
def walks(store: None) -> Callable[[str], Walk]:
    """`walks("no_areas")`: every page of that set, drawn when it is first asked for."""
    done: dict[str, Walk] = {}

    def walk(name: str) -> Walk:
        if name not in done:
            dataset = PRESUMPTIONS[name]()
            cache.store().write_dataset(dataset, origin=name)
            done[name] = Walk(
                name,
                dataset,
                {
                    lang: [
                        draw(page, {**query, "lang": lang})
                        for page, query in places(dataset, briefly=lang != "sv" or name == "thousands")
                    ]
                    for lang in languages()
                },
            )
        return done[name]

    return walk


# what no page may say, whatever the data: a name for it, and what it looks like
_NEVER = {
    "an unfilled place": re.compile(r"[{}]"),
    "an id": re.compile(re.escape(MARK)),
    "a word of the program": re.compile(r"\b(None(?! of)|nan|null|True|False)\b"),
    "nothing out of nothing": re.compile(r"\b(\d+|[Nn]one|[Ii]ngen|[Ii]nget) (av|of) 0\b"),
    "one in the plural": re.compile(
        r"(?<![\d.,\u00a0–/])\b1 (organisationer|grupper|platser|områden|ämnen|rutor|luckor|delar|uppgifter|aktiviteter"
        r"|organisations|groups|places|areas|topics|cells|gaps|parts|records|activities|participants|memberships)\b"
    ),
    "all of one": re.compile(
        r"\b(av|of|[Aa]lla|[Aa]ll) 1 (grupper|platser|områden|medlemskap|groups|places|areas|memberships)\b"
    ),
    "a claim about persons": re.compile(r"inte personer|not (people|persons)"),
}
# in prose: what a missing name, or a missing number, leaves behind
_NEVER_IN_PROSE = {
    "an empty place": re.compile(r" [.,:;!?](\s|$)|\(\s*\)|”\s*”|“\s*”|[^\S\n]{2,}|\.\.(?!\.)|, ,|,\."),
    "a beginning without a subject": re.compile(r"^[,.;:)]|(^|[.!?] )(är|finns|har|och|is|are|has|and) "),
    "a bare nought": re.compile(r"(?<![\d.,\u00a0])\b0 [^\W\d]"),
}


# on Data the records are named by their ids, as they stand in the files
_OF_THE_FILES = ("an id",)


@pytest.mark.parametrize("name", PRESUMPTIONS)
def test_no_page_says_what_no_page_may_say(walks, name: str) -> None:
    faults = []
    for _, page in walks(name).pages():
        for said in page.said:
            if said.element == "grid":
                continue
            patterns = {**_NEVER, **(_NEVER_IN_PROSE if said.is_sentence else {})}
            faults += [
                f"{what} on {page}: {said.text}"
                for what, pattern in patterns.items()
                if pattern.search(said.text) and not (page.page == "data" and what in _OF_THE_FILES)
            ]
    assert faults == []


def names(dataset: Dataset) -> tuple[str, ...]:
    """Every name of the data, in both languages."""
    found = (
        dataset[table][column].drop_nulls().to_list()
        for table in dataset
        for column in ("name", "name_en", "purpose", "purpose_en", "about", "about_en")
        if column in dataset[table].columns
    )
    return tuple({name for column in found for name in column})


@pytest.mark.parametrize("name", PRESUMPTIONS)
def test_a_sentence_begins_with_a_capital_or_with_a_name(walks, name: str) -> None:
    walk = walks(name)
    known = names(walk.dataset)
    faults = [
        f"{page}: {sentence}"
        for _, page in walk.pages()
        for sentence in page.sentences
        if sentence[0].islower() and not sentence.startswith(known)
    ]
    assert faults == []


@pytest.mark.parametrize("name", PRESUMPTIONS)
def test_no_gaps_is_said_only_where_something_is_known_and_nothing_is_missing(walks, name: str) -> None:
    walk = walks(name)
    for lang, gap_counted in (("sv", r"\d+ luck(a|or):"), ("en", r"\d+ gaps?:")):
        said, start = texts(lang), walk.of(lang, "start").words
        none = said["start"]["gaps"]["none"]
        begin = said["start"]["ask"]["gap"].partition("{")[0]
        if none in start:
            assert not re.search(gap_counted, start)
            assert begin not in start
        if begin in start:
            assert re.search(gap_counted, start)
        for page in walk.seen[lang]:
            if page.page == "gaps":
                assert not (
                    said["gaps"]["register"]["nothing"] in page.words
                    and said["gaps"]["answer"]["unknown_only"]["other"].partition("{")[0] in page.words
                )


@pytest.mark.parametrize("name", PRESUMPTIONS)
def test_start_counts_nothing_that_is_not_there(walks, name: str) -> None:
    for lang in ("sv", "en"):
        figures = [said.text for said in walks(name).of(lang, "start").said if said.element == "metric"]

        assert "0" not in figures


# what a page says where its presumption fails, and what it does not say: set, language, page, query, words
_SAYS = (
    ("no_areas", "sv", "start", {}, ["Vem samverkar med vem i Ängelby?"]),
    ("no_areas", "en", "where", {}, ["The data says nothing about areas"]),
    ("no_topics", "sv", "start", {}, ["Vem samverkar var i Ängelby?", "Vilka arbetar i Åslunden?"]),
    ("no_groups", "sv", "start", {}, ["Vem gör vad var i Ängelby?", "Vilka arbetar med Ungdomsfrågor?"]),
    ("no_groups", "en", "network", {}, ["The data names no groups", "See the page Areas instead."]),
    ("only_ended", "sv", "network", {}, ["Ingen är med i någon av 2 grupper den här dagen."]),
    ("only_ended", "en", "where", {}, ["No organisation is on site anywhere on this day."]),
    ("only_planned", "sv", "network", {}, ["Ingen är med än i någon av 2 grupper"]),
    ("only_planned", "en", "where", {}, ["No organisation is named at any place. 4 are on the way in."]),
    ("only_planned", "sv", "network", {"focus": "groups"}, ["Ingen är med än.", "På väg in"]),
    ("only_presences", "sv", "start", {}, ["Vem finns var i Ängelby?", "Vilka arbetar i Östra hamnen?"]),
    ("only_unnamed", "sv", "network", {}, ["Ingen deltagare är namngiven i någon av 2 grupper."]),
    ("only_unnamed", "sv", "start", {}, ["Ingen organisation är namngiven. 2 deltagare är inte namngivna."]),
    (
        "one_organization",
        "sv",
        "start",
        {},
        ["Ängelby: vad finns här?", "Uppgifterna nämner 1 namngiven organisation."],
    ),
    ("one_organization", "sv", "network", {"focus": "organizations"}, ["Åsa församling", "Trossamfund."]),
    ("one_group", "en", "network", {}, ["Nothing in the data says who is in the only group."]),
    ("one_group", "en", "start", {}, ["The data names 1 group."]),
    ("only_stated", "sv", "start", {}, ["3W för Östra länen: vem gör vad var?", "Aktiviteter"]),
    ("only_stated", "sv", "where", {}, ["1 av 3 platser har minst två", "ned till län"]),
    ("everybody_left", "sv", "start", {}, ["1 lucka:", "Börja med luckan Ungdomsfrågor i Åslunden."]),
    ("everybody_left", "sv", "network", {}, ["Ingen är deltagare i mer än en av 2 grupper."]),
    ("no_sectors", "sv", "network", {"focus": "organizations"}, ["Sektor anges inte."]),
    ("abbreviations", "en", "start", {}, ["Who works on WASH?", "Who is in iNatt-gruppen?"]),
    ("directed", "sv", "profile", {"focus": "organizations"}, ["Från", "Till", "finansierar nattöppet"]),
    ("persons", "sv", "start", {}, ["Styrelseledamöter i Ängelby: vem samverkar med vem?"]),
    ("country", "sv", "where", {}, ["3 namngivna organisationer är på plats i Västmark."]),
    ("areas_with_nobody", "sv", "start", {}, ["Ingen har sagt något om någon av 122 rutor"]),
    ("areas_with_nobody", "en", "where", {}, ["No organisation is named at any place."]),
    ("of_2011", "sv", "start", {}, ["Så såg det ut den 24 november 2011", "Östra lokalpolisen är deltagare"]),
    ("only_hosts", "sv", "network", {}, ["vem som samordnar grupperna, men inte vilka som är deltagare"]),
    ("only_hosts", "sv", "network", {"focus": "groups"}, ["Samordnas av", "Ängelby kommun"]),
    ("thousands", "sv", "network", {}, ["Allt får inte plats på en läsbar karta."]),
    ("only_a_name", "sv", "start", {}, ["Här finns inget än"]),
    ("no_name", "sv", "start", {}, ["Vem samverkar var?"]),
)
_SAYS_NOT = (
    ("no_areas", "sv", "start", {}, ["Vilka arbetar i", "Var saknas någon?"]),
    ("no_topics", "en", "start", {}, ["Who works on", "Topics"]),
    ("no_groups", "sv", "start", {}, ["Grupper", "Vem håller ihop", "Deltagare utan namn"]),
    ("only_ended", "sv", "start", {}, ["enligt uppgift", "Deltagare utan namn", "Vem är med i"]),
    ("only_planned", "sv", "network", {}, ["Ytterst står de"]),
    ("only_presences", "sv", "start", {}, ["Var saknas någon?", "Aktiviteter"]),
    ("only_unnamed", "sv", "start", {}, ["Namngivna organisationer"]),
    ("one_organization", "en", "network", {"focus": "organizations"}, ["groups**", "of 0"]),
    ("only_stated", "sv", "start", {}, ["Grupper", "med i en enda grupp"]),
    ("only_stated", "sv", "where", {}, ["Grupper på platsen", "följer bara av"]),
    ("abbreviations", "sv", "start", {}, ["wash", "ca2.08", "åsr", "INatt"]),
    ("abbreviations", "sv", "gaps", {}, ["wash", "ca2.08", "åsr", "INatt"]),
    ("country", "sv", "where", {}, ["Finns på flest platser", "Fler från"]),
    ("areas_with_nobody", "sv", "start", {}, ["Inga luckor", "Vilka arbetar i"]),
    ("of_2011", "sv", "start", {}, ["2026"]),
    ("only_hosts", "sv", "start", {}, ["Vem är med i", "Vem håller ihop"]),
    ("no_name", "sv", "start", {}, ["Källa:"]),
    ("no_name", "sv", "network", {}, ["Källa:"]),
)


@pytest.mark.parametrize(("name", "lang", "page", "query", "words"), _SAYS)
def test_a_page_says_what_is_so_instead(walks, name: str, lang: str, page: str, query, words) -> None:
    shown = walks(name).of(lang, page, **query).words

    assert [word for word in words if word not in shown] == []


@pytest.mark.parametrize(("name", "lang", "page", "query", "words"), _SAYS_NOT)
def test_a_page_does_not_say_what_it_presumed(walks, name: str, lang: str, page: str, query, words) -> None:
    shown = walks(name).of(lang, page, **query).words

    assert [word for word in words if word in shown] == []


def test_only_the_first_entry_of_the_list_of_gaps_is_the_one_to_begin_with(walks) -> None:
    for name in (
        "no_groups",
        "only_stated",
        "everybody_left",
        "no_name",
    ):
        walk = walks(name)
        start = walk.of("sv", "start").words
        listed = walk.of("sv", "gaps").said
        first = next(
            place
            for place, said in enumerate(listed)
            if re.match(r"\d+(,\d)? \S", said.text) and said.element == "markdown"
        )
        topic = re.sub(r"^\S+ ", "", listed[first].text)
        area = listed[first + 1].text
        assert f"{topic} i {area}" in start
