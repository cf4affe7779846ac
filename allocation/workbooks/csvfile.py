"""Reading a csv line by line: its encoding, its delimiter, and faults with their line."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from allocation.workbooks.faults import FaultCode, WorkbookFault
from allocation.workbooks.limits import Limits

DELIMITERS = ";,\t"
LONGEST_LINE = 100_000  # characters
CHUNK = 1024 * 1024
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def encoding_of(path: Path) -> str:
    """UTF-8, UTF-16 (when it says so) or else Windows-1252, which a Dutch Excel writes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        if file.read(2) in _UTF16:
            return "utf-16"
        file.seek(0)
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def read_lines(path: Path, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """The records of a csv with the line they start on, every one as wide as the first.

    Shorter records are filled up with empty texts, wider ones only tolerated when the rest is
    empty. Raises WorkbookFault; for records that are too wide at the end, with their count.
    """
    with path.open(encoding=encoding_of(path), newline="") as file:
        lines = _Lines(file)
        delimiter = _delimiter(lines)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        yield from _records(reader, lines, limits)


class _Lines:
    """The lines of a file, counted, with a bound to their length and without NUL."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.count = 0
        self.ahead: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.ahead.pop(0) if self.ahead else self._read()
        if not line:
            raise StopIteration
        self.count += 1
        if "\x00" in line:
            raise WorkbookFault(FaultCode.CSV_NUL, line=self.count)
        if len(line) > LONGEST_LINE:
            raise WorkbookFault(FaultCode.CSV_LONG_LINE, line=self.count, most=LONGEST_LINE)
        return line

    def peek(self) -> str:
        """The next line that holds anything; what is read stays to be read."""
        while line := self._read():
            self.ahead.append(line)
            if line.strip() or len(self.ahead) > 1000:
                return line
        return ""

    def _read(self) -> str:
        try:
            return self.file.readline(LONGEST_LINE + 1)
        except UnicodeError:
            line = self.count + len(self.ahead) + 1
            raise WorkbookFault(FaultCode.CSV_ENCODING, line=line) from None


def _delimiter(lines: _Lines) -> str:
    first = lines.peek()
    if "\x00" in first:
        raise WorkbookFault(FaultCode.CSV_NUL, line=len(lines.ahead))
    counts = {mark: _count_outside_quotes(first, mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: counts[mark])
    if not counts[best]:
        raise WorkbookFault(FaultCode.CSV_DELIMITER)
    return best


def _count_outside_quotes(line: str, mark: str) -> int:
    return sum(piece.count(mark) for piece in line.split('"')[::2])


def _records(
    reader: Iterator[list[str]], lines: _Lines, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    width = cells = uneven = 0
    first_uneven = (0, 0)
    start = 1
    try:
        for values in reader:
            line, start = start, lines.count + 1
            if not any(value.strip() for value in values):
                continue
            width = width or len(values)
            cells += width
            _check_size(line, width, cells, limits)
            if len(values) != width:
                if any(value.strip() for value in values[width:]):
                    uneven += 1
                    first_uneven = first_uneven if uneven > 1 else (line, len(values))
                values = (values + [""] * width)[:width]
            yield line, values
    except csv.Error:
        raise WorkbookFault(FaultCode.CSV_QUOTE, line=start) from None
    if uneven:
        line, found = first_uneven
        raise WorkbookFault(
            FaultCode.CSV_UNEVEN, line=line, found=found, expected=width, lines=uneven
        )


def _check_size(line: int, width: int, cells: int, limits: Limits) -> None:
    if line > limits.rows or width > limits.columns:
        raise WorkbookFault(FaultCode.GRID_TOO_LARGE, rows=limits.rows, columns=limits.columns)
    if cells > limits.cells:
        raise WorkbookFault(FaultCode.TOO_MANY_CELLS, most=limits.cells)
