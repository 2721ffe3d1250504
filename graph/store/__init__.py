"""The graph database behind one border: everything that speaks Cypher."""
