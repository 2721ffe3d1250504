"""Where, nearest to a point, is there room for one more box?"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float64]
"""One row a box: left, top, right, bottom, y downward."""

_STEP: Final = (13.0, 6.0)  # pixels between the points that are tried, across and down
_REACHES: Final = (60.0, 200.0, 700.0)  # pixels around the point, tried one after the other
_ACROSS: Final = 1.6  # how much farther a pixel across is than one up or down: rows stay rows
_AIR: Final = 2.0  # pixels between two boxes


def free_place(
    box: tuple[float, float, float, float], *, near: tuple[float, float], taken: Boxes
) -> tuple[float, float]:
    """The point nearest to `near` at which a box covers none of those that are there.

    Parameters
    ----------
    box
        Left, top, right, bottom as seen from the point, so that a name may hang on one side of it.
    near
        Where the point would best be, in pixels.
    taken
        The boxes that are there, one row each.

    Returns
    -------
    x, y
        Where everything within sight is taken, the point stands below all of it.

    Examples
    --------
    >>> free_place((-5, -5, 5, 5), near=(0, 0), taken=np.zeros((0, 4)))
    (0.0, 0.0)
    >>> x, y = free_place((-5, -5, 5, 5), near=(0, 0), taken=np.array([[-5.0, -5.0, 5.0, 5.0]]))
    >>> max(abs(x), abs(y)) >= 10
    True
    """
    shape = np.array(box) + np.array([-_AIR, -_AIR, _AIR, _AIR])
    for reach in _REACHES:
        points = np.array(near) + _around(reach)
        left, top, right, bottom = (shape[:, None] + points[:, [0, 1, 0, 1]].T)[:, :, None]
        close = taken[
            (taken[:, 2] > left.min())
            & (taken[:, 0] < right.max())
            & (taken[:, 3] > top.min())
            & (taken[:, 1] < bottom.max())
        ]
        covers = (
            (left < close[:, 2]) & (right > close[:, 0]) & (top < close[:, 3]) & (bottom > close[:, 1])
        ).any(axis=1)
        if not covers.all():
            x, y = points[int(np.argmin(covers))]
            return float(x), float(y)
    return near[0], float(taken[:, 3].max() - shape[1])


@cache
def _around(reach: float) -> NDArray[np.float64]:
    """Steps from a point, the nearest first."""
    across, down = (int(reach // step) for step in _STEP)
    steps = np.array(
        [(i * _STEP[0], j * _STEP[1]) for i in range(-across, across + 1) for j in range(-down, down + 1)]
    )
    far = np.hypot(steps[:, 0] * _ACROSS, steps[:, 1])
    ordered: NDArray[np.float64] = steps[np.lexsort((steps[:, 1], steps[:, 0], np.round(far, 6)))]
    return ordered
