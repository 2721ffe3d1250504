"""A real Neo4j for the tests, from its Maven artifact: no Docker, no download but from the registry."""
