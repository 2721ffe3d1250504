r"""A choice as the parameters of an address and back: each field of a frozen dataclass by its type alone.

A field may be a text, a number, a flag, a day, a member of an enum, several of one of these
(`tuple[int, ...]`), or one of them or None. Its name is the parameter's. `checked` says what else must
hold of a value. Several stand side by side, parted by commas; a comma of a text of its own is written
`\,`, an empty one `\0`. None is an empty text, so no `str | None` can tell the two apart.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Chosen = TypeVar("Chosen")

_FITS = "fits"
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_ITEM = re.compile(r"(?:\\.|[^,\\])+", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def checked(plain: Any, fits: Callable[[Any], bool]) -> Any:
    """A field with its plain value, and what must hold of a value read from an address, of several of each."""
    return dataclasses.field(default=plain, metadata={_FITS: fits})


def within(plain: int, first: int, last: int) -> Any:
    """A number from `first` to `last`, both included."""
    return checked(plain, lambda number: first <= number <= last)


def one_of(known: Collection[Any], plain: Any = None) -> Any:
    """One of these, the first where nothing is chosen; of a tuple any number, none as `plain`."""
    return checked(next(iter(known)) if plain is None else plain, lambda value: value in known)


def written(chosen: Any, *, always: Collection[str] = ()) -> dict[str, str]:
    """The parameters of what is not plain, and those of `always`."""
    kind: Any = type(chosen)
    values = ((name, getattr(chosen, name), plain) for name, plain in _plain(kind))
    texts = (
        (name, as_text(value), plain) for name, value, plain in values if value != plain or name in always
    )
    return {name: text for name, text, plain in texts if name in always or text != as_text(plain)}


def read(plain: Chosen, given: Mapping[str, str]) -> Chosen:
    """`plain` with what is given; a text that cannot be a value is as not given: a mistyped link still opens."""
    chosen: Any = type(plain)
    changes: dict[str, Any] = {}
    for field, kind in _kinds(chosen):
        if field.name in given:
            try:
                changes[field.name] = _value(given[field.name], kind, field.metadata.get(_FITS))
            except ValueError:
                continue
    return dataclasses.replace(plain, **changes)  # type: ignore[type-var]


def as_text(value: object) -> str:
    """A value as it stands in the address."""
    match value:
        case None:
            return ""
        case Enum():
            return as_text(value.value)
        case bool():
            return "true" if value else "false"
        case tuple():
            return ",".join(as_text(one).replace("\\", "\\\\").replace(",", "\\,") or "\\0" for one in value)
        case _:
            return str(value)


def _value(text: str, kind: Any, fits: Callable[[Any], bool] | None) -> Any:
    """The value of a type that the text stands for.

    Raises
    ------
    ValueError
        Where it stands for none that fits.
    """
    choices = get_args(kind)
    if NoneType in choices:
        if not text:
            return None
        return _value(text, next(choice for choice in choices if choice is not NoneType), fits)
    if get_origin(kind) is tuple:
        return tuple(_each(text, choices[0], fits))
    value = _plain_value(text, kind)
    if fits is not None and not fits(value):
        raise ValueError(text)
    return value


def _each(text: str, kind: Any, fits: Callable[[Any], bool] | None) -> list[Any]:
    """Those of several that can be read."""
    found = []
    for item in _ITEM.findall(text):
        try:
            found.append(
                _value(_ESCAPED.sub(lambda sign: "" if sign[1] == "0" else sign[1], item), kind, fits)
            )
        except ValueError:
            continue
    return found


def _plain_value(text: str, kind: Any) -> Any:
    if kind is str:
        return text
    if kind is dt.date:
        return dt.date.fromisoformat(text)
    if kind is int and _WHOLE.fullmatch(text):
        return int(text)
    if kind is float and math.isfinite(number := float(text)):
        return number
    for member in (True, False) if kind is bool else _members(kind):
        if as_text(member) == text:
            return member
    raise ValueError(text)


def _members(kind: Any) -> Iterable[Any]:
    """The members of an enum, none of a number.

    Raises
    ------
    TypeError
        For a type that no address can hold.
    """
    if kind in (int, float):
        return ()
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    raise TypeError(f"A parameter of the type {kind} cannot be read; the types are listed in ui/address.py.")


@cache
def _plain(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a choice with their plain values. A table of many links asks a hundred thousand times."""
    nothing = kind()
    return tuple((field.name, getattr(nothing, field.name)) for field in dataclasses.fields(nothing))


@cache
def _kinds(kind: Any) -> tuple[tuple[dataclasses.Field[Any], Any], ...]:
    types = get_type_hints(kind)
    return tuple((field, types[field.name]) for field in dataclasses.fields(kind))
