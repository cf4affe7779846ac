"""The check of a file before anything parses it: what it is, how large, and what hides in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from allocation.workbooks.archive import inspect_archive
from allocation.workbooks.faults import FaultCode, WorkbookFault
from allocation.workbooks.grid import SheetFacts
from allocation.workbooks.kinds import kind_of
from allocation.workbooks.limits import Limits
from allocation.workbooks.model import FileKind

__all__ = ["Inspection", "inspect", "kind_of", "refuse_at_sight"]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the guard saw: the kind of file and, of an xlsx, what each sheet holds."""

    kind: FileKind
    sheets: Sequence[SheetFacts] = field(default=())


def refuse_at_sight(path: Path, limits: Limits) -> FileKind:
    """The checks that cost nothing: size and first bytes. Raises WorkbookFault."""
    size = path.stat().st_size
    if size == 0:
        raise WorkbookFault(FaultCode.EMPTY_FILE)
    if size > limits.file_size:
        raise WorkbookFault(FaultCode.FILE_TOO_LARGE, found=size, most=limits.file_size)
    return kind_of(path)


def inspect(path: Path, limits: Limits) -> Inspection:
    """All checks, streaming: nothing is unpacked to disk or held in memory as a whole.

    Of a csv the lines are checked while they are read (see csvfile). Raises WorkbookFault.
    """
    kind = refuse_at_sight(path, limits)
    if kind is FileKind.CSV:
        return Inspection(kind)
    return Inspection(kind, inspect_archive(path, limits))
