"""The reading process: `python -m allocation.workbooks.child`, its request as JSON on stdin.

It limits itself first, then imports the parsers, reads, and writes `answer.json`.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from allocation.workbooks.faults import FaultCode, WorkbookFault
from allocation.workbooks.limits import Limits
from allocation.workbooks.process import ANSWER

PR_SET_PDEATHSIG = 1


def limit_self(limits: Limits) -> None:
    """Bounds memory, processor time and the size of what is written; no core dumps."""
    bounds = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: limits.unpacked_size,
        resource.RLIMIT_CORE: 0,
    }
    for kind, wanted in bounds.items():
        hard = resource.getrlimit(kind)[1]
        bound = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        # At the soft bound of time comes a signal that says so; at the hard one an end without.
        beyond = bound + 5 if kind == resource.RLIMIT_CPU and hard < 0 else bound
        resource.setrlimit(kind, (bound, beyond))


def die_with(parent: int) -> None:
    """Ends this process when its parent ends (Linux): a killed worker leaves nothing running."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            raise SystemExit(1)


def perform(request: dict[str, Any]) -> dict[str, Any]:
    """Reads the file of the request; the answer holds `result` or `fault`."""
    path, folder = Path(request["path"]), Path(request["folder"])
    limits = Limits(**request["limits"])
    try:
        if request["job"] == "small":
            from allocation.workbooks.small import read_small

            return {"result": read_small(path, limits)}
        if request["job"] == "pdf":
            from allocation.workbooks.signed_pdf import read_pdf

            return {"result": read_pdf(path, limits, request["wanted"])}
        if request["job"] == "annotate":
            from allocation.workbooks.comments import write_comments

            write_comments(path, folder, limits, request["wanted"])
            return {"result": None}
        from allocation.workbooks.large import read_large

        return {"result": read_large(path, folder, limits)}
    except WorkbookFault as fault:
        return {
            "fault": {
                "code": fault.code.value,
                "sheet": fault.sheet,
                "cell": fault.cell,
                "params": dict(fault.params),
            }
        }
    except MemoryError:
        return _bare(FaultCode.TOO_MUCH_MEMORY)
    except BaseException:  # a parser's panic is no Exception; its text may hold cells
        return _bare(FaultCode.UNREADABLE)


def _bare(code: FaultCode) -> dict[str, Any]:
    return {"fault": {"code": code.value, "sheet": "", "cell": "", "params": {}}}


def main() -> None:
    """Reads the request, limits itself and answers."""
    request = json.loads(sys.stdin.buffer.read())
    die_with(request["parent"])
    limit_self(Limits(**request["limits"]))
    answer = perform(request)
    (Path(request["folder"]) / ANSWER).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
