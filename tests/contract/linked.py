"""Whether the graph holds the relationships that fields of nodes stand for."""

from __future__ import annotations

from graph.dataset import Dataset
from graph.model import NODE_TYPES
from graph.store.graph_store import GraphStore


def wrong_links(store: GraphStore, dataset: Dataset) -> list[tuple[str, str]]:
    """The tables and fields whose relationships are not there, each once, or are more than are stated."""
    wrong = []
    for node in NODE_TYPES:
        for field, label in node.links:
            found = store._connection.read(
                f"MATCH (n:{node.label})-[:{field.relationship}]->(m:{label}) RETURN n.id AS a, m.id AS b"
            )
            stated = dataset[node.table].select("id", field.name).drop_nulls().rows()
            if sorted((row["a"], row["b"]) for row in found) != sorted(stated):
                wrong.append((node.table, field.name))
    return wrong
