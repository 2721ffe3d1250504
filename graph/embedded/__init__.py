"""The embedded graph database: a Bolt server on loopback inside one of our own processes.

It knows servers, folders, locks and backups, and nothing of what is stored.
"""

from graph.embedded.backups import (
    Backup,
    Reason,
    backups,
    drop_backups,
    is_due,
    make_backup,
    restore_backup,
)
from graph.embedded.server import EmbeddedServer
from graph.embedded.sharing import Lease, acquire, unused

__all__ = [
    "Backup",
    "EmbeddedServer",
    "Lease",
    "Reason",
    "acquire",
    "backups",
    "drop_backups",
    "is_due",
    "make_backup",
    "restore_backup",
    "unused",
]
