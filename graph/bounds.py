"""How much of a thing is read, compared or made: every bound that holds whatever the input says.

Checking must end on any laptop, whatever somebody puts into a cell. So nothing that grows with the input
is without a bound; what is over one is a Problem that says so, or is counted where only a guess is left
out. What grows with the settings (`SAMVERKAN_MAX_FILE_MB`) stands in `loaders.base.Limits`.
`docs/formats.md` lists them from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LONGEST_ID: Final = 200
"""Characters of an id: people read them, and a database's index does not take keys of any length."""

LONGEST_NAME: Final = 500
"""Characters of a name."""

LONGEST_TEXT: Final = 1_000_000
"""Characters of any other text, outlines included."""

LONGEST_RECORD: Final = 8 * LONGEST_TEXT
"""Characters of one row of a file: without line ends it would become one string."""

MOST_COLUMNS: Final = 1_000
"""Columns of one file, known or not."""

MOST_TEXTS: Final = 1_000
"""Texts in one cell that holds several."""

MOST_OUTLINES: Final = 50_000_000
"""Characters of all outlines of areas together: they are parsed one by one, some ten million a second."""

MOST_NAMES: Final = 100_000
"""Names of organisations, other names included, that are looked at for other spellings of one."""

MOST_LETTERS: Final = 4_000_000
"""Characters of those names together."""

MOST_MADE: Final = 200_000
"""Records that templates make together."""

MOST_PLACES_ASKED: Final = 2_000_000
"""Templates times areas: each template asks every area whether it is one of its own."""

MOST_COMPARED: Final = 20_000_000
"""Pairs of letters laid side by side in one check to say which word somebody may have meant."""

LONGEST_COMPARED: Final = 80
"""Characters of a word that is compared so: nobody takes longer ones for one another by a slip."""


@dataclass(frozen=True)
class Bound:
    """One bound as it is listed: what there may be at most, how many, and what becomes of more."""

    what: str
    most: int
    beyond: str


BOUNDS: Final[tuple[Bound, ...]] = (
    Bound("characters of an id", LONGEST_ID, "`long_id`"),
    Bound("characters of a name", LONGEST_NAME, "`text_too_long`"),
    Bound("characters of another text", LONGEST_TEXT, "`text_too_long`, or `bad_csv` where the file says it"),
    Bound("characters of a row", LONGEST_RECORD, "`bad_csv`"),
    Bound("columns of a file", MOST_COLUMNS, "`too_many_columns`"),
    Bound("texts in one cell", MOST_TEXTS, "`too_many_texts`"),
    Bound("characters of all outlines together", MOST_OUTLINES, "`too_much_geometry`"),
    Bound("records made by templates", MOST_MADE, "`too_many_made`"),
    Bound("templates times areas", MOST_PLACES_ASKED, "`too_many_made`"),
    Bound("names compared with each other", MOST_NAMES, "`names_not_compared`"),
    Bound("characters of those names", MOST_LETTERS, "`names_not_compared`"),
    Bound("characters of a word that another one is suggested for", LONGEST_COMPARED, "nothing is suggested"),
    Bound("pairs of letters compared for suggestions", MOST_COMPARED, "nothing is suggested from there on"),
)
"""Those listed, in the order of `docs/formats.md`."""
