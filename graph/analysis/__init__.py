"""Answers: pure functions on a Dataset, one question a file.

Every function takes a Dataset already cut by `as_of` and rolled up by `rollup.roll_up`, and gives
back a frozen dataclass or a table in a stated order. No clock, no environment, no rounding; empty
in, empty out; an unknown id raises `graph.errors.UnknownId`.
"""
