"""What leaves the screen says what it is: page, choice, day, what is counted, source, and when it was made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from exporters.table import Value
from graph.text_folding import slug
from ui import cache, drawn, state
from ui.navigation import is_of_a_day
from ui.text import day, listing, name, t

_LONGEST_NAME = 80  # letters of a file's name before its day


@dataclass(frozen=True)
class About:
    """What a file or a picture is about; all texts in the reader's language.

    Parameters
    ----------
    page
        The title of the page, on a profile the name of what it is about; may be empty.
    choice
        The filters in force as a sentence; empty where the page has none.
    day
        The day everything is shown as of; None where the records of every day are.
    data_day
        The day the data speaks of, where that is another.
    counted
        What is counted: per unit or whole organisation, what follows from groups, who runs groups.
    source
        Where it comes from, as one sentence.
    is_invented
        Whether any of the data is.
    """

    page: str
    choice: str
    day: dt.date | None
    data_day: dt.date | None
    counted: tuple[tuple[str, str], ...]
    source: str
    is_invented: bool

    def lines(self, *, rows: int, made: dt.date) -> list[tuple[str, Value]]:
        """As pairs of a label and a value, for a table of so many rows made on that day."""
        found: list[tuple[str, Value]] = [
            ("page", self.page),
            ("choice", self.choice),
            ("day", self.day or t("takeaway.about.every_day")),
            ("data_day", self.data_day),
        ]
        texts: list[tuple[str, Value]] = [
            (t(f"takeaway.about.{key}"), value) for key, value in found if value
        ]
        return [
            *texts,
            *self.counted,
            (t("takeaway.about.rows"), rows),
            (t("takeaway.about.source"), self.source or t("words.not_stated")),
            (t("takeaway.about.invented"), t(f"takeaway.about.{'yes' if self.is_invented else 'no'}")),
            (t("takeaway.about.empty"), t("takeaway.about.empty_means")),
            (t("takeaway.about.made"), made),
        ]

    def caption(self) -> list[str]:
        """As sentences below a picture."""
        of_day = t("takeaway.picture.day", day=day(self.day)) if self.day else ""
        about = " ".join(text for _, text in self.counted)
        sentences = [
            f"{self.choice}." if self.choice else about,
            t("takeaway.picture.invented") if self.is_invented else "",
            f"{t('takeaway.picture.source', source=self.source)} {of_day}" if self.source else of_day,
        ]
        return [sentence.strip() for sentence in sentences if sentence]

    def file_name(self, title: str) -> str:
        """A name without its ending that every system takes: what it holds, and the day."""
        words = title if self.page in title else f"{self.page} {title}"
        stem = slug(words, longest=_LONGEST_NAME) or "samverkan"
        return f"{stem}-{self.day.isoformat()}" if self.day else stem


def about() -> About:
    """What is on screen now."""
    whole = cache.whole_dataset()
    sets = list(whole["data_sets"].iter_rows(named=True))
    of_a_day = not drawn.page() or is_of_a_day(drawn.page())
    compiled = max((row["compiled_on"] for row in sets if row["compiled_on"]), default=None)
    names = listing(name(row) for row in sets)
    form = "compiled" if compiled else "undated"
    chosen, found = cache.day(), cache.data_day().day
    return About(
        page=_title(),
        choice=drawn.sentence(),
        day=chosen if of_a_day else None,
        data_day=found if of_a_day and found != chosen else None,
        counted=_counted() if of_a_day else (),
        source=t(f"takeaway.about.{form}", names=names, day=day(compiled)) if names else "",
        is_invented=any(row["invented"] for row in sets),
    )


def _title() -> str:
    now = state.selection()
    if drawn.page() == "profile" and now.focus_id:
        return name(cache.whole_dataset().record(now.focus_table, now.focus_id))
    titles = {"profile": "profile.browse.title", "start": "start.menu"}
    return t(titles.get(drawn.page(), f"{drawn.page()}.title")) if drawn.page() else ""


def _counted() -> tuple[tuple[str, str], ...]:
    now, whole = state.selection(), cache.whole_dataset()
    found = [("level", f"words.levels.{now.level}")]
    if not whole["activities"].is_empty():
        found.append(("known", f"filters.known_{now.known}"))
    if not whole["hosts"].is_empty():
        found.append(("hosts", f"filters.hosts_{now.hosts}"))
    return tuple((t(f"takeaway.about.{label}"), t(key)) for label, key in found)
