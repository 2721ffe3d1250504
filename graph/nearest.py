"""Which word may somebody have meant? The one most like it, looked for within a bound.

To compare two words costs their lengths multiplied, and a table of wrong words beside a table of right
ones is many pairs of words. So all that is compared in one check comes out of one purse.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

from graph.bounds import LONGEST_COMPARED, MOST_COMPARED

_LEAST: Final = 20  # what a pair costs that is put aside by its lengths: to look at it takes time, too


class Comparing:
    """What may still be compared; `letters` is how many pairs of letters that is.

    Once it is used up nothing is suggested any more: by then the reader has seen what is wrong.
    """

    def __init__(self, letters: int = MOST_COMPARED) -> None:
        self.letters = letters

    def nearest(self, word: str, words: Iterable[str], *, cutoff: float = 0.6) -> str | None:
        """The word most like `word`, or None where none is; `cutoff` as `difflib` has it."""
        if len(word) > LONGEST_COMPARED:
            return None
        near: list[str] = []
        for other in words:
            if self.letters <= 0:
                break
            # the ratio can be no higher than this, whatever the letters
            alike = 2 * min(len(word), len(other)) / max(len(word) + len(other), 1) >= cutoff
            compared = alike and len(other) <= LONGEST_COMPARED
            self.letters -= max(len(word) * len(other), _LEAST) if compared else _LEAST
            if compared:
                near.append(other)
        found = difflib.get_close_matches(word, near, n=1, cutoff=cutoff)
        return found[0] if found else None
