"""What the page being drawn is and what its filters say: for what leaves the screen, as a file or on paper.

`begin` opens a page. Its first sentence of filters is what was chosen; the widgets say their words to it
while they are drawn, so that a file, a picture and a printed page repeat what the reader saw.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class _Drawn:
    page: str = ""
    words: list[str] = field(default_factory=list)
    said_now: list[str] | None = None


_NOW: ContextVar[_Drawn] = ContextVar("drawn")


def begin(page: str) -> None:
    """A page is drawn from here on: its name in `ui.navigation.PAGES`."""
    _NOW.set(_Drawn(page))


def page() -> str:
    """The name of the page; empty where none has begun."""
    return _now().page


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collects what is said within; the first such words are the sentence of the page."""
    now = _now()
    now.said_now = []
    try:
        yield now.said_now
    finally:
        now.words = now.words or now.said_now
        now.said_now = None


def say(words: str) -> None:
    """Words, or the value of a filter, as they stand in the sentence."""
    now = _now()
    if now.said_now is not None and words:
        now.said_now.append(words)


def sentence() -> str:
    """The filters in force as one sentence without its full stop; empty where the page has none."""
    return as_sentence(_now().words)


def as_sentence(words: Iterable[str]) -> str:
    """Words and values as one sentence without its full stop."""
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def _now() -> _Drawn:
    found = _NOW.get(None)
    if found is None:
        begin("")
        found = _NOW.get()
    return found
