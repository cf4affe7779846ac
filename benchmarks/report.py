"""From the measurements to one table: medians, how many times slower the others are, memory."""

import json
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_megabytes
from benchmarks.solvers import SOLVERS
from benchmarks.tables import SIZES

MILLISECONDS = {(30, 7): 1, (300, 70): 60, (1000, 100): 400, (3000, 300): 4000}
MEGABYTES = {(3000, 300): 300}
PROPOSAL_MILLISECONDS = 5
TIMES_SLOWER = {"HiGHS": 5, "CP-SAT": 25}

Measured = dict[tuple[str, tuple[int, int]], float]


def read(path: Path) -> Measured:
    """Medians in milliseconds by solver and size, from pytest-benchmark's file."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {
        (
            one["extra_info"]["solver"],
            (one["extra_info"]["rows"], one["extra_info"]["columns"]),
        ): one["stats"]["median"] * 1000
        for one in data["benchmarks"]
        if "solver" in one["extra_info"]
    }


def proposals(path: Path) -> tuple[str, list[str]]:
    """The nearest fitting proposal: a line of medians, and the aim where it was missed."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    medians = {
        one["extra_info"]["proposal_by"]: one["stats"]["median"] * 1000
        for one in data["benchmarks"]
        if "proposal_by" in one["extra_info"]
    }
    ours = medians.pop("engine")
    others = "".join(
        f"  {name} {took:.1f} ms ({took / ours:.1f} ×)" for name, took in medians.items()
    )
    missed = [f"a proposal took {ours:.1f} ms"] if ours > PROPOSAL_MILLISECONDS else []
    return f"nearest fitting proposal, 30 × 7: engine {ours:.2f} ms{others}", missed


def report(measured: Measured) -> tuple[str, list[str]]:
    """The table as text, and the aims that were missed."""
    lines = [f"{'table':>12}  {'engine':>10}  {'MB':>5}" + "".join(f"  {n:>22}" for n in _others())]
    missed = []
    for size in SIZES:
        ours = measured.get(("engine", size))
        if ours is None:
            lines.append(f"{_name(size):>12}  not measured")
            continue
        memory = peak_megabytes(*size)
        cells = [_beside(measured, name, size, ours) for name in _others()]
        lines.append(
            f"{_name(size):>12}  {ours:>7.2f} ms  {memory:>5.0f}"
            + "".join(f"  {cell:>22}" for cell in cells)
        )
        missed += _missed(measured, size, ours, memory)
    return "\n".join(lines), missed


def _others() -> list[str]:
    return [name for name in SOLVERS if name != "engine"]


def _name(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"


def _beside(measured: Measured, name: str, size: tuple[int, int], ours: float) -> str:
    theirs = measured.get((name, size))
    if theirs is None:
        return "not run, over 2 min"
    return f"{theirs:.2f} ms = {theirs / ours:.1f} ×"


def _missed(measured: Measured, size: tuple[int, int], ours: float, memory: float) -> list[str]:
    missed = []
    if ours > MILLISECONDS.get(size, ours):
        missed.append(f"{_name(size)}: {ours:.2f} ms, aim {MILLISECONDS[size]} ms")
    if memory > MEGABYTES.get(size, memory):
        missed.append(f"{_name(size)}: {memory:.0f} MB, aim {MEGABYTES[size]} MB")
    for name, times in TIMES_SLOWER.items():
        theirs = measured.get((name, size))
        if theirs is not None and theirs < times * ours:
            missed.append(f"{_name(size)}: {theirs / ours:.1f} × faster than {name}, aim {times} ×")
    return missed
