"""Every error this software raises on purpose.

    SamverkanError
    ├── SettingsError            an environment variable holds what cannot be used
    ├── DataError                what was given cannot be loaded
    │   ├── UnreadableSource     the file or folder cannot be read at all
    │   │   └── DamagedArchive   it begins as a zip archive and is none to its end
    │   ├── UnknownFormat        no loader recognizes it
    │   ├── TooManyCells         its tables together hold more than may be read
    │   ├── UnreadableChanges    what should be a file of changes is none, or not as it was written
    │   └── ProblemsFound        it was read, and holds problems that stop a load (`.problems`)
    ├── RevisionConflict         a change begins with records that are not so now (`.conflicts`)
    ├── UnknownRevision          a state the database has never been in, or that is not kept any more
    ├── UnknownLoad              the history has no change of that id, or its rows are not kept any more
    ├── SnapshotExists           there is a snapshot of that name already
    ├── TargetUnusable           the folder to write to cannot be written, or holds something else
    ├── UnknownId                a question about a record that is not there
    ├── QuestionError            a question that cannot be asked so
    │   ├── UnknownQuestion      there is no question of that name
    │   └── WrongParameter       what was given with it is missing, unknown or cannot be used
    └── StoreError               the graph database
        ├── StoreUnreachable     nobody answers at the address
        │   └── StoreClosed      it was closed here while it was asked
        ├── StoreRefused         the server answers and refuses the user name or password
        ├── StoreDamaged         what is stored is not what was written
        ├── LoadInProgress       somebody else is writing right now
        │   ├── StateMoved       somebody else has written since the state was read
        │   └── TakenOver        another client finishes what this one has begun
        ├── ConstraintViolated   a constraint of the database is in the way
        ├── StoreFolderUnusable  the folder of the embedded database cannot be written
        ├── StoreNotFound        the server has no database of the name in the settings
        ├── StoreForeign         the database holds records somebody else has written
        ├── StoreFormat          another version of this software has written the database
        ├── StoreInUse           a process has the database open that nobody may have open now
        ├── NoBackup             no backup could be made
        ├── BackupUnusable       there is no backup of that name, or it is not whole
        └── NoEmbeddedStore      there is no embedded database for this kind of machine

Each carries `code` (stable; the key of its text in `ui/locales`), `details` (the values that fill
the text) and an English sentence: what happened, with which value, what would be right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.problems import Problem
    from graph.record_changes import Conflict


class SamverkanError(Exception):
    """The root: catch this and nothing wider.

    Parameters
    ----------
    message
        A whole English sentence.
    **details
        The values it is about, which the interface puts into its own wording of `code`.
    """

    code = "error"

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.details = details


class SettingsError(SamverkanError):
    """An environment variable holds what cannot be used."""

    code = "settings"


class DataError(SamverkanError):
    """What was given cannot be loaded."""

    code = "data"


class UnreadableSource(DataError):
    """The file or folder cannot be read at all."""

    code = "unreadable_source"


class DamagedArchive(UnreadableSource):
    """The file begins as a zip archive and is none to its end, as after a broken download."""

    code = "damaged_archive"


class UnknownFormat(DataError):
    """No registered loader recognizes the file or folder."""

    code = "unknown_format"


class TooManyCells(DataError):
    """The tables of a source together hold more than may be read."""

    code = "too_many_cells"


class UnreadableChanges(DataError):
    """What should be a file of changes is none, is damaged, or another version has written it."""

    code = "unreadable_changes"


class ProblemsFound(DataError):
    """The source was read and holds problems that stop a load."""

    code = "problems_found"

    def __init__(self, message: str, problems: tuple[Problem, ...], **details: object) -> None:
        super().__init__(message, **details)
        self.problems = problems


class RevisionConflict(SamverkanError):
    """A change begins with records that are not so where it was to be applied.

    `conflicts` are all of them, each with its record, its field and the values of both sides.
    """

    code = "revision_conflict"

    def __init__(self, message: str, conflicts: tuple[Conflict, ...], **details: object) -> None:
        super().__init__(message, **details)
        self.conflicts = conflicts


class UnknownRevision(SamverkanError):
    """A revision that the database has not reached, or whose records are not kept any more."""

    code = "unknown_revision"


class UnknownLoad(SamverkanError, LookupError):
    """The history has no change of that id, or does not keep its rows any more."""

    code = "unknown_load"


class SnapshotExists(SamverkanError):
    """There is a snapshot of that name already."""

    code = "snapshot_exists"


class TargetUnusable(SamverkanError):
    """The folder to write to cannot be written, or holds something that must not be lost."""

    code = "target_unusable"


class UnknownId(SamverkanError, LookupError):
    """A question about a record that is not in the data."""

    code = "unknown_id"


class QuestionError(SamverkanError):
    """A question that cannot be asked so; subclasses say why."""

    code = "question"


class UnknownQuestion(QuestionError):
    """There is no question of that name."""

    code = "unknown_question"


class WrongParameter(QuestionError):
    """What was given with a question is missing, unknown or cannot be used."""

    code = "wrong_parameter"


class StoreError(SamverkanError):
    """The graph database failed; subclasses say how."""

    code = "store"


class StoreUnreachable(StoreError):
    """Nobody answers at the address, or the answer took too long."""

    code = "store_unreachable"


class StoreClosed(StoreUnreachable):
    """The database was closed in this process while it was asked; asking again opens it."""

    code = "store_closed"


class StoreRefused(StoreError):
    """The server answers and refuses the user name or the password."""

    code = "store_refused"


class StoreDamaged(StoreError):
    """What is stored is not what was written: counts differ from those noted at the last write."""

    code = "store_damaged"


class LoadInProgress(StoreError):
    """Another process is writing to the database right now."""

    code = "load_in_progress"


class StateMoved(LoadInProgress):
    """Somebody else has written since the state was read: what was to be written is to be made anew."""

    code = "state_moved"


class TakenOver(LoadInProgress):
    """Another client finishes what this one has begun, for this one had said nothing for too long."""

    code = "taken_over"


class ConstraintViolated(StoreError):
    """A constraint of the database is in the way of a record."""

    code = "constraint_violated"


class StoreFolderUnusable(StoreError):
    """The folder of the embedded database cannot be made, read or written."""

    code = "store_folder_unusable"


class StoreNotFound(StoreError):
    """The server has no database of the name in the settings."""

    code = "store_not_found"


class StoreForeign(StoreError):
    """The database holds records of our labels that this software has not written."""

    code = "store_foreign"


class StoreFormat(StoreError):
    """Another version of this software has written the database, in a format this one cannot read."""

    code = "store_format"


class StoreInUse(StoreError):
    """A process has the database open, and what is to be done needs that nobody has."""

    code = "store_in_use"


class NoBackup(StoreError):
    """No backup could be made: a full disk, a setting, or a server that makes its own."""

    code = "no_backup"


class BackupUnusable(StoreError):
    """There is no backup of that name, or it is not as it was made."""

    code = "backup_unusable"


class NoEmbeddedStore(StoreError):
    """There is no embedded database for this kind of machine."""

    code = "no_embedded_store"
