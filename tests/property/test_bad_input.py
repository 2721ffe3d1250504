"""No input raises: neither torn files nor records that hold anything at all."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from benchmarks.mutations import measured
from graph.problems import PROBLEM_CODES, stops
from graph.validation import validate
from loaders.pipeline import check

from .test_round_trip import datasets

ROOT = Path(__file__).parents[2]
RIGHT = {
    name: (ROOT / "data" / "soderandan" / f"{name}.csv").read_bytes()
    for name in ("sectors", "organizations", "groups", "memberships", "areas", "units")
}
SPIKES = [
    b"\x00", b'"', b'""', b"\n", b"\r", b",", b";", b"\t", b"|", b"\\", b"'", b"=", b"\xff", b"\xef\xbb\xbf",
    b"\xff\xfe", b"\xe2\x80", "å".encode(), b"1e999", b"nan", b"-", b"2026-13-01", b"a,b,c,d,e,f,g,h,i,j,k,l,m,n,o",
]  # fmt: skip


@st.composite
def torn(draw: st.DrawFn) -> tuple[str, bytes]:
    name = draw(st.sampled_from(sorted(RIGHT)))
    data = RIGHT[name]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 20, 10_000])))
        data = data[:start] + draw(st.sampled_from(SPIKES) | st.binary(max_size=4)) + data[end:]
    return name, data


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(torn())
@example(("sectors", b""))
@example(("sectors", b'"'))
@example(("sectors", b"id\n" + b"a" * 100))
def test_torn_table_gives_problems_or_records_and_nothing_raised(table: tuple[str, bytes]) -> None:
    name, data = table
    with tempfile.TemporaryDirectory() as place:
        for other, content in {**RIGHT, name: data}.items():
            (Path(place) / f"{other}.csv").write_bytes(content)
        reading = check(Path(place))
    for problem in reading.problems:
        assert problem.code in PROBLEM_CODES
        assert problem.file is not None
        json.dumps(problem.as_dict()).encode()
        assert all(text.isprintable() for text in (problem.value or "", problem.column or ""))
    assert reading.stops == stops(reading.problems)
    for origin_table, origins in reading.origins.items():
        assert origins.height == reading.dataset.counts[origin_table]


def test_spoilt_sources_end_in_problems_or_in_an_error_of_ours_and_cost_little() -> None:
    """The first of the five thousand of `benchmarks/mutations.py`."""
    found = measured(0, 50)
    assert found.tracebacks == []
    assert sum(found.ended.values()) == 50
    assert found.ended["problems"] > found.ended["damaged_archive"] > 0  # not all are beyond reading
    assert found.seconds < 10


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(datasets())
def test_validation_of_any_records_gives_problems_and_nothing_raised(dataset: object) -> None:
    for problem in validate(dataset):  # type: ignore[arg-type]
        assert problem.message
