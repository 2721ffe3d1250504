"""What the data can answer at all: the question that the page Start opens with."""

from __future__ import annotations

from graph.analysis.records.overview import Overview
from graph.dataset import Dataset
from ui.text import listing, md, name, t


def title(dataset: Dataset, figures: Overview) -> str:
    """The question, and of which data set it is asked where that has a name.

    A single word is taken for a name one can be in (“in Söderandan”); a title of several words stands
    before the question, for nobody collaborates in a “Register of boards, 2024”.
    """
    names = [name(row) for row in dataset["data_sets"].iter_rows(named=True)]
    question = t(f"start.question.{_ground(figures)}")
    asked = question[:1].upper() + question[1:]
    if not names:
        return t("start.title.plain", question=asked)
    if len(names) == 1 and len(names[0].split()) == 1 and _ground(figures) != "records":
        return t("start.title.within", question=asked, name=md(names[0]))
    return t("start.title.of", question=question, name=md(listing(names)))


def sentence(figures: Overview) -> str:
    """What the reader sees here, below the title."""
    return t(f"start.sentence.{_ground(figures)}")


def _ground(figures: Overview) -> str:
    """What the data is about first: groups, what organisations do, where they are, or only who they are."""
    where = bool(figures.areas)
    if figures.groups:
        return "groups_and_areas" if where else "groups"
    if figures.activities:
        return "doing_and_areas" if where else "doing"
    return "presences" if figures.presences else "records"
