"""Organisations that are a group too: one thing to the reader, called and opened as the organisation."""

from __future__ import annotations

from graph.network import own_groups
from ui import cache, state
from ui.records.links import focus_on


def open_as_one() -> None:
    """Where the reader has selected a group that is an organisation, select the organisation."""
    focus = state.selection().focus
    if (whole := as_one(focus)) != focus:
        state.update(focus=whole)


def as_one(focus: str) -> str:
    """The record that a `table:id` opens: for a group that is an organisation, the organisation."""
    table, _, key = focus.partition(":")
    return (
        focus_on("organizations", found) if table == "groups" and (found := organization_of(key)) else focus
    )


def organization_of(group_id: str) -> str | None:
    """The organisation that a group is, where the two are one."""
    own = cache.answer(own_groups).filter(group_id=group_id)["organization_id"]
    return own[0] if len(own) else None


def group_of(organization_id: str) -> str | None:
    """The group that holds the members of an organisation, where the two are one."""
    own = cache.answer(own_groups).filter(organization_id=organization_id)["group_id"]
    return own[0] if len(own) else None
