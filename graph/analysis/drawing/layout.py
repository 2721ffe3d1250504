"""Where does each organisation and each group stand on a map of the network, so that it reads at once?

Two-mode drawing in two wings. Organisations in several groups stand in the middle, groups on a
ring around them, and those in a single group outermost, in a column beside their group. Labels
point outward, so that rows of them never collide. Above `WINGS_UP_TO` nodes the columns would
grow too long; then forces decide, from the same starting places, and overlaps are pushed apart.

A reader who has found somebody on the map finds them there again: what has a place keeps it, and what
is new goes to the free one that is nearest to its neighbors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree

from graph.analysis.drawing.free_place import free_place

WINGS_UP_TO = 90
"""Most nodes drawn in two wings; a column is then some twenty rows long."""

ROW = 23.5  # pixels between one-line rows
LINE = 14.5  # pixels a second line of a label adds
GROUP_GAP = 18.0  # pixels between the rows of two groups
MIDDLE = 105.0  # pixels, at least, from the middle to its edge on either side
RING_GAP, RING_BEND = 45.0, 75.0  # pixels from there to groups at the ends of a wing, and more halfway down
REACH = 78.0  # pixels from a group to its column
MIDDLE_HEIGHT = 68.0  # pixels between rows of organisations in the middle
LETTER = 6.3  # pixels of a letter, on average
IDEAL = 62.0  # pixels the forces keep between neighbors
FORCE_BOX = (38.0, 30.0)  # pixels an organisation has for itself on a map drawn by forces
GROUP_BOX = (34.0, 26.0)  # pixels a group has there, without its name, which stands below it
CHARGE = 3.0  # how much harder groups push than organisations, so that there is room for their names
WIDER = 1.35  # a map drawn by forces becomes this much wider and as much lower, as a screen is
SCREEN = (1060.0, 520.0)  # pixels such a map has on a common screen: where it is larger, names grow with it
LARGEST_NAME = 1.7  # times the common size
LABEL_GAP = 7.0  # pixels between a node and its label


class Side(StrEnum):
    """Where a label stands beside its node."""

    LEFT = "left"
    RIGHT = "right"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True)
class Place:
    """A position in pixels from the middle of the map, y downward, and the side of the label."""

    x: float
    y: float
    side: Side


def affiliation_layout(
    *,
    organizations: Mapping[str, str],
    groups: Mapping[str, str],
    ties: Sequence[tuple[str, str]],
    between_groups: Sequence[tuple[str, str]] = (),
    seed: int = 0,
    fixed: tuple[Mapping[str, Place], Mapping[str, Place]] = ({}, {}),
) -> tuple[dict[str, Place], dict[str, Place]]:
    """Places of organisations and of groups, by id.

    Parameters
    ----------
    organizations, groups
        Id → label, lines parted by a line feed; all that is to be drawn. Organisations in one group
        only stand below each other in the order given here.
    ties
        Pairs (organisation id, group id).
    between_groups
        Pairs of group ids that belong near each other: one is represented in the other.
    seed
        Of the only randomness, the starting places of large maps.
    fixed
        Places of organisations and of groups that have one already, as an earlier call gave them. Ids
        that are not drawn are passed over.

    Returns
    -------
    organizations, groups
        One `Place` for each id. The same input gives the same places. What is `fixed` has its own; with
        anything fixed, what is new stands beside its neighbors, and neither it nor its label covers
        another node or label.

    Notes
    -----
    Groups are ordered along the ring by the Fiedler vector of the graph in which two groups are
    tied by each organisation they share (spectral ordering keeps tied groups near each other), and
    split into two wings of equal height. The force layout is that of Fruchterman and Reingold; its time
    grows with the square of the number of nodes, which suits a picture of at most
    `excerpt.LARGEST_PICTURE` of them.

    References
    ----------
    Fruchterman & Reingold (1991), Software: Practice and Experience 21(11):1129–1164.
    """
    rank = {organization: i for i, organization in enumerate(organizations)}
    pairs = sorted(
        {(o, g) for o, g in ties if o in organizations and g in groups},
        key=lambda tie: (rank[tie[0]], tie[1]),
    )
    drawing = _Drawing(dict(organizations), dict(groups), pairs, list(between_groups))
    if not (organizations.keys().isdisjoint(fixed[0]) and groups.keys().isdisjoint(fixed[1])):
        return drawing.joined(fixed)
    if len(organizations) + len(groups) <= WINGS_UP_TO:
        return drawing.wings()
    return drawing.forces(seed)


@dataclass
class _Drawing:
    organizations: dict[str, str]
    groups: dict[str, str]
    pairs: list[tuple[str, str]]
    between: list[tuple[str, str]]

    def __post_init__(self) -> None:
        self.groups_of: dict[str, list[str]] = {o: [] for o in self.organizations}
        self.members_of: dict[str, list[str]] = {g: [] for g in self.groups}
        for organization, group in self.pairs:
            self.groups_of[organization].append(group)
            self.members_of[group].append(organization)

    def wings(self) -> tuple[dict[str, Place], dict[str, Place]]:
        singles = {g: [o for o in m if len(self.groups_of[o]) == 1] for g, m in self.members_of.items()}
        heights = {g: self._height(g, singles[g]) for g in self.groups}
        right, left = self._halves(heights)
        placed_groups: dict[str, Place] = {}
        placed: dict[str, Place] = {}
        tall = max(
            sum(heights[g] for g in wing) + GROUP_GAP * max(0, len(wing) - 1) for wing in (right, left)
        )
        shared = sum(len(of) > 1 for of in self.groups_of.values())
        # a quarter more room than the labels of the middle need, so that most stand where they want
        wide = max(MIDDLE, 0.62 * shared * self._middle_width() * MIDDLE_HEIGHT / max(tall, 300.0))
        for sign, wing in ((1, right), (-1, left)):
            total = sum(heights[g] for g in wing) + GROUP_GAP * max(0, len(wing) - 1)
            top = -total / 2
            for group in wing:
                middle = top + heights[group] / 2
                bend = 1 - (2 * middle / max(total, 1)) ** 2
                x = sign * (wide + RING_GAP + RING_BEND * max(0.0, bend))
                inner = Side.ABOVE if middle < 0 else Side.BELOW
                outer = Side.RIGHT if sign > 0 else Side.LEFT
                placed_groups[group] = Place(x, middle, inner if singles[group] else outer)
                y = top
                for organization in singles[group]:
                    height = self._row(organization)
                    side = Side.RIGHT if sign > 0 else Side.LEFT
                    placed[organization] = Place(x + sign * REACH, y + height / 2, side)
                    y += height
                top += heights[group] + GROUP_GAP
        self._middle(placed, placed_groups, wide)
        self._alone(placed, placed_groups)
        return placed, placed_groups

    def _row(self, organization: str) -> float:
        return ROW + LINE * self.organizations[organization].count("\n")

    def _height(self, group: str, singles: list[str]) -> float:
        own = 2 * ROW + LINE * self.groups[group].count("\n")
        return max(own, sum(self._row(o) for o in singles))

    def _middle_width(self) -> float:
        """Pixels between organisations in the middle: the widest label there and some air."""
        lines = [
            line
            for o, of in self.groups_of.items()
            if len(of) > 1
            for line in self.organizations[o].split("\n")
        ]
        return min(142.0, max(96.0, LETTER * max(map(len, lines), default=0) + 14.0))

    def _halves(self, heights: dict[str, float]) -> tuple[list[str], list[str]]:
        """The groups of the right wing and of the left, each from top to bottom."""
        order = self._ring_order()
        half = (sum(heights.values()) + GROUP_GAP * len(order)) / 2
        right: list[str] = []
        used = 0.0
        for group in order:
            if right and used + heights[group] / 2 > half:
                break
            right.append(group)
            used += heights[group] + GROUP_GAP
        return right, order[len(right) :][::-1]

    def _ring_order(self) -> list[str]:
        ids = sorted(self.groups)
        if len(ids) < 3:
            return ids
        index = {g: i for i, g in enumerate(ids)}
        weights = np.full((len(ids), len(ids)), 1e-3)  # so that the graph is connected
        # in a fixed order, here and wherever numbers are summed: the last digits decide where forces end
        for _, groups in sorted(self.groups_of.items()):
            # an organisation in nearly all groups says nothing of which belong together
            for a in groups:
                for b in groups:
                    if a != b:
                        weights[index[a], index[b]] += 1 / (len(groups) - 1)
        for a, b in self.between:
            if a in index and b in index:
                weights[index[a], index[b]] += 0.3
                weights[index[b], index[a]] += 0.3
        np.fill_diagonal(weights, 0)
        laplacian = np.diag(weights.sum(axis=1)) - weights
        _, vectors = np.linalg.eigh(laplacian)
        fiedler = vectors[:, 1]
        # the sign of an eigenvector is free: fixed here so that every machine draws the same map
        if fiedler[np.argmax(np.abs(fiedler))] < 0:
            fiedler = -fiedler
        return [ids[i] for i in sorted(range(len(ids)), key=lambda i: (round(float(fiedler[i]), 9), ids[i]))]

    def _middle(self, placed: dict[str, Place], groups: dict[str, Place], wide: float) -> None:
        shared = [o for o, of in self.groups_of.items() if len(of) > 1]
        if not shared:
            return
        wanted = np.array(
            [
                [
                    np.mean([groups[g].x for g in self.groups_of[o]]),
                    np.mean([groups[g].y for g in self.groups_of[o]]),
                ]
                for o in shared
            ]
        )
        wanted *= np.array([0.45, 0.8])
        limit = np.array([wide, max(150.0, *(abs(p.y) for p in groups.values()))])
        spacing = self._middle_width(), MIDDLE_HEIGHT
        boxes = np.broadcast_to(np.array(spacing), wanted.shape)
        at = wanted
        for _ in range(60):
            at, moved = _apart(at, boxes)
            at = np.clip(at, -limit, limit)
            if moved < 0.5:
                break
        else:  # too many for a free place each: then the nearest places of a lattice
            at = _on_lattice(wanted, limit, spacing)
        for organization, (x, y) in zip(shared, at, strict=True):
            placed[organization] = Place(float(x), float(y), Side.BELOW)

    def _alone(self, placed: dict[str, Place], groups: dict[str, Place]) -> None:
        """Organisations in no group, in rows of three below the rest."""
        bottom = max((p.y for p in (*placed.values(), *groups.values())), default=0.0)
        alone = [o for o, of in self.groups_of.items() if not of]
        for i, organization in enumerate(alone):
            x = (i % 3 - 1) * 230.0 - 60.0
            placed[organization] = Place(x, bottom + 3 * ROW + (i // 3) * 2 * ROW, Side.RIGHT)

    def forces(self, seed: int) -> tuple[dict[str, Place], dict[str, Place]]:
        groups, organizations = sorted(self.groups), sorted(self.organizations)
        count, n = len(groups), len(groups) + len(organizations)
        index = {key: i for i, key in enumerate(groups)}
        index_of = {key: i + count for i, key in enumerate(organizations)}
        ends = np.array([(index_of[o], index[g]) for o, g in sorted(self.pairs)], dtype=np.int64).reshape(
            -1, 2
        )
        at = self._start(index, ends, n, seed)
        charge = np.where(np.arange(n) < count, CHARGE, 1.0)
        at = _spring(at, ends, charge, steps=90)
        at *= np.array([WIDER, 1 / WIDER])
        at = self._with_names(at, groups)
        places = [Place(float(x), float(y), Side.RIGHT if x >= 0 else Side.LEFT) for x, y in at]
        below = [Place(p.x, p.y, Side.BELOW) for p in places[:count]]
        return dict(zip(organizations, places[count:], strict=True)), dict(zip(groups, below, strict=True))

    def _with_names(self, at: Points, groups: list[str]) -> Points:
        """Nodes pushed apart until none covers another or the name of a group.

        The reader sees the whole map at once, so that the larger it is, the larger its names are in
        its own pixels.
        """
        lines = [self.groups[group].split("\n") for group in groups]
        names = np.array([(LETTER * (max(map(len, each)) + 2), LINE * len(each)) for each in lines]).reshape(
            -1, 2
        )
        boxes = np.array([FORCE_BOX] * len(at))
        size = 1.0
        for _ in range(4):
            boxes[: len(groups), 0] = np.maximum(GROUP_BOX[0], size * names[:, 0])
            boxes[: len(groups), 1] = GROUP_BOX[1] + size * names[:, 1]
            hanging = np.zeros_like(at)
            hanging[: len(groups), 1] = size * names[:, 1] / 2
            apart = at + hanging
            for _ in range(150):
                apart, moved = _apart(apart, boxes)
                if moved < 2.0:
                    break
            apart -= hanging
            needed = min(LARGEST_NAME, 0.77 * float((np.ptp(apart, axis=0) / SCREEN).max()))
            if needed <= size:
                break
            size = needed
        return apart

    def _start(self, index: dict[str, int], ends: NDArray[np.int64], n: int, seed: int) -> Points:
        """Groups around a ring in their order, organisations near the middle of their groups."""
        at = np.zeros((n, 2))
        radius = IDEAL * np.sqrt(n) / 2
        ring = self._ring_order()
        angles = 2 * np.pi * np.arange(len(ring)) / max(1, len(ring))
        at[[index[group] for group in ring]] = radius * np.column_stack([np.cos(angles), np.sin(angles)])
        degree = np.maximum(np.bincount(ends[:, 0], minlength=n), 1)
        for axis in (0, 1):
            at[:, axis] += np.bincount(ends[:, 0], weights=at[ends[:, 1], axis], minlength=n) / degree
        free = np.arange(n) >= len(index)
        at[free] += np.random.default_rng(seed).normal(0, IDEAL / 2, (int(free.sum()), 2))
        return at

    def joined(self, fixed: Fixed) -> tuple[dict[str, Place], dict[str, Place]]:
        """What is `fixed` where it is, and all else beside it."""
        placed = {o: fixed[0][o] for o in self.organizations if o in fixed[0]}
        placed_groups = {g: fixed[1][g] for g in self.groups if g in fixed[1]}
        joining = _Joining(self, placed, placed_groups)
        if len(self.organizations) + len(self.groups) <= WINGS_UP_TO:
            joining.to_wings()
        else:
            joining.to_forces()
        return placed, placed_groups


class _Joining:
    """Finds places for what is new among what has one already: writes into the two tables of places."""

    def __init__(self, drawing: _Drawing, placed: dict[str, Place], placed_groups: dict[str, Place]) -> None:
        self.drawing, self.placed, self.placed_groups = drawing, placed, placed_groups
        self.tied: dict[str, list[str]] = {g: [] for g in drawing.groups}
        for a, b in drawing.between:
            if a in self.tied and b in self.tied:
                self.tied[a].append(b)
                self.tied[b].append(a)
        rank = {g: i for i, g in enumerate(sorted(drawing.groups))}
        # those with most to hold on to first: they are what the others then stand beside
        self.groups = sorted(
            (g for g in drawing.groups if g not in placed_groups),
            key=lambda g: (-len(self._near_group(g)), rank[g]),
        )
        order = {o: i for i, o in enumerate(drawing.organizations)}
        self.organizations = sorted(
            (o for o in drawing.organizations if o not in placed),
            key=lambda o: (-len(drawing.groups_of[o]), order[o]),
        )

    def to_wings(self) -> None:
        """New groups on the ring with their columns, then each organisation beside its group or between them."""
        self.taken = [self._box(o, p) for o, p in self.placed.items()]
        self.taken += [self._group_box(g, p) for g, p in self.placed_groups.items()]
        ring = float(np.median([abs(p.x) for p in self.placed_groups.values()] or [MIDDLE + RING_GAP]))
        members, groups_of = self.drawing.members_of, self.drawing.groups_of
        for group in self.groups:
            near = self._near_group(group)
            x, y = _middle_of(near) if near else (0.0, self._bottom() + 3 * ROW)
            sign = 1 if x >= 0 else -1
            column = [o for o in members[group] if o not in self.placed and len(groups_of[o]) == 1]
            self._column(group, column, sign, near=(sign * max(ring, abs(x)), y))
        for organization in self.organizations:
            if organization not in self.placed:
                wanted, side = self._beside(organization)
                at = self._free(self._shape(organization, side), wanted)
                self._put(organization, Place(*at, side))

    def _column(self, group: str, column: list[str], sign: int, *, near: tuple[float, float]) -> None:
        """A group and below each other those who are in it alone, where there is room for all of it."""
        drawing = self.drawing
        outer = Side.RIGHT if sign > 0 else Side.LEFT
        side = (Side.ABOVE if near[1] < 0 else Side.BELOW) if column else outer
        rows = [drawing._row(o) for o in column]
        parts = [self._group_shape(group, side)]
        top = -sum(rows) / 2
        at = []
        for organization, row in zip(column, rows, strict=True):
            at.append((sign * REACH, top + row / 2))
            parts.append(_moved(self._shape(organization, outer), *at[-1]))
            top += row
        whole = np.array(parts)
        x, y = self._free((*whole[:, :2].min(axis=0), *whole[:, 2:].max(axis=0)), near)
        self.placed_groups[group] = Place(x, y, side)
        self.taken.append(self._group_box(group, self.placed_groups[group]))
        for organization, (dx, dy) in zip(column, at, strict=True):
            self._put(organization, Place(x + dx, y + dy, outer))

    def _beside(self, organization: str) -> tuple[tuple[float, float], Side]:
        """Where an organisation would best stand: in the column of its group, between its groups, or below all."""
        of = self.drawing.groups_of[organization]
        if not of:
            return (-60.0, self._bottom() + 3 * ROW), Side.RIGHT
        if len(of) > 1:
            x, y = _middle_of([self.placed_groups[g] for g in of])
            return (0.45 * x, 0.8 * y), Side.BELOW
        group = self.placed_groups[of[0]]
        sign = 1 if group.x >= 0 else -1
        rows = [
            self.placed[o].y
            for o in self.drawing.members_of[of[0]]
            if o in self.placed and len(self.drawing.groups_of[o]) == 1
        ]
        y = max(rows) + ROW if rows else group.y
        return (group.x + sign * REACH, y), Side.RIGHT if sign > 0 else Side.LEFT

    def to_forces(self) -> None:
        """Forces move what is new while what is fixed stays; then each goes to the nearest free place."""
        drawing = self.drawing
        groups, organizations = sorted(drawing.groups), sorted(drawing.organizations)
        index = {key: i for i, key in enumerate(groups)}
        index_of = {key: i + len(groups) for i, key in enumerate(organizations)}
        ends = np.array([(index_of[o], index[g]) for o, g in drawing.pairs], dtype=np.int64).reshape(-1, 2)
        known = {index[g]: p for g, p in self.placed_groups.items()}
        known |= {index_of[o]: p for o, p in self.placed.items()}
        at = _around_known({i: (p.x, p.y) for i, p in known.items()}, ends, len(groups) + len(organizations))
        free = np.array([i not in known for i in range(len(at))])
        charge = np.where(np.arange(len(at)) < len(groups), CHARGE, 1.0)
        at = _spring(at, ends, charge, steps=40, free=free)
        # names are the larger, the larger the map is: the reader sees all of it at once
        size = min(LARGEST_NAME, max(1.0, 0.77 * float((np.ptp(at, axis=0) / SCREEN).max())))
        small = (-FORCE_BOX[0] / 2, -FORCE_BOX[1] / 2, FORCE_BOX[0] / 2, FORCE_BOX[1] / 2)
        self.taken = [_moved(small, p.x, p.y) for p in self.placed.values()]
        self.taken += [_moved(self._name_below(g, size), p.x, p.y) for g, p in self.placed_groups.items()]
        for group in self.groups:
            x, y = self._free(self._name_below(group, size), tuple(at[index[group]]))
            self.placed_groups[group] = Place(x, y, Side.BELOW)
            self.taken.append(_moved(self._name_below(group, size), x, y))
        for organization in self.organizations:
            x, y = self._free(small, tuple(at[index_of[organization]]))
            self.placed[organization] = Place(x, y, Side.RIGHT if x >= 0 else Side.LEFT)
            self.taken.append(_moved(small, x, y))

    def _near_group(self, group: str) -> list[Place]:
        """The places of those it holds on to: participants in other groups too, and groups it is tied to."""
        members = [self.placed[o] for o in self.drawing.members_of[group] if o in self.placed]
        return members + [self.placed_groups[g] for g in self.tied[group] if g in self.placed_groups]

    def _free(self, shape: Box, near: tuple[float, float]) -> tuple[float, float]:
        return free_place(shape, near=near, taken=np.array(self.taken, dtype=float).reshape(-1, 4))

    def _put(self, organization: str, place: Place) -> None:
        self.placed[organization] = place
        self.taken.append(self._box(organization, place))

    def _bottom(self) -> float:
        return max((box[3] for box in self.taken), default=0.0)

    def _box(self, organization: str, place: Place) -> Box:
        return _moved(self._shape(organization, place.side), place.x, place.y)

    def _group_box(self, group: str, place: Place) -> Box:
        return _moved(self._group_shape(group, place.side), place.x, place.y)

    def _shape(self, organization: str, side: Side) -> Box:
        ties = len(self.drawing.groups_of[organization])
        return _shape(
            self.drawing.organizations[organization], side, radius=7.0 + 1.6 * min(max(ties - 1, 0), 6)
        )

    def _group_shape(self, group: str, side: Side) -> Box:
        return _shape(self.drawing.groups[group], side, radius=10.0)

    def _name_below(self, group: str, size: float) -> Box:
        lines = self.drawing.groups[group].split("\n")
        half = max(GROUP_BOX[0], size * LETTER * (max(map(len, lines)) + 2)) / 2
        return (-half, -GROUP_BOX[1] / 2, half, GROUP_BOX[1] / 2 + size * LINE * len(lines))


Points = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Fixed = tuple[Mapping[str, Place], Mapping[str, Place]]


def _shape(label: str, side: Side, *, radius: float) -> Box:
    """The box of a node and its label, as seen from the middle of the node."""
    lines = label.split("\n")
    width, height = LETTER * max(map(len, lines)), LINE * len(lines)
    half = max(radius, height / 2 + 1)
    reach = radius + LABEL_GAP
    match side:
        case Side.LEFT:
            return (-reach - width, -half, radius, half)
        case Side.RIGHT:
            return (-radius, -half, reach + width, half)
        case Side.ABOVE:
            return (-max(radius, width / 2), -reach - height, max(radius, width / 2), radius)
        case Side.BELOW:
            return (-max(radius, width / 2), -radius, max(radius, width / 2), reach + height)


def _moved(box: Box, x: float, y: float) -> Box:
    return (box[0] + x, box[1] + y, box[2] + x, box[3] + y)


def _middle_of(places: Sequence[Place]) -> tuple[float, float]:
    return float(np.mean([p.x for p in places])), float(np.mean([p.y for p in places]))


def _around_known(known: Mapping[int, tuple[float, float]], ends: NDArray[np.int64], n: int) -> Points:
    """Starting places: of those known their own, of the others the middle of their neighbors, step by step."""
    at = np.zeros((n, 2))
    is_known = np.zeros(n, dtype=bool)
    for i, place in known.items():
        at[i], is_known[i] = place, True
    found = is_known.copy()
    while not found.all():
        both = np.concatenate([ends, ends[:, ::-1]])
        both = both[found[both[:, 0]] & ~found[both[:, 1]]]
        if not len(both):
            break
        count = np.bincount(both[:, 1], minlength=n)
        reached = count > 0
        for axis in (0, 1):
            total = np.bincount(both[:, 1], weights=at[both[:, 0], axis], minlength=n)
            at[reached, axis] = total[reached] / count[reached]
        found |= reached
    # those nobody known leads to stand around the edge, and none exactly upon another
    lost = np.flatnonzero(~found)
    angles = 2 * np.pi * np.arange(len(lost)) / max(1, len(lost))
    edge = np.abs(at).max(axis=0) + IDEAL
    at[lost] = edge * np.column_stack([np.cos(angles), np.sin(angles)])
    turn = 2.4 * np.arange(n)  # radians, the golden angle: no two in the same direction
    at[~is_known] += (8.0 * np.column_stack([np.cos(turn), np.sin(turn)]))[~is_known]
    return at


def _on_lattice(wanted: Points, limit: Points, spacing: tuple[float, float]) -> Points:
    """The places of a brick lattice inside ±`limit` that together lie nearest to the wanted ones."""
    width, height = spacing
    columns = max(1, int(2 * limit[0] // width) + 1)
    rows = max(int(2 * limit[1] // height) + 1, -(-len(wanted) // columns))
    cells: Points = np.array(
        [
            ((column - (columns - 1) / 2 + (row % 2 - 0.5) / 2) * width, (row - (rows - 1) / 2) * height)
            for row in range(rows)
            for column in range(columns)
        ]
    )
    # rank by rank first, so that the crowd in the middle spreads over the whole room
    spread = np.array([np.ptp(cells[:, 0]), np.ptp(cells[:, 1])]) / 2
    ranks = wanted.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    even = (ranks / max(1, len(wanted) - 1) * 2 - 1) * spread
    target = (wanted + even) / 2
    distance = ((target[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    chosen = linear_sum_assignment(distance)[1]
    nearest: Points = cells[chosen]
    return nearest


def _spring(
    at: Points,
    ends: NDArray[np.int64],
    charge: NDArray[np.float64],
    *,
    steps: int,
    free: NDArray[np.bool_] | None = None,
) -> Points:
    """Fruchterman and Reingold's forces; a tie pulls the less, the more ties its two ends have.

    `free` are the nodes that move; None for all.
    """
    n = len(at)
    degree = np.maximum(np.bincount(ends.ravel(), minlength=n), 1)
    weight = 1 / np.sqrt(degree[ends[:, 0]] * degree[ends[:, 1]])
    heat = IDEAL * 2.0
    # toward the middle, so strongly that loose parts stay within IDEAL · √n of it
    toward = (charge * charge.mean())[:, None]
    for step in range(steps):
        force = _repulsion(at, charge) - toward * at
        along = at[ends[:, 0]] - at[ends[:, 1]]
        pull = along * (weight * np.hypot(along[:, 0], along[:, 1]) * 2 / IDEAL)[:, None]
        for axis in (0, 1):
            force[:, axis] -= np.bincount(ends[:, 0], weights=pull[:, axis], minlength=n)
            force[:, axis] += np.bincount(ends[:, 1], weights=pull[:, axis], minlength=n)
        if free is not None:
            force[~free] = 0.0
        size = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)
        at = at + force * (np.minimum(size, heat * (1 - step / steps)) / size)[:, None]
    return at


def _repulsion(at: Points, charge: NDArray[np.float64]) -> Points:
    """The push of every node on every other: a picture has few enough for each pair to be looked at."""
    x, y = at[:, 0, None] - at[:, 0], at[:, 1, None] - at[:, 1]
    strength = IDEAL**2 * charge * charge[:, None] / np.maximum(x * x + y * y, 1.0)
    return np.column_stack([(x * strength).sum(axis=1), (y * strength).sum(axis=1)])


def _apart(at: Points, boxes: Points) -> tuple[Points, float]:
    """One step of pushing overlapping boxes apart along their shorter overlap; how far the most moved."""
    reach = boxes.max(axis=0)
    pairs = cKDTree(at / reach).query_pairs(1.0, p=np.inf, output_type="ndarray")
    delta = at[pairs[:, 0]] - at[pairs[:, 1]]
    need = (boxes[pairs[:, 0]] + boxes[pairs[:, 1]]) / 2 - np.abs(delta)
    need[(need <= 0).any(axis=1)] = 0.0
    need[np.arange(len(pairs)), (need[:, 0] < need[:, 1]).astype(int)] = 0.0
    # two at the very same place go apart in the order they are given
    shift = _summed(pairs, np.where(delta < 0, -0.5, 0.5) * need, len(at))
    return at + np.clip(shift, -60, 60), float(np.abs(shift).max(initial=0.0))


def _summed(pairs: NDArray[np.int64], push: Points, n: int) -> Points:
    """The sum of what acts on each node, when `push` acts on the first of each pair and against the second."""
    return np.column_stack(
        [
            np.bincount(pairs[:, 0], weights=push[:, axis], minlength=n)
            - np.bincount(pairs[:, 1], weights=push[:, axis], minlength=n)
            for axis in (0, 1)
        ]
    )
