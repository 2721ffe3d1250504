"""Backups of the database: which there are, what going back to one would lose, and going back.

The database belongs to all readers of this server: while a backup is put in place they wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from graph.errors import BackupUnusable, StoreInUse
from graph.settings import Settings
from graph.store.backup import Backup, Restored, all_backups, restore, revision_in
from ui import cache
from ui.components import clock
from ui.text import md, number, t

_LOADS = 3  # named of those that will be lost
_RESTORED, _REFUSED = "backup-restored", "backup-refused"


@dataclass(frozen=True)
class _Done:
    """What this visit has restored; `back`: it was the way back from a restore."""

    restored: Restored
    back: bool


def draw() -> None:
    """The section on backups; nothing where there is nothing to back up and nothing to go back to."""
    settings = Settings.from_env()
    found = [] if settings.neo4j_uri is not None else all_backups(settings)
    if not found and not cache.version()[1]:
        return
    st.space("small")
    st.header(t("data.backups.title"), anchor=False)
    if settings.neo4j_uri is not None:
        st.markdown(t("data.backups.neo4j"))
        return
    with st.container(width=760):
        _told(settings, found)
        st.markdown(_in_short(settings, found))
        if found:
            # words without a number: with other words it is another one to the browser, and folds
            with st.expander(t("data.backups.show"), type="compact"):
                _choice(settings, found)


def _in_short(settings: Settings, found: Sequence[Backup]) -> str:
    if not settings.backups_kept:
        return t("data.backups.off")
    return t("data.backups.latest", when=_when(found[0])) if found else t("data.backups.none_yet")


def _choice(settings: Settings, found: Sequence[Backup]) -> None:
    by_name = {backup.name: backup for backup in found}
    # a choice is known by its words: of two with the same ones the browser would give the other
    words = dict(zip(by_name, clock.told_apart([backup.at for backup in found]), strict=True))
    name = st.radio(
        t("data.backups.choose"),
        list(by_name),
        index=None,
        format_func=lambda name: md(words[name]),
        captions=[f":gray[{_about(backup)}]" for backup in found],
        # chosen anew after each restore: what was said of the last choice is over
        key=f"backup-{st.session_state.get(_RESTORED + '-count', 0)}",
    )
    if name is None:
        return
    backup = by_name[name]
    when = md(words[name])
    lost = _lost(backup, when)
    if not lost:
        st.markdown(t("data.backups.nothing_lost", when=when))
        return
    st.markdown(lost)
    st.markdown(t("data.backups.undoable" if settings.backups_kept else "data.backups.not_undoable"))
    if st.button(t("data.backups.restore", when=when), type="primary", key="restore"):
        _restore(settings, backup, back=False)


def _lost(backup: Backup, when: str) -> str:
    """What has been written since the backup, in words, the last loads by name; empty when nothing has."""
    # newer by their revision, not by the clock: a revision is never given twice
    since = cache.store().history().filter(pl.col("revision") > revision_in(backup)).reverse()
    if since.is_empty():
        return ""
    loads = [
        t("data.backups.load", origin=md(row["origin"]), when=md(clock.moment(clock.read(row["at"]))))
        for row in since.head(_LOADS).iter_rows(named=True)
    ]
    if since.height > _LOADS:
        loads.append(t("words.more", count=since.height - _LOADS))
    changed = since.select(pl.sum_horizontal("added", "changed", "removed")).to_series().to_list()
    if all(changed):
        records = t("data.backups.changes", count=sum(changed))
        sentence = t("data.backups.lost", when=when, count=since.height, records=records)
    else:  # of a restore nobody has counted the records
        sentence = t("data.backups.lost_uncounted", when=when, count=since.height)
    return "\n".join([sentence, "", *(f"- {load}" for load in loads)])


def _restore(settings: Settings, backup: Backup, *, back: bool) -> None:
    origin = t("data.backups.origin", when=clock.moment(backup.at))
    try:
        with st.spinner(t("data.backups.restoring")), cache.store_closed():
            restored = restore(settings, backup.name, origin=origin)
    except (StoreInUse, BackupUnusable) as error:
        st.session_state[_REFUSED] = error.code
        st.session_state.pop(_RESTORED, None)
    else:
        st.session_state[_RESTORED] = _Done(restored, back)
        st.session_state[_RESTORED + "-count"] = st.session_state.get(_RESTORED + "-count", 0) + 1
        st.session_state.pop("loaded", None)  # the way back from a load that is no more
    st.rerun()


def _told(settings: Settings, found: Sequence[Backup]) -> None:
    """What the last try in this visit came to, and the way back from it until somebody has written since."""
    refused: str | None = st.session_state.pop(_REFUSED, None)
    if refused is not None:
        st.markdown(t(f"data.backups.refused.{refused}"))
    done: _Done | None = st.session_state.get(_RESTORED)
    if done is None or done.restored.revision != cache.version()[1]:
        return
    when, before = _when(done.restored.backup), done.restored.before
    st.markdown(t("data.backups.undone" if done.back else "data.backups.done", when=when))
    if before is None:
        st.markdown(t("data.backups.set_aside"))
    elif before in found and st.button(t("data.backups.undo"), key="restore-undo"):
        _restore(settings, before, back=not done.back)


def _about(backup: Backup) -> str:
    why, size = t(f"data.backups.why.{backup.reason or 'earlier'}"), _size(backup.size)
    if backup.records is None:
        return t("data.backups.about_old", why=why, size=size)
    records = t("data.backups.records", count=backup.records)
    return t("data.backups.about", why=why, records=records, size=size)


def _size(count: int) -> str:
    if count < 1_000_000:
        return t("data.backups.kilobytes", size=number(-(-count // 1_000)))
    return t("data.backups.megabytes", size=number(count / 1_000_000))


def _when(backup: Backup) -> str:
    return md(clock.moment_of_the_week(backup.at))
