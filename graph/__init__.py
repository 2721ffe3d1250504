"""Everything that is true of the network without a screen.

The rooms, from the inside out: `model` (what a record is), `dataset` (the tables), `validation`
(what is wrong with them), `network` and `analysis` (answers, pure), `store` (the graph database),
`embedded` (the database server that comes with the package).
"""
