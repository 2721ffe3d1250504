"""The recipe “Add a record type” of CONTRIBUTING.md, followed: only `graph/model.py` is changed."""

from __future__ import annotations

import re
from pathlib import Path

from tests.recipes import Copy

CASES = """    NodeType(
        "cases",
        "CaseFile",
        "What an organisation sees to, by itself or within a group.",
        (
            _ID,
            Field("name", "What it is.", required=True),
            Field("organization_id", "Who.", references="organizations", relationship="CARRIED_BY"),
            Field("group_id", "Within which group.", references="groups", relationship="CARRIED_WITHIN"),
            Field("stage", "How far it has come.", choices=("planned", "open", "done")),
            *_PERIOD,
            *_SOURCE,
        ),
    ),
"""

HELPERS = """    EdgeType(
        "helpers",
        "HELPS_WITH",
        "Which organisation helps with which case.",
        "organization_id",
        "case_id",
        (
            _reference("organization_id", "organizations", "Who helps."),
            _reference("case_id", "cases", "With what."),
            _CONFIRMED,
            *_SOURCE,
        ),
    ),
"""


def test_new_node_and_edge_need_the_model_only(tmp_path: Path) -> None:
    copy = Copy.into(tmp_path)
    copy.insert("graph/model.py", CASES, before='    NodeType(\n        "decisions"')
    copy.insert("graph/model.py", HELPERS, before='    EdgeType(\n        "needs"')
    printed = copy.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/pages/record_type_walk.py")
    assert re.search(r"^8 passed", printed, re.MULTILINE), printed
