"""Where does each organisation and each group stand on a map of the network, so that it reads at once?

Two-mode drawing in two wings. Organisations in several groups stand in the middle, groups on a
ring around them, and those in a single group outermost, in a column beside their group. Labels
point outward, so that rows of them never collide. Above `WINGS_UP_TO` nodes the columns would
grow too long; then forces decide, from the same starting places, and overlaps are pushed apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

WINGS_UP_TO = 90
"""Most nodes drawn in two wings; a column is then some twenty rows long."""

ROW = 23.5  # pixels between one-line rows
LINE = 14.5  # pixels a second line of a label adds
GROUP_GAP = 18.0  # pixels between the rows of two groups
MIDDLE = 105.0  # pixels, at least, from the middle to its edge on either side
RING_GAP, RING_BEND = 45.0, 75.0  # pixels from there to groups at the ends of a wing, and more halfway down
REACH = 78.0  # pixels from a group to its column
MIDDLE_SPACING = (128.0, 66.0)  # pixels between organisations in the middle, across and down


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
) -> tuple[dict[str, Place], dict[str, Place]]:
    """Places of organisations and of groups, by id.

    Parameters
    ----------
    organizations, groups
        Id → label, lines parted by a line feed; all that is to be drawn.
    ties
        Pairs (organisation id, group id).
    between_groups
        Pairs of group ids that belong near each other: one is represented in the other.
    seed
        Of the only randomness, the starting places of large maps.

    Returns
    -------
    organizations, groups
        One `Place` for each id. The same input gives the same places.

    Notes
    -----
    Groups are ordered along the ring by the Fiedler vector of the graph in which two groups are
    tied by each organisation they share (spectral ordering keeps tied groups near each other), and
    split into two wings of equal height. The force layout is that of Fruchterman and Reingold.

    References
    ----------
    Fruchterman & Reingold (1991), Software: Practice and Experience 21(11):1129–1164.
    """
    pairs = sorted({(o, g) for o, g in ties if o in organizations and g in groups})
    drawing = _Drawing(dict(organizations), dict(groups), pairs, list(between_groups))
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
        # half again as much room as the labels of the middle need, or pushing them apart takes long
        wide = max(MIDDLE, 0.75 * shared * MIDDLE_SPACING[0] * MIDDLE_SPACING[1] / max(tall, 300.0))
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
        for groups in self.groups_of.values():
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
        shared = sorted(o for o, of in self.groups_of.items() if len(of) > 1)
        if not shared:
            return
        at = np.array(
            [
                [
                    np.mean([groups[g].x for g in self.groups_of[o]]),
                    np.mean([groups[g].y for g in self.groups_of[o]]),
                ]
                for o in shared
            ]
        )
        at *= np.array([0.45, 0.8])
        limit = np.array([wide, max(150.0, *(abs(p.y) for p in groups.values()))])
        spacing = np.array(MIDDLE_SPACING)
        for _ in range(400):
            at, moved = _apart(at, np.broadcast_to(spacing, at.shape))
            at = np.clip(at, -limit, limit)
            if moved < 0.5:
                break
        for organization, (x, y) in zip(shared, at, strict=True):
            placed[organization] = Place(float(x), float(y), Side.BELOW)

    def _alone(self, placed: dict[str, Place], groups: dict[str, Place]) -> None:
        """Organisations in no group, in rows of three below the rest."""
        bottom = max((p.y for p in (*placed.values(), *groups.values())), default=0.0)
        alone = sorted(o for o, of in self.groups_of.items() if not of)
        for i, organization in enumerate(alone):
            x = (i % 3 - 1) * 230.0 - 60.0
            placed[organization] = Place(x, bottom + 3 * ROW + (i // 3) * 2 * ROW, Side.RIGHT)

    def forces(self, seed: int) -> tuple[dict[str, Place], dict[str, Place]]:
        ids = [*sorted(self.groups), *sorted(self.organizations)]
        index = {key: i for i, key in enumerate(sorted(self.groups))}
        count = len(index)
        index_o = {key: i + count for i, key in enumerate(sorted(self.organizations))}
        ends = np.array([(index_o[o], index[g]) for o, g in self.pairs], dtype=np.int64).reshape(-1, 2)
        n = len(ids)
        ring = self._ring_order()
        at = np.zeros((n, 2))
        radius = 40.0 * np.sqrt(n) + 60.0
        for i, group in enumerate(ring):
            angle = 2 * np.pi * i / max(1, len(ring))
            at[index[group]] = radius * np.cos(angle), radius * np.sin(angle)
        random = np.random.default_rng(seed)
        sums, degree = np.zeros((n, 2)), np.zeros(n)
        np.add.at(sums, ends[:, 0], at[ends[:, 1]])
        np.add.at(degree, ends[:, 0], 1)
        free = np.arange(n) >= count
        at[free] = sums[free] / np.maximum(degree[free], 1)[:, None] + random.normal(0, 20, (free.sum(), 2))
        at = _spring(at, ends, ideal=120.0, steps=150 if n <= 1_000 else 40)
        boxes = np.array([(110.0, 44.0)] * count + [(90.0, 36.0)] * (n - count))
        for _ in range(60):
            at, moved = _apart(at, boxes)
            if moved < 0.5:
                break
        places = [Place(float(x), float(y), Side.RIGHT if x >= 0 else Side.LEFT) for x, y in at]
        below = [Place(p.x, p.y, Side.BELOW) for p in places[:count]]
        return dict(zip(ids[count:], places[count:], strict=True)), dict(zip(ids[:count], below, strict=True))


Points = NDArray[np.float64]


def _spring(at: Points, ends: NDArray[np.int64], *, ideal: float, steps: int) -> Points:
    heat = ideal * 2.5
    for step in range(steps):
        force = np.zeros_like(at)
        # repulsion in blocks, so that a large map does not need a square of memory
        for start in range(0, len(at), 512):
            apart = at[start : start + 512, None, :] - at[None, :, :]
            squared = np.maximum((apart**2).sum(axis=2), 1.0)
            force[start : start + 512] += (apart * (ideal**2 / squared)[:, :, None]).sum(axis=1)
        along = at[ends[:, 0]] - at[ends[:, 1]]
        pull = along * (np.sqrt((along**2).sum(axis=1)) / ideal)[:, None]
        np.add.at(force, ends[:, 0], -pull)
        np.add.at(force, ends[:, 1], pull)
        force -= at * 0.06  # toward the middle, so that loose parts stay in the picture
        size = np.maximum(np.sqrt((force**2).sum(axis=1)), 1e-9)
        at = at + force / size[:, None] * np.minimum(size, heat * (1 - step / steps))[:, None]
    return at


def _apart(at: Points, boxes: Points) -> tuple[Points, float]:
    """One step of pushing overlapping boxes apart along their shorter overlap; how far the most moved."""
    shift = np.zeros_like(at)
    for start in range(0, len(at), 512):
        part = slice(start, start + 512)
        delta = at[part, None, :] - at[None, :, :]
        need = (boxes[part, None, :] + boxes[None, :, :]) / 2 - np.abs(delta)
        rows = np.arange(start, min(start + 512, len(at)))
        need[np.arange(len(rows)), rows] = -1.0
        hit = (need > 0).all(axis=2)
        across = need[:, :, 0] < need[:, :, 1]
        order = np.where(rows[:, None] > np.arange(len(at))[None, :], 1.0, -1.0)
        for axis, chosen in ((0, hit & across), (1, hit & ~across)):
            sign = np.sign(delta[:, :, axis])
            sign = np.where(sign == 0, order, sign)
            shift[part, axis] += (sign * need[:, :, axis] * 0.5 * chosen).sum(axis=1)
    largest = float(np.abs(shift).max(initial=0.0))
    return at + np.clip(shift, -60, 60), largest
