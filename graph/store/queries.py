"""Every query, built once from the model. No query is ever built from data.

Portable Cypher only: what both the embedded server and Neo4j 5 run with the same result
(`docs/database.md`). Labels, relationship types and property names are the
constants of `graph.model`; everything else is a parameter.
"""

from __future__ import annotations

from typing import Final

from graph.model import EDGE_TYPES, NODE_TYPES, EdgeType, NodeType

METADATA: Final = "Metadata"
LOAD: Final = "Load"
PART: Final = "ChangePart"
DRAFT: Final = "Draft"
SNAPSHOT: Final = "Snapshot"
OWN_LABELS: Final = (METADATA, LOAD, PART, DRAFT, SNAPSHOT)
SEARCH_TEXT: Final = "search_text"
"""The property that a record is found by, its names first: folded to lower case without accents."""

SEARCHABLE: Final = ("organizations", "groups", "areas", "topics", "sources")
"""The tables `search` looks in, in the order of equal hits."""

ALSO_FOUND_BY: Final[dict[str, tuple[str, ...]]] = {
    "organizations": (),
    "groups": ("purpose", "purpose_en"),
    "areas": ("classification",),
    "topics": (),
    "sources": ("publisher",),
}
"""The fields beside its names that a record is found by: those that stand on itself. What a sector or a
kind of group is called stands on another record and is looked up when somebody asks (`READ_CLASSES`)."""


# --- schema ------------------------------------------------------------------------------------


def _constraint(label: str) -> str:
    return f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"


CONSTRAINTS: Final[dict[str, str]] = {
    f"{label.lower()}_id": _constraint(label) for label in (*OWN_LABELS, *(t.label for t in NODE_TYPES))
}
"""Constraint name → the statement that makes it."""

SHOW_CONSTRAINTS: Final = "SHOW CONSTRAINTS YIELD name"
SHOW_INDEXES: Final = "SHOW INDEXES YIELD name"

_SEARCH_LABELS: Final = {t.table: t.label for t in NODE_TYPES if t.table in SEARCHABLE}

FULLTEXT_INDEX: Final[dict[str, str]] = {
    table: f"{label}[{SEARCH_TEXT}]" for table, label in _SEARCH_LABELS.items()
}
"""The fulltext index of a table; the embedded server names its indexes so, and Neo4j takes any name."""

CREATE_FULLTEXT: Final[dict[str, str]] = {
    table: (
        f"CREATE FULLTEXT INDEX `{FULLTEXT_INDEX[table]}` IF NOT EXISTS "
        f"FOR (n:{label}) ON EACH [n.{SEARCH_TEXT}]"
    )
    for table, label in _SEARCH_LABELS.items()
}
"""For Neo4j."""

CREATE_FULLTEXT_EMBEDDED: Final[tuple[str, ...]] = tuple(
    statement
    for label in _SEARCH_LABELS.values()
    for statement in (
        f"CREATE PROPERTY {label}.{SEARCH_TEXT} IF NOT EXISTS STRING",
        f"CREATE INDEX IF NOT EXISTS ON {label} ({SEARCH_TEXT}) FULL_TEXT",
    )
)
"""For the embedded server, in its own SQL: it has no Cypher for this."""

_LINK_TYPES: Final = tuple(
    dict.fromkeys(field.relationship for node in NODE_TYPES for field, _ in node.links)
)

CREATE_TYPES_EMBEDDED: Final[tuple[str, ...]] = (
    *(f"CREATE VERTEX TYPE {label} IF NOT EXISTS" for label in (*OWN_LABELS, *(t.label for t in NODE_TYPES))),
    *(f"CREATE EDGE TYPE {edge.relationship} IF NOT EXISTS" for edge in EDGE_TYPES),
    *(f"CREATE EDGE TYPE {name} IF NOT EXISTS" for name in _LINK_TYPES),
)
"""For the embedded server, in its own SQL: every type stands before its first record."""

# --- metadata ----------------------------------------------------------------------------------

CREATE_METADATA: Final = """
MERGE (m:Metadata {id: 'store'})
ON CREATE SET m.store_id = $store_id, m.revision = 0, m.load_id = '', m.counts = '{}',
              m.digests = '{}', m.format = $format
"""

READ_METADATA: Final = """
MATCH (m:Metadata {id: 'store'})
RETURN m.store_id AS store_id, m.revision AS revision, m.load_id AS load_id, m.counts AS counts,
       m.digests AS digests, m.format AS format, m.pending AS pending, m.writer AS writer, m.done AS done,
       m.plan AS plan, timestamp() - m.heartbeat AS silent_for
"""

LOCK: Final = "MATCH (m:Metadata {id: 'store'}) SET m.locked = 1 RETURN m.revision AS revision"
"""Stands first in every transaction that compares before it writes: the write waits for the others."""

LOCK_STATE: Final = """
MATCH (m:Metadata {id: 'store'})
SET m.locked = 1
WITH m
WHERE m.revision = $revision AND m.load_id = $load_id AND m.pending IS NULL
RETURN m.revision AS revision
"""
"""The same where the database is in a state, without rows where it is in another one."""

BEGIN: Final = """
MATCH (m:Metadata {id: 'store'})
WHERE m.store_id = $store_id AND m.revision = $revision AND m.load_id = $before AND m.pending IS NULL
  AND (m.turn IS NULL OR m.turn = $ticket OR m.turn_at < timestamp() - $patience)
SET m.pending = $load_id, m.writer = $writer, m.done = 0, m.plan = $plan, m.heartbeat = timestamp()
REMOVE m.turn, m.turn_at
RETURN m.revision AS revision
"""

CLAIM: Final = """
MATCH (m:Metadata {id: 'store'})
WHERE m.turn IS NULL OR m.turn_at < timestamp() - $patience
SET m.turn = $ticket, m.turn_at = timestamp()
RETURN m.revision AS revision
"""
"""Makes the next turn that of whoever has this ticket, unless somebody else has it."""

UNCLAIM: Final = """
MATCH (m:Metadata {id: 'store'})
WHERE m.turn = $ticket
REMOVE m.turn, m.turn_at
RETURN m.revision AS revision
"""

STEP: Final = """
MATCH (m:Metadata {id: 'store'})
WHERE m.pending = $load_id AND m.writer = $writer AND m.done = $done
SET m.done = $done + 1, m.heartbeat = timestamp()
RETURN m.done AS done
"""

FINISH: Final = """
MATCH (m:Metadata {id: 'store'})
WHERE m.pending = $load_id AND m.writer = $writer AND m.done = $done
SET m.revision = m.revision + 1, m.load_id = $load_id, m.counts = $counts, m.digests = $digests
REMOVE m.pending, m.writer, m.done, m.plan, m.heartbeat
RETURN m.revision AS revision
"""

FINISH_AS_BEFORE: Final = """
MATCH (m:Metadata {id: 'store'})
WHERE m.pending = $load_id AND m.writer = $writer AND m.done = $done
REMOVE m.pending, m.writer, m.done, m.plan, m.heartbeat
RETURN m.revision AS revision
"""

TAKE_OVER: Final = """
MATCH (m:Metadata {id: 'store'})
WHERE m.pending = $load_id AND m.writer = $old_writer AND m.done = $done
SET m.writer = $writer, m.heartbeat = timestamp()
RETURN m.done AS done
"""

TURN_BACK: Final = """
MATCH (m:Metadata {id: 'store'})
WHERE m.pending = $load_id AND m.writer = $writer
SET m.done = 0, m.plan = $plan, m.heartbeat = timestamp()
RETURN m.done AS done
"""

HOLD: Final = """
MATCH (m:Metadata {id: 'store'})
WHERE m.pending = $load_id AND m.writer = $writer
SET m.heartbeat = timestamp()
RETURN m.done AS done
"""

SET_FORMAT: Final = """
MATCH (m:Metadata {id: 'store'})
SET m.format = $format
RETURN m.format AS format
"""

SET_CONTENT: Final = """
MATCH (m:Metadata {id: 'store'})
SET m.counts = $counts, m.digests = $digests
RETURN m.revision AS revision
"""

RESTORED: Final = """
MATCH (m:Metadata {id: 'store'})
SET m.revision = $revision, m.load_id = $load_id
RETURN m.revision AS revision
"""

# --- history -----------------------------------------------------------------------------------

CREATE_LOAD: Final = "CREATE (l:Load) SET l = $load"

_LOAD: Final = """l.id AS load_id, l.revision AS revision, l.since AS since, l.before AS before, l.at AS at,
       l.origin AS origin, l.by AS by, l.note AS note, l.added AS added, l.changed AS changed, l.removed AS removed,
       l.undoes AS undoes, l.folded AS folded, l.folded_into AS folded_into, l.set_id AS set_id, l.parts AS parts,
       l.digest AS digest"""

READ_LOADS: Final = f"MATCH (l:Load) RETURN {_LOAD} ORDER BY revision"

READ_LOAD: Final = f"MATCH (l:Load {{id: $id}}) RETURN {_LOAD}"

READ_LOAD_OF_REVISION: Final = f"MATCH (l:Load) WHERE l.revision = $revision RETURN {_LOAD}"

READ_LOADS_OF_RECORD: Final = f"""
MATCH (l:Load)
WHERE l.set_id IS NOT NULL AND (l.touched IS NULL OR $record IN l.touched)
RETURN {_LOAD}
ORDER BY revision
"""

COUNT_LOADS: Final = "MATCH (l:Load) WHERE l.set_id IS NOT NULL RETURN count(l) AS loads"

FOLD_INTO: Final = """
MATCH (l:Load {id: $load_id})
SET l.since = $since, l.before = $before, l.set_id = $set_id, l.parts = $parts,
    l.digest = $digest, l.folded = true
REMOVE l.touched
RETURN l.id AS load_id
"""

FOLD_AWAY: Final = """
UNWIND $load_ids AS id
MATCH (l:Load {id: id})
SET l.folded_into = $revision
REMOVE l.since, l.before, l.set_id, l.parts, l.touched
RETURN count(l) AS loads
"""

PUT_DRAFT: Final = """
MERGE (d:Draft {id: $id})
SET d.parts = $parts, d.writer = $writer, d.written = timestamp()
"""

LIST_DRAFTS: Final = """
MATCH (d:Draft)
RETURN d.id AS id, d.parts AS parts, d.writer AS writer, timestamp() - d.written AS age
"""

DELETE_DRAFT: Final = "MATCH (d:Draft {id: $id}) DELETE d"

PUT_PART: Final = "MERGE (c:ChangePart {id: $id}) SET c.payload = $payload"

COUNT_PARTS: Final = "UNWIND $ids AS id MATCH (c:ChangePart {id: id}) RETURN count(c) AS parts"

READ_PARTS: Final = """
UNWIND $ids AS id
MATCH (c:ChangePart {id: id})
RETURN c.id AS id, c.payload AS payload
"""

DELETE_PARTS: Final = "UNWIND $ids AS id MATCH (c:ChangePart {id: id}) DELETE c"

CREATE_SNAPSHOT: Final = """
CREATE (s:Snapshot {id: $id})
SET s.token = $token, s.name = $name, s.revision = $revision, s.at = $at, s.by = $by, s.note = $note
RETURN s.revision AS revision
"""

READ_SNAPSHOTS: Final = """
MATCH (s:Snapshot)
RETURN s.name AS name, s.revision AS revision, s.at AS at, s.by AS by, s.note AS note
ORDER BY revision, at, name
"""

READ_SNAPSHOT: Final = "MATCH (s:Snapshot {id: $id}) RETURN s.revision AS revision, s.token AS token"

# --- left by earlier formats ---------------------------------------------------------------------

READ_JOURNAL: Final = """
MATCH (c:JournalChunk {id: $id})
RETURN c.operation AS operation, c.table AS table, c.payload AS payload
"""

DELETE_JOURNAL: Final = """
MATCH (c:JournalChunk) WITH c LIMIT $limit
DELETE c
RETURN count(*) AS chunks
"""

# --- records -----------------------------------------------------------------------------------


def _columns(variable: str, names: tuple[str, ...]) -> str:
    return ", ".join(f"{variable}.{name} AS {name}" for name in names)


def _read_nodes(node: NodeType) -> str:
    names = tuple(f.name for f in node.fields)
    return f"MATCH (n:{node.label}) WHERE n.id IS NOT NULL RETURN {_columns('n', names)}"


def _read_edges(edge: EdgeType) -> str:
    own = {edge.start: "a.id", edge.end: "b.id"}
    columns = ", ".join(f"{own.get(f.name, f'r.{f.name}')} AS {f.name}" for f in edge.fields)
    return (
        f"MATCH (a:{edge.start_label})-[r:{edge.relationship}]->(b:{edge.end_label}) "
        f"WHERE a.id IS NOT NULL AND b.id IS NOT NULL RETURN {columns}"
    )


READ: Final[dict[str, str]] = {
    **{t.table: _read_nodes(t) for t in NODE_TYPES},
    **{t.table: _read_edges(t) for t in EDGE_TYPES},
}
"""All records of a table; columns as in the model."""


def _read_edges_from(edge: EdgeType) -> str:
    own = {edge.start: "a.id", edge.end: "b.id"}
    columns = ", ".join(f"{own.get(f.name, f'r.{f.name}')} AS {f.name}" for f in edge.fields)
    return (
        f"UNWIND $ids AS id MATCH (a:{edge.start_label} {{id: id}})-[r:{edge.relationship}]->(b:{edge.end_label}) "
        f"WHERE b.id IS NOT NULL RETURN {columns}"
    )


READ_FROM: Final[dict[str, str]] = {t.table: _read_edges_from(t) for t in EDGE_TYPES}
"""The records of an edge table that start at the given nodes: large tables are read in such pages."""

COUNT_NODES: Final[dict[str, str]] = {
    t.table: f"MATCH (n:{t.label}) RETURN count(n) AS records" for t in NODE_TYPES
}

PUT_NODES: Final[dict[str, str]] = {
    t.table: f"UNWIND $rows AS row MERGE (n:{t.label} {{id: row.id}}) SET n = row RETURN count(n) AS records"
    for t in NODE_TYPES
}

UNLINK_NODES: Final[dict[str, str]] = {
    t.table: (
        f"UNWIND $rows AS row MATCH (n:{t.label} {{id: row.id}})"
        f"-[r:{'|'.join(dict.fromkeys(str(field.relationship) for field, _ in t.links))}]->() "
        "DELETE r RETURN count(*) AS records"
    )
    for t in NODE_TYPES
    if t.links
}
"""Takes away the relationships that fields of these nodes stand for, before they are written anew."""

LINK_NODES: Final[dict[str, dict[str, str]]] = {
    t.table: {
        field.name: (
            f"UNWIND $rows AS row MATCH (n:{t.label} {{id: row.id}}) MATCH (m:{label} {{id: row.{field.name}}}) "
            f"CREATE (n)-[r:{field.relationship}]->(m) RETURN count(r) AS records"
        )
        for field, label in t.links
    }
    for t in NODE_TYPES
    if t.links
}
"""The relationships that fields of a node stand for, by table and field; rows where the field is filled."""

WIPE_NODES: Final[dict[str, str]] = {
    t.table: f"MATCH (n:{t.label}) WITH n LIMIT $limit DETACH DELETE n RETURN count(*) AS records"
    for t in NODE_TYPES
}
"""Deletes some nodes of a table with all their relationships, whatever they say."""

READ_LINKS: Final[dict[str, dict[str, str]]] = {
    t.table: {
        field.name: (
            f"MATCH (n:{t.label})-[:{field.relationship}]->(m:{label}) RETURN n.id AS id, m.id AS other"
        )
        for field, label in t.links
    }
    for t in NODE_TYPES
    if t.links
}
"""What the relationships that fields of a node stand for tie together, by table and field."""

DELETE_NODES: Final[dict[str, str]] = {
    t.table: f"UNWIND $rows AS row MATCH (n:{t.label} {{id: row.id}}) DETACH DELETE n RETURN count(*) AS records"
    for t in NODE_TYPES
}


def _ends(edge: EdgeType) -> str:
    return (
        f"UNWIND $rows AS row MATCH (a:{edge.start_label} {{id: row.start}}) "
        f"MATCH (b:{edge.end_label} {{id: row.end}})"
    )


def _same(edge: EdgeType) -> str:
    key = " {id: row.key}" if edge.own_id else ""
    return f"{_ends(edge)} MATCH (a)-[r:{edge.relationship}{key}]->(b)"


CREATE_EDGES: Final[dict[str, str]] = {
    t.table: (
        f"{_ends(t)} CREATE (a)-[r:{t.relationship}]->(b) SET r = row.properties RETURN count(r) AS records"
    )
    for t in EDGE_TYPES
}

UPDATE_EDGES: Final[dict[str, str]] = {
    t.table: f"{_same(t)} SET r = row.properties RETURN count(r) AS records" for t in EDGE_TYPES
}

DELETE_EDGES: Final[dict[str, str]] = {
    t.table: f"{_same(t)} DELETE r RETURN count(*) AS records" for t in EDGE_TYPES
}

# --- selection ---------------------------------------------------------------------------------

LONGEST_PATH: Final = 12
"""Steps from node to node up to which a path is looked for: six groups."""

NAMED: Final[dict[str, str]] = {
    t.table: f"MATCH (n:{t.label} {{id: $id}}) RETURN n.name AS name"
    for t in NODE_TYPES
    if t.table in SEARCHABLE
}

READ_CLASSES: Final[dict[str, str]] = {
    "organizations": "MATCH (c:Sector) RETURN c.id AS id, c.name AS name, c.name_en AS name_en, c.id AS base",
    "groups": "MATCH (c:GroupKind) RETURN c.id AS id, c.name AS name, c.name_en AS name_en, c.base AS base",
}
"""What the values of `classification` are called, and which of ours each counts as; few rows."""

_NAMES: Final = ("name", "name_en", "other_names")


def _read_found_by(table: str, label: str) -> str:
    columns = _columns("n", (*_NAMES, *ALSO_FOUND_BY[table], SEARCH_TEXT))
    return f"MATCH (n:{label}) WHERE n.id IS NOT NULL RETURN n.id AS id, {columns}"


READ_FOUND_BY: Final[dict[str, str]] = {
    table: _read_found_by(table, label) for table, label in _SEARCH_LABELS.items()
}
"""Everything of a table that its records are found by, and what is stored of that."""

SET_FOUND_BY: Final[dict[str, str]] = {
    table: (
        f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n.{SEARCH_TEXT} = row.{SEARCH_TEXT} "
        "RETURN count(n) AS records"
    )
    for table, label in _SEARCH_LABELS.items()
}

_FOUND: Final = f"n.id AS id, {_columns('n', (*_NAMES, 'kind', SEARCH_TEXT))}"
# of equally good ones those somebody has named, and then the shorter names
_BEST_FIRST: Final = "CASE WHEN n.kind = 'unnamed' THEN 1 ELSE 0 END, size(n.name), id"

SEARCH_PREFIX: Final = f"""
CALL db.index.fulltext.queryNodes($index, $wanted) YIELD node
WITH node AS n
RETURN {_FOUND}
ORDER BY {_BEST_FIRST}
LIMIT $limit
"""

SEARCH_SIMILAR: Final = f"""
CALL db.index.fulltext.queryNodes($index, $wanted) YIELD node, score
WITH node AS n, score
RETURN {_FOUND}
ORDER BY score DESC, id
LIMIT $limit
"""


def _search_any(table: str, label: str) -> str:
    said = f"any(part IN word.parts WHERE n.{SEARCH_TEXT} CONTAINS part)"
    if table in READ_CLASSES:
        said = f"(n.classification IN word.classes OR {said})"
    return f"""
MATCH (n:{label})
WHERE all(word IN $words WHERE {said})
RETURN {_FOUND}
ORDER BY CASE WHEN all(word IN $words WHERE n.{SEARCH_TEXT} CONTAINS word.word) THEN 0 ELSE 1 END, {_BEST_FIRST}
LIMIT $limit
"""


SEARCH_ANY: Final[dict[str, str]] = {
    table: _search_any(table, label) for table, label in _SEARCH_LABELS.items()
}
"""Each of `$words` is `word`, the `parts` any of which may stand anywhere in what a record is found by, and
`classes`, the classifications that are as good. Looks at every record of the table."""

_MEMBERSHIP: Final = """r.id AS membership_id, r.role AS role, r.represented_by AS represented_by,
       r.agreement AS agreement, r.start_date AS start_date, r.end_date AS end_date"""

MEMBERS: Final = f"""
MATCH (g:Group {{id: $id}})<-[r:MEMBER_OF]-(o:Organization)
RETURN o.id AS organization_id, o.name AS name, o.kind AS kind, o.classification AS classification,
       {_MEMBERSHIP}
ORDER BY organization_id, membership_id
"""

GROUPS_OF: Final = f"""
MATCH (o:Organization {{id: $id}})-[r:MEMBER_OF]->(g:Group)
RETURN g.id AS group_id, g.name AS name, g.classification AS classification, g.status AS status,
       {_MEMBERSHIP}
ORDER BY group_id, membership_id
"""

NEIGHBORS: Final = """
MATCH (a:Organization {id: $id})-[:MEMBER_OF]->(g:Group)<-[:MEMBER_OF]-(o:Organization)
WHERE o.id <> $id AND a.kind = 'named' AND o.kind = 'named'
RETURN o.id AS organization_id, o.name AS name, o.classification AS classification,
       count(DISTINCT g) AS shared_groups, collect(DISTINCT g.id) AS group_ids
ORDER BY shared_groups DESC, organization_id
"""

PATH: Final = f"""
MATCH (a:Organization {{id: $id}}), (b:Organization {{id: $other_id}})
MATCH p = shortestPath((a)-[:MEMBER_OF*..{LONGEST_PATH}]-(b))
RETURN [n IN nodes(p) | n.id] AS ids, [n IN nodes(p) | n.name] AS names,
       [n IN nodes(p) | labels(n)[0]] AS labels
"""
