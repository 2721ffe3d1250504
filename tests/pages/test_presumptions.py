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
                    for lang in ("sv", "en")
                },
            )
        return done[name]

    return walk


# what no page may say, whatever the data: a name for it, and what it looks like
_NEVER = {
    "an unfilled place": re.compile(r"[{}]"),
    "an id": re.compile(re.escape(MARK)),
    "a word of the program": re.compile(r"\b(None|nan|null|True|False)\b"),
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


@pytest.mark.parametrize("name", PRESUMPTIONS)
def test_no_page_says_what_no_page_may_say(walks, name: str) -> None:
    walk = walks(name)
    faults = []
    for _, page in walk.pages():
        for said in page.said:
            patterns = {**_NEVER, **(_NEVER_IN_PROSE if said.is_sentence else {})}
            faults += [
                f"{what} on {page}: {said.text}"
                for what, pattern in patterns.items()
                if pattern.search(said.text)
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
    for lang in ("sv", "en"):
        said = texts(lang)
        none, gap = said["start"]["gaps"]["none"], said["start"]["ask"]["gap"].partition("{")[0]
        start = walk.of(lang, "start").words
        gaps = walk.of(lang, "gaps", axes="areas-topics") if walk.name == "thousands" else None
        counted = re.search(r"\d+ (luck|gap)", start) or (
            gaps and re.search(r"är (en lucka|luckor)", gaps.words)
        )
        if none in start:
            assert not counted
            assert gap not in start
        if gap in start:
            assert counted
