"""The embedded graph database: a Bolt server on loopback inside one of our own processes.

It knows servers, folders, locks and backups, and nothing of what is stored.
"""

from graph.embedded.server import EmbeddedServer
from graph.embedded.sharing import Lease, acquire

__all__ = ["EmbeddedServer", "Lease", "acquire"]
