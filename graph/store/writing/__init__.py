"""How a change set gets into the database: all of it or nothing, whoever is killed meanwhile."""
