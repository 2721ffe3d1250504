"""How fast is the projection beside the bare kernels it could be written with, and beside networkx?

    python -m benchmarks.projection [memberships ...]

Each way runs in a process of its own, in turn, and the best run counts; memory is the peak of that
process, Python, libraries and the network included. What each way gives is said in the table: ours
gives the most (both weights, each pair once, sorted).
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
from networkx.algorithms import bipartite
from scipy.sparse import csr_array, load_npz, save_npz, triu

from graph.analysis.ties.projection import pair_count, projection
from graph.network import AffiliationNetwork
from loaders.invented import invented_network

SIZES = (10_000, 100_000, 1_000_000)
NETWORKX_LIMIT = 100_000  # beyond it networkx needs more memory than a laptop has
ROUNDS = 3
ENOUGH_SECONDS = 0.3  # a quick way is repeated in its process, so that the first call does not count


def ours(network: AffiliationNetwork) -> int:
    """Both weights, each pair once, sorted."""
    return len(projection(network))


def scipy_product(network: AffiliationNetwork) -> int:
    """Shared groups only, each pair twice, unsorted."""
    return int((network.incidence @ network.incidence.T).nnz)


def scipy_same(network: AffiliationNetwork) -> int:
    """What ours gives, by two products."""
    incidence, sizes = network.incidence, network.group_sizes
    weighted = incidence.copy()
    weighted.data = (1.0 / np.maximum(sizes - 1, 1))[incidence.indices]
    shared, newman = (triu(left @ incidence.T, k=1, format="csr") for left in (incidence, weighted))
    shared.sort_indices()
    newman.sort_indices()
    return int(shared.nnz)


def numpy_pairs(network: AffiliationNetwork) -> int:
    """Shared groups only, each pair once, sorted: all pairs written out, then one sort."""
    members, width = network.members, len(network.organization_ids)
    starts = members.indptr
    sizes = np.diff(starts)
    keys = []
    for size in np.unique(sizes[sizes > 1]):
        at = starts[:-1][sizes == size]
        rows = members.indices[at[:, np.newaxis] + np.arange(size)].astype(np.int64)
        first, second = np.triu_indices(size, 1)
        keys.append((rows[:, first] * width + rows[:, second]).ravel())
    key = np.concatenate(keys)
    key.sort()
    begins = np.flatnonzero(np.diff(key, prepend=-1))
    np.diff(begins, append=len(key))
    return len(key[begins])


def numpy_same(network: AffiliationNetwork) -> int:
    """What ours gives, all pairs written out at once, sorted by argsort, weights summed."""
    members, width = network.members, len(network.organization_ids)
    starts = members.indptr
    sizes = np.diff(starts)
    keys, weights = [], []
    for size in np.unique(sizes[sizes > 1]):
        at = starts[:-1][sizes == size]
        rows = members.indices[at[:, np.newaxis] + np.arange(size)].astype(np.int64)
        first, second = np.triu_indices(size, 1)
        keys.append((rows[:, first] * width + rows[:, second]).ravel())
        weights.append(np.full(len(keys[-1]), 1 / (size - 1)))
    key = np.concatenate(keys)
    order = np.argsort(key)
    key = key[order]
    begins = np.flatnonzero(np.diff(key, prepend=-1))
    np.diff(begins, append=len(key))
    np.add.reduceat(np.concatenate(weights)[order], begins)
    return len(np.divmod(key[begins], width)[0])


def networkx_projection(network: AffiliationNetwork) -> int:
    """Shared groups only, as a graph (the two-mode graph is there already)."""
    graph = nx.Graph()
    rows, columns = network.incidence.tocoo().coords
    graph.add_edges_from(zip(rows.tolist(), (-1 - columns).tolist(), strict=True))
    nodes = [node for node in graph if node >= 0]
    began = time.perf_counter()
    edges = bipartite.weighted_projected_graph(graph, nodes).number_of_edges()
    networkx_projection.seconds = time.perf_counter() - began  # type: ignore[attr-defined]
    return int(edges)


WAYS: dict[str, Callable[[AffiliationNetwork], int]] = {
    "ours": ours,
    "scipy_product": scipy_product,
    "scipy_same": scipy_same,
    "numpy_pairs": numpy_pairs,
    "numpy_same": numpy_same,
    "networkx_projection": networkx_projection,
}


def network_of(incidence: csr_array) -> AffiliationNetwork:
    """A network of this incidence with numbers for ids."""
    organizations, groups = incidence.shape
    return AffiliationNetwork(
        tuple(f"{n:07d}" for n in range(organizations)), tuple(f"{n:07d}" for n in range(groups)), incidence
    )


def measure(way: str, path: Path) -> tuple[float, float, int]:
    """Seconds, megabytes and the size of the result, of one run in a process of its own."""
    run = [sys.executable, "-m", "benchmarks.projection", "--way", way, "--incidence", str(path)]
    out = subprocess.run(run, check=True, capture_output=True, text=True).stdout.split()
    return float(out[0]), float(out[1]), int(out[2])


def run_one(way: str, path: Path) -> None:
    """The other side of `measure`."""
    network = network_of(csr_array(load_npz(path)))
    _ = network.members, network.group_sizes  # read before, for every way alike
    best, spent = float("inf"), 0.0
    while spent < ENOUGH_SECONDS:
        began = time.perf_counter()
        size = WAYS[way](network)
        spent += time.perf_counter() - began
        best = min(best, getattr(WAYS[way], "seconds", time.perf_counter() - began))
    print(best, _peak(), size)


def _peak() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.projection", description=__doc__)
    parser.add_argument("memberships", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--way", choices=list(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--incidence", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.way:
        run_one(chosen.way, chosen.incidence)
        return
    print(
        "| memberships | organisations × groups | pairs written out | way | seconds | ÷ ours | megabytes | gives |"
    )
    print("|---:|---:|---:|---|---:|---:|---:|---|")
    for memberships in chosen.memberships:
        network = AffiliationNetwork.from_dataset(invented_network(memberships=memberships, seed=1))
        shape = f"{len(network.organization_ids):,} × {len(network.group_ids):,}"
        ways = [way for way in WAYS if way != "networkx_projection" or memberships <= NETWORKX_LIMIT]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "incidence.npz"
            save_npz(path, network.incidence, compressed=False)
            best = dict.fromkeys(ways, (float("inf"), float("inf"), 0))
            for turn in range(ROUNDS):
                for way in ways:
                    if way != "networkx_projection" or not turn:
                        best[way] = min(best[way], measure(way, path))
        for way in ways:
            seconds, megabytes, size = best[way]
            says = (WAYS[way].__doc__ or "").strip().rstrip(".")
            print(
                f"| {memberships:,} | {shape} | {pair_count(network):,} | {way} | {seconds:.3f} "
                f"| {seconds / best['ours'][0]:.2f} | {megabytes:,.0f} | {says}: {size:,} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
