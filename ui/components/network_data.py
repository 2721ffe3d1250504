"""What the network map is given to draw: nodes and edges, built with pyvis from an excerpt of the data."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pyvis.network import Network

from graph.analysis.drawing.excerpt import Excerpt
from graph.analysis.drawing.layout import Place, affiliation_layout
from graph.dataset import Dataset
from graph.network import Standing, own_groups
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

    Where the nodes stand is another question, so that a picture can be kept while they are moved:
    `network_places` answers it, `placed` puts them there.
    """

    nodes: tuple[dict[str, Any], ...]
    edges: tuple[dict[str, Any], ...]
    sectors: dict[str | None, int]
    classifications: dict[str, int]
    unnamed: int
    ties: int
    between_groups: int
    under_groups: int

    def placed(self, places: Mapping[str, Place]) -> NetworkPicture:
        """The picture with each node at the place of its id."""
        nodes = tuple(
            {**node, "x": place.x, "y": place.y, "side": str(place.side)}
            for node in self.nodes
            for place in (places[node["id"]],)
        )
        return replace(self, nodes=nodes)


def network_places(
    dataset: Dataset,
    drawn: Excerpt,
    *,
    name: Callable[[Mapping[str, object]], str],
    fixed: Mapping[str, Place] | None = None,
) -> dict[str, Place]:
    """Where the nodes of an excerpt stand, by node id.

    Parameters
    ----------
    dataset, drawn, name
        As in `network_picture`: labels take room.
    fixed
        Places that nodes have already, of whatever picture: those stay, as `affiliation_layout` says.
    """
    parts = _Parts.of(dataset, drawn, name)
    taken = fixed or {}
    places, group_places = affiliation_layout(
        organizations={key: parts.labels["organizations", key] for key in parts.in_order()},
        groups={key: parts.labels["groups", key] for key in drawn.group_ids},
        ties=[(organization, group) for organization, group in parts.ties if organization not in parts.same],
        between_groups=[
            *parts.between,
            *parts.under,
            *(
                (parts.same[organization], group)
                for organization, group in parts.ties
                if organization in parts.same
            ),
        ],
        fixed=(
            {key: taken[node] for key in parts.in_order() if (node := f"organizations:{key}") in taken},
            {key: taken[node] for key in drawn.group_ids if (node := parts.node_of(key)) in taken},
        ),
    )
    return {
        **{f"organizations:{key}": place for key, place in places.items()},
        **{parts.node_of(key): place for key, place in group_places.items()},
    }


def node_ids(dataset: Dataset, drawn: Excerpt) -> frozenset[str]:
    """The ids of the nodes of an excerpt."""
    parts = _Parts.of(dataset, drawn, lambda _: "")
    organizations = {f"organizations:{key}" for key in parts.in_order()}
    return frozenset(organizations | {parts.node_of(key) for key in drawn.group_ids})


def network_picture(
    dataset: Dataset,
    drawn: Excerpt,
    *,
    name: Callable[[Mapping[str, object]], str],
    about: Callable[[str, str, int], str],
    mark: Callable[[str, str], str] = lambda _table, _id: "",
    colors: Mapping[str, str] | None = None,
    said: Callable[[str, str], str] = lambda _table, _id: "",
) -> NetworkPicture:
    """The picture of an excerpt.

    Parameters
    ----------
    dataset
        The network that the excerpt is of.
    drawn
        What is on the picture.
    name
        A record's name in the reader's language.
    about
        The words that appear at a node under the mouse, from its table, its id and the number of its lines.
    mark
        A few letters that stand beside a group, from its table and id.
    colors
        The color of each sector; None for those of `sector_colors`.
    said
        What is read aloud of a node a reader has gone to by keys, from its table and id.
    """
    parts = _Parts.of(dataset, drawn, name)
    records, labels, same = parts.records, parts.labels, parts.same
    ties = list(drawn.ties.iter_rows())
    degrees = Counter(organization for organization, *_ in ties) + Counter(group for _, group, *_ in ties)
    reach = Counter(organization for organization, *_ in ties)
    colors = sector_colors(dataset) if colors is None else colors
    net = Network()
    for key in drawn.group_ids:
        record = records["groups", key]
        net.add_node(
            parts.node_of(key),
            label=labels["groups", key],
            mark=mark("groups", key),
            shape="custom",
            form=base_of(dataset, KINDS, str(record["classification"])),
            radius=9.0,
            important=True,
            about=about("groups", key, degrees[key]),
            said=said("groups", key),
        )
    sectors: Counter[str | None] = Counter()
    unnamed = 0
    for key in drawn.organization_ids:
        if key in same:
            continue
        record = records["organizations", key]
        named = record["kind"] == "named"
        sector = record["classification"]
        if named:
            sectors[str(sector) if sector else None] += 1
        unnamed += not named
        net.add_node(
            f"organizations:{key}",
            label=labels["organizations", key],
            shape="custom",
            form="organization" if named else "unnamed",
            fill=colors.get(str(sector)) or NO_SECTOR,
            radius=6.0 + 1.6 * min(reach[key] - 1, 6) if reach[key] else 6.0,
            important=reach[key] > 1,
            about=about("organizations", key, reach[key]),
            said=said("organizations", key),
        )
    for organization, group, standing, host in ties:
        net.add_edge(
            f"organizations:{organization}",
            parts.node_of(group),
            form="tie",
            planned=standing == Standing.PLANNED.value,
            host=host,
        )
    for form, pairs in (("under", parts.under), ("between", parts.between)):
        for group, other in pairs:
            net.add_edge(parts.node_of(group), parts.node_of(other), form=form)
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
        between_groups=len(parts.between),
        under_groups=len(parts.under),
    )


@dataclass(frozen=True)
class _Parts:
    """What of an excerpt both its picture and the places in it are made of.

    `ties` are pairs of organisation and group; `between` and `under` pairs of groups. `same` are
    organisations that are a group drawn: organisation id → group id; `own_nodes` the nodes of those
    groups: group id → node id.
    """

    records: Mapping[tuple[str, str], Mapping[str, object]]
    labels: Mapping[tuple[str, str], str]
    ties: list[tuple[str, str]]
    between: list[tuple[str, str]]
    under: list[tuple[str, str]]
    same: Mapping[str, str]
    own_nodes: Mapping[str, str]

    @classmethod
    def of(cls, dataset: Dataset, drawn: Excerpt, name: Callable[[Mapping[str, object]], str]) -> _Parts:
        keys = [
            *(("organizations", key) for key in drawn.organization_ids),
            *(("groups", key) for key in drawn.group_ids),
        ]
        records = {key: record for key in keys if (record := dataset.record(*key))}
        labels = {key: _wrapped(name(record)) for key, record in records.items()}
        same = {
            organization: group
            for organization, group in own_groups(dataset).iter_rows()
            if ("groups", group) in records
        }
        for organization, group in same.items():
            labels["groups", group] = _wrapped(name(dataset.require("organizations", organization)))
        under = list(drawn.hierarchy.iter_rows())
        # one line between two groups: that one stands under the other says more than that it is represented
        between = [pair for pair in drawn.representations.iter_rows() if not {pair, pair[::-1]} & set(under)]
        ties = list(drawn.ties.select("organization_id", "group_id").iter_rows())
        own_nodes = {group: f"organizations:{organization}" for organization, group in same.items()}
        return cls(records, labels, ties, between, under, same, own_nodes)

    def node_of(self, group: str) -> str:
        """The id of the node of a group: the organisation's, where the group is an organisation too."""
        return self.own_nodes.get(group, f"groups:{group}")

    def in_order(self) -> list[str]:
        """Organisations as they stand below each other beside their group: named first, then by name."""
        organizations = [
            key for table, key in self.records if table == "organizations" and key not in self.same
        ]
        return sorted(
            organizations,
            key=lambda key: (
                self.records["organizations", key]["kind"] != "named",
                self.labels["organizations", key].casefold(),
                key,
            ),
        )


def line_of(edge: Mapping[str, Any]) -> str:
    """The kind of a line, one of `ui.state.LINES`: of one that is planned it says only that."""
    if edge["form"] != "tie":
        return str(edge["form"])
    if edge["planned"]:
        return "planned"
    return "host" if edge["host"] else "tie"


def _wrapped(label: str) -> str:
    if len(label) <= LINE_LENGTH:
        return label
    width = min(LONGEST_LINE, max(LINE_LENGTH, len(label) // 2 + 4))
    first, *others = textwrap.wrap(label, width)
    second = " ".join(others)
    if len(second) > LONGEST_LINE:
        second = second[: LONGEST_LINE - 1].rstrip() + "…"
    return f"{first}\n{second}".rstrip()
