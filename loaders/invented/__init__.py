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
- *What is known.* Periods, confirmations, needs, agreements and the rest are there for some records
  and missing for others, so that every state of coverage appears.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from graph.dataset import Dataset
from loaders.invented.draft import TODAY, Draft, Sizes
from loaders.invented.groups import put_groups
from loaders.invented.judgements import put_judgements
from loaders.invented.memberships import put_memberships
from loaders.invented.organizations import put_organizations
from loaders.invented.places import put_areas, put_data_set, put_sectors, put_sources, put_topics
from loaders.invented.ties import put_group_ties, put_organization_ties, put_structure

__all__ = ["SMALLEST", "TODAY", "invented_network"]

SMALLEST: Final = 100
"""Fewer memberships cannot show every kind of record."""


def invented_network(*, memberships: int, activities: int | None = None, seed: int) -> Dataset:
    """An invented network with exactly so many memberships.

    Raises
    ------
    ValueError
        When `memberships` is below 100 or `seed` below 0.
    """
    if memberships < SMALLEST:
        raise ValueError(f"memberships is {memberships}; {SMALLEST} or more would be right")
    if seed < 0:
        raise ValueError(f"seed is {seed}; 0 or more would be right")
    draft = Draft(Sizes.of(memberships, memberships // 4), np.random.default_rng(seed))
    put_data_set(draft, f"{memberships}-{seed}")
    put_sectors(draft)
    area_parent = put_areas(draft)
    put_topics(draft)
    put_sources(draft)
    groups = put_groups(draft)
    organizations = put_organizations(draft)
    put_memberships(draft, groups, organizations)
    put_structure(draft, area_parent, groups, organizations)
    put_group_ties(draft, groups)
    put_organization_ties(draft, organizations)
    put_judgements(draft)
    return Dataset(draft.tables)
