"""How many of the places have somebody on site, and how that is known, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from graph.analysis.places.collaboration import area_overview
from graph.analysis.places.places import PlacesHeld, places_held
from graph.dataset import Dataset
from ui import cache, records, state
from ui.components import times
from ui.text import listing, md, t

_NAMES_IN_A_SENTENCE = 4
_WHO_IS_WHERE = ("presences", "group_areas", "memberships")


def sentences(dataset: Dataset, *, topic_id: str, level: int) -> str:
    """The answer of the page, on a topic where one is chosen, counted down to a level of areas."""
    inferred = state.selection().inferred
    held = cache.answer(places_held, topic_id=topic_id, inferred=inferred, level=level)
    topic = t("where.answer.topic", topic=md(records.called(dataset, "topics", topic_id))) if topic_id else ""
    found = (topic, *_who(dataset, held, topic_id=topic_id, level=level), _how_known(topic_id))
    return " ".join(filter(None, found))


def _who(dataset: Dataset, held: PlacesHeld, *, topic_id: str, level: int) -> Iterable[str]:
    count = len(held.place_ids)
    if len(held.nobody) == count:
        names = _names(dataset, held.wholes)
        if names:
            yield t("where.answer.nowhere_but", names=names)
        elif held.ended or any(times.has_others(table) for table in _WHO_IS_WHERE):
            yield t("where.answer.nowhere_now")
        else:
            yield t("where.answer.nowhere")
        if held.coming:
            yield t("where.answer.coming", count=held.coming)
    elif count == 1:
        (place,) = held.place_ids
        here = cache.answer(area_overview, topic_id=topic_id, inferred=state.selection().inferred)
        row = here.filter(area_id=place).row(0, named=True)
        area = md(records.called(dataset, "areas", place))
        yield t("where.answer.only_place", count=row["on_site"] + row["inside"], area=area)
    else:
        form = "none" if not held.several else "all" if held.several == count else "some"
        what = "areas" if level else "places"
        yield t(f"where.answer.several_{form}.{what}", count=held.several, all=count)
        if held.nobody:
            yield t("where.answer.none", names=_names(dataset, held.nobody))
        elif form != "all":
            yield t(f"where.answer.everywhere.{what}")


def _how_known(topic_id: str) -> str:
    """Whether the numbers are stated or follow from groups; empty where there are no numbers."""
    inferred = state.selection().inferred
    if not inferred:
        return t("where.answer.only_stated")
    areas = cache.answer(area_overview, topic_id=topic_id, inferred=inferred)
    stated, present, through = areas.select("stated", "present", "through_groups").sum().row(0)
    if not through:
        return ""
    return t("where.answer.some_inferred" if stated or present else "where.answer.all_inferred")


def _names(dataset: Dataset, area_ids: Iterable[str]) -> str:
    names = (md(records.called(dataset, "areas", area)) for area in area_ids)
    return listing(names, limit=_NAMES_IN_A_SENTENCE)
