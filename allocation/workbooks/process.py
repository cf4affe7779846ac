"""Running the reader in a process of its own, which may fail without taking the portal along.

A parser in C or Rust can abort the whole process, and Python can't take memory back from it. So
the child sets its own limits before it opens anything; here its end is translated to a code.
`subprocess`, not fork: the caller can be a thread of the web server or a Celery worker.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from allocation.workbooks.faults import FaultCode, WorkbookFault
from allocation.workbooks.limits import Limits

ROOT = Path(__file__).resolve().parents[2]
ANSWER = "answer.json"
_KILLED_BY = {
    signal.SIGXCPU: FaultCode.TOO_SLOW,
    signal.SIGABRT: FaultCode.TOO_MUCH_MEMORY,  # what Rust does when it gets no memory
    signal.SIGKILL: FaultCode.TOO_MUCH_MEMORY,  # the kernel, when the machine gets short
    signal.SIGXFSZ: FaultCode.UNPACKS_TOO_LARGE,
}


def run_child(
    job: str, path: Path, folder: Path, limits: Limits, wanted: Mapping[str, Any] | None = None
) -> Any:
    """Does a reading job ("small", "large", "pdf") on a file; what it wrote stands in `folder`.

    `wanted` is what the job needs to know beside the file, as JSON data. Returns the child's answer
    as JSON data. Raises WorkbookFault with the reason when the file can't be read within the
    limits.
    """
    request = {
        "job": job,
        "path": str(path.resolve()),
        "folder": str(folder.resolve()),
        "limits": limits.as_dict(),
        "wanted": dict(wanted or {}),
        "parent": os.getpid(),
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "allocation.workbooks.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a traceback can show what stands in a cell
        cwd=ROOT,
        env=_environment(),
        start_new_session=True,
    )
    try:
        child.communicate(json.dumps(request).encode(), timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        raise WorkbookFault(FaultCode.TOO_SLOW) from None
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
    return _answer(child.returncode, folder / ANSWER)


def _environment() -> dict[str, str]:
    """No secrets for the child, and as few threads and memory pools as there can be."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "MALLOC_ARENA_MAX": "2",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "RAYON_NUM_THREADS": "1",
    }


def _answer(returncode: int, file: Path) -> Any:
    if returncode < 0:
        raise WorkbookFault(_KILLED_BY.get(signal.Signals(-returncode), FaultCode.UNREADABLE))
    try:
        answer = json.loads(file.read_bytes())
    except (OSError, ValueError):
        raise WorkbookFault(FaultCode.UNREADABLE) from None
    fault = answer.get("fault")
    if fault:
        raise WorkbookFault(
            FaultCode(fault["code"]), sheet=fault["sheet"], cell=fault["cell"], **fault["params"]
        )
    return answer["result"]
