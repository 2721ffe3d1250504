"""Files in: each loader turns one kind of file into a Dataset, the pipeline checks and loads it.

`LOADERS` is asked from first to last; the first that recognizes a source reads it.
"""

from typing import Final

from loaders.base import Loader
from loaders.native import NativeLoader

LOADERS: Final[tuple[Loader, ...]] = (NativeLoader(),)
"""Every format that can be read, the most particular first."""


def suffixes() -> tuple[str, ...]:
    """How the single files end that can be read, each ending once."""
    return tuple(dict.fromkeys(suffix for loader in LOADERS for suffix in loader.suffixes))
