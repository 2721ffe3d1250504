"""An invented network of any size: to try the app on, and to measure it with.

Nothing in it is real. The city is called Exempelstad and lies in the open Baltic, its places are on
no map, and `data_sets.invented` is true.

How it is made, with a share for every number so that the shape is the same at any size:

- *Sizes.* Everything grows slower than the memberships: 300 of them go with 60 organisations, 24
  groups, 12 areas and 7 topics, a million with about 100,000, 14,000, 1,500 and 40.
- *Groups.* Three in ten have one to eight participants, the others a log-normal number around the mean,
  capped at three times the mean, so that the projection onto organisations stays feasible (about
  60 million pairs at a million memberships).
- *Who is in what.* Each organisation has a home district and a heavy-tailed (Pareto) eagerness; a
  group draws most of its participants from its own district, the rest from the whole city.
- *Who does what where.* One activity to four memberships. Four groups in ten state what their members
  do, the others nothing (it can only be inferred); one activity in three is of an organisation outside
  any group. An eighth is planned, a quarter over; one in twelve is at no known place or on no topic.
- *Groups by template.* Beside the groups above every district has one, and every spot of one kind in
  the first district; nobody is said to sit in them.
- *Own words.* Three groups in twenty and one member in ten are called by a word of the city's own.
- *What is known.* Periods, confirmations, needs, agreements and the rest are there for some records
  and missing for others, so that every state of coverage appears.

What was added later is drawn later, so that a seed keeps giving what it gave.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from graph.dataset import Dataset
from loaders.invented.activities import put_activities, put_agreements
from loaders.invented.draft import TODAY, Draft, Sizes
from loaders.invented.groups import put_associations, put_groups, put_templates
from loaders.invented.judgements import put_judgements
from loaders.invented.memberships import put_memberships
from loaders.invented.organizations import put_organizations
from loaders.invented.own_words import put_need_scales, put_numbers, put_own_words
from loaders.invented.places import put_areas, put_data_set, put_sectors, put_sources, put_topics
from loaders.invented.ties import put_group_parts, put_group_ties, put_organization_ties, put_structure

__all__ = ["FEWEST_ACTIVITIES", "SMALLEST", "TODAY", "invented_network"]

SMALLEST: Final = 100
"""Fewer memberships cannot show every kind of record."""

FEWEST_ACTIVITIES: Final = 10
"""Fewer cannot show every field of an activity."""


def invented_network(*, memberships: int, activities: int | None = None, seed: int) -> Dataset:
    """An invented network with exactly so many memberships and activities.

    Parameters
    ----------
    memberships
        How many rows `memberships` has: 100 or more.
    activities
        How many rows `activities` has: 10 or more; where it is left out, one to four memberships.
    seed
        Any whole number from 0; the same numbers always give the same Dataset.

    Returns
    -------
    Dataset
        Every record type has records and every field a value somewhere. It holds no problem that
        `graph.validation` calls an error or a warning.

    Raises
    ------
    ValueError
        When `memberships` is below 100, `activities` below 10 or `seed` below 0.
    """
    if memberships < SMALLEST:
        raise ValueError(f"memberships is {memberships}; {SMALLEST} or more would be right")
    if activities is not None and activities < FEWEST_ACTIVITIES:
        raise ValueError(f"activities is {activities}; {FEWEST_ACTIVITIES} or more would be right")
    if seed < 0:
        raise ValueError(f"seed is {seed}; 0 or more would be right")
    sizes = Sizes.of(memberships, memberships // 4 if activities is None else activities)
    draft = Draft(sizes, np.random.default_rng(seed))
    # the numbers that were asked for: what is left out is part of no id
    put_data_set(draft, "-".join(str(n) for n in (memberships, activities, seed) if n is not None))
    put_sectors(draft)
    area_parent = put_areas(draft)
    put_topics(draft)
    put_sources(draft)
    groups = put_groups(draft)
    organizations = put_organizations(draft)
    put_associations(draft, groups, organizations)
    put_memberships(draft, groups, organizations)
    put_structure(draft, area_parent, groups, organizations)
    put_group_ties(draft, groups)
    put_organization_ties(draft, organizations)
    put_judgements(draft)
    # from here on what was added later: see above
    put_own_words(draft)
    put_numbers(draft)
    put_need_scales(draft)
    put_group_parts(draft, groups)
    put_templates(draft)
    put_agreements(draft)
    put_activities(draft, organizations)
    return Dataset(draft.tables)
