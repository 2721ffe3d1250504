"""What records are called on screen: name, link, phrase and words, each made once for all pages.

`names` says what a record is called, `links` leads to its profile, `phrases` names several, `words` has
what kind of thing it is, by the data's own words first, `own_groups` the organisations that are a group.
"""

from ui.records.links import focus_on, link, linked, listed
from ui.records.names import by_name, called, of_any_day, sector, sector_or_not, unnamed
from ui.records.own_groups import as_one, group_of, open_as_one, organization_of
from ui.records.phrases import few, names_in_cell, phrase
from ui.records.words import (
    agreement,
    area_kind,
    in_groups,
    kind,
    kinds_in_figures,
    need,
    need_on_scale,
    role,
    status,
    table,
    table_one,
    with_agreements,
)

__all__ = [
    "agreement",
    "area_kind",
    "as_one",
    "by_name",
    "called",
    "few",
    "focus_on",
    "group_of",
    "in_groups",
    "kind",
    "kinds_in_figures",
    "link",
    "linked",
    "listed",
    "names_in_cell",
    "need",
    "need_on_scale",
    "of_any_day",
    "open_as_one",
    "organization_of",
    "phrase",
    "role",
    "sector",
    "sector_or_not",
    "status",
    "table",
    "table_one",
    "unnamed",
    "with_agreements",
]
