"""Peak memory of one rounding: python -m benchmarks.memory ROWS COLUMNS, a process of its own."""

import resource
import subprocess
import sys
from pathlib import Path

from allocation.engine.rounding import round_inside
from benchmarks.tables import problem


def peak_megabytes(rows: int, columns: int) -> float:
    """The largest resident size of a process that draws a table and rounds it."""
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmarks.memory", str(rows), str(columns)],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(run.stdout)


def _own_peak() -> float:
    status = Path("/proc/self/status")
    if status.exists():  # getrusage counts what a process was forked from, this doesn't
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


if __name__ == "__main__":
    drawn = problem(int(sys.argv[1]), int(sys.argv[2]))
    round_inside(drawn.quotas, drawn.frame)
    print(_own_peak())
