"""What the network map is given to draw: nodes and edges, built with pyvis from an excerpt of the data."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pyvis.network import Network

from graph.analysis.excerpt import Excerpt
from graph.analysis.layout import affiliation_layout
from graph.dataset import Dataset
from graph.network import own_groups
from graph.vocabulary import KINDS, base_of
from ui.components.sector_colors import sector_colors

LINE_LENGTH = 24  # letters of a label before it goes on in a second line
LONGEST_LINE = 34  # letters of the longest line: what goes on after two of them ends in …
NO_SECTOR = "#ffffff"  # fill of a named organisation whose sector nobody has stated


@dataclass(frozen=True)
class NetworkPicture:
    """Nodes and edges as pyvis lays them out for vis-network, and what a legend needs to count.

    Node ids are `table:id`. An organisation that is a group too is one node, the organisation's,
    drawn as the group. `sectors`: sector id → number of named organisations drawn as such.
    `classifications`: kind of group, by the data's own word → number of groups drawn. `unnamed`,
    `ties`, `between_groups` and `under_groups` are numbers of unnamed participants, membership lines,
    lines between groups and lines from a group to one it stands under.
    """

    nodes: tuple[dict[str, Any], ...]
    edges: tuple[dict[str, Any], ...]
    sectors: dict[str | None, int]
    classifications: dict[str, int]
    unnamed: int
    ties: int
    between_groups: int
    under_groups: int


def network_picture(
    dataset: Dataset,
    drawn: Excerpt,
    *,
    name: Callable[[Mapping[str, object]], str],
    about: Callable[[str, str, int], str],
    mark: Callable[[str, str], str] = lambda _table, _id: "",
    colors: Mapping[str, str] | None = None,
) -> NetworkPicture:
    """The picture of an excerpt.

    Parameters: `name` gives a record's name in the reader's language; `about` the words that
    appear at a node under the mouse, from its table, its id and the number of its lines; `mark` a few
    letters that stand beside a group, from its table and id; `colors` the color of each sector, None
    for those of `sector_colors`.
    """
    drawn_keys = [
        *(("organizations", key) for key in drawn.organization_ids),
        *(("groups", key) for key in drawn.group_ids),
    ]
    records = {key: record for key in drawn_keys if (record := dataset.record(*key))}
    labels = {key: _wrapped(name(record)) for key, record in records.items()}
    ties = list(drawn.ties.iter_rows())
    under = list(drawn.hierarchy.iter_rows())
    # one line between two groups: that one stands under the other says more than that it is represented
    between = [pair for pair in drawn.representations.iter_rows() if not {pair, pair[::-1]} & set(under)]
    same = {
        organization: group
        for organization, group in own_groups(dataset).iter_rows()
        if ("groups", group) in records
    }
    node_of = {group: f"organizations:{organization}" for organization, group in same.items()}
    for organization, group in same.items():
        labels["groups", group] = _wrapped(name(dataset.require("organizations", organization)))
    places, group_places = affiliation_layout(
        organizations={
            key: labels["organizations", key] for key in _in_order(drawn, records, labels) if key not in same
        },
        groups={key: labels["groups", key] for key in drawn.group_ids},
        ties=[(organization, group) for organization, group, *_ in ties if organization not in same],
        between_groups=[
            *between,
            *under,
            *((same[organization], group) for organization, group, *_ in ties if organization in same),
        ],
    )
    degrees = Counter(organization for organization, *_ in ties) + Counter(group for _, group, *_ in ties)
    reach = Counter(organization for organization, *_ in ties)
    colors = sector_colors(dataset) if colors is None else colors
    net = Network()
    for key in drawn.group_ids:
        record, place = records["groups", key], group_places[key]
        net.add_node(
            node_of.get(key, f"groups:{key}"),
            label=labels["groups", key],
            mark=mark("groups", key),
            shape="custom",
            x=place.x,
            y=place.y,
            side=str(place.side),
            form=base_of(dataset, KINDS, str(record["classification"])),
            radius=9.0,
            important=True,
            about=about("groups", key, degrees[key]),
        )
    sectors: Counter[str | None] = Counter()
    unnamed = 0
    for key in drawn.organization_ids:
        if key in same:
            continue
        record, place = records["organizations", key], places[key]
        named = record["kind"] == "named"
        sector = record["classification"]
        if named:
            sectors[str(sector) if sector else None] += 1
        unnamed += not named
        net.add_node(
            f"organizations:{key}",
            label=labels["organizations", key],
            shape="custom",
            x=place.x,
            y=place.y,
            side=str(place.side),
            form="organization" if named else "unnamed",
            fill=colors.get(str(sector)) or NO_SECTOR,
            radius=6.0 + 1.6 * min(reach[key] - 1, 6) if reach[key] else 6.0,
            important=reach[key] > 1,
            about=about("organizations", key, reach[key]),
        )
    for organization, group, standing, host in ties:
        net.add_edge(
            f"organizations:{organization}",
            node_of.get(group, f"groups:{group}"),
            form="tie",
            planned=standing == "planned",
            host=host,
        )
    for form, pairs in (("under", under), ("between", between)):
        for group, other in pairs:
            ends = (node_of.get(end, f"groups:{end}") for end in (group, other))
            net.add_edge(*ends, form=form)
    nodes, edges, *_ = net.get_network_data()
    # pyvis keeps one edge between two nodes; each gets an id of its own so that updates find it
    identified = tuple({**edge, "id": f"{edge['from']}>{edge['to']}"} for edge in edges)
    return NetworkPicture(
        nodes=tuple(json.loads(json.dumps(nodes))),
        edges=identified,
        sectors=dict(sectors),
        classifications=dict(
            Counter(str(records["groups", key]["classification"]) for key in drawn.group_ids)
        ),
        unnamed=unnamed,
        ties=len(ties),
        between_groups=len(between),
        under_groups=len(under),
    )


def _in_order(
    drawn: Excerpt,
    records: Mapping[tuple[str, str], Mapping[str, object]],
    labels: Mapping[tuple[str, str], str],
) -> list[str]:
    """Organisations as they stand below each other beside their group: named first, then by name."""
    return sorted(
        drawn.organization_ids,
        key=lambda key: (
            records["organizations", key]["kind"] != "named",
            labels["organizations", key].casefold(),
            key,
        ),
    )


def _wrapped(label: str) -> str:
    if len(label) <= LINE_LENGTH:
        return label
    width = min(LONGEST_LINE, max(LINE_LENGTH, len(label) // 2 + 4))
    first, *others = textwrap.wrap(label, width)
    second = " ".join(others)
    if len(second) > LONGEST_LINE:
        second = second[: LONGEST_LINE - 1].rstrip() + "…"
    return f"{first}\n{second}".rstrip()
