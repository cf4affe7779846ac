"""Measure everything and print the report: python -m benchmarks (about three minutes).

BOLS_BENCH_CELLS=21000 leaves out larger tables. Ends with 1 where an aim is missed or where the
solvers differ.
"""

import sys
import tempfile
from pathlib import Path

import pytest

from benchmarks.report import proposals, read, report

HERE = Path(__file__).parent


def main() -> int:
    """Run the suite, then print what it found."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "benchmarks.json"
        options = [
            "-c", str(HERE / "pytest.ini"), "--rootdir", str(HERE.parent), str(HERE),
            "--benchmark-quiet", "--benchmark-columns=median,min,rounds",
            f"--benchmark-json={found}", "-q", "-s",
        ]  # fmt: skip
        failed = pytest.main(options)
        text, missed = report(read(found))
        line, late = proposals(found)
    print(text, line, sep="\n")
    missed += late
    print("\n".join(f"Missed: {line}" for line in missed) or "Every aim is reached.")
    return 1 if failed or missed else 0


if __name__ == "__main__":
    sys.exit(main())
