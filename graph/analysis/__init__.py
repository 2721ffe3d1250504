"""Answers: pure functions on a Dataset, one question a file, in rooms.

    measures   the list of them, by which anybody asks
    records    what is known about one record, and what needs a look
    places     who works where, and on what
    coverage   where somebody is missing, and who could be asked
    drawing    which part fits one picture, and where it stands on it
    ties       who meets whom through which group
    cut        the network on a day and at a level
    base       what all of these stand on

Every function takes a Dataset already cut by `as_of` and rolled up by `cut.rollup.roll_up`, and gives
back a frozen dataclass or a table in a stated order. No clock, no environment, no rounding; empty
in, empty out; an unknown id raises `graph.errors.UnknownId`.
"""
