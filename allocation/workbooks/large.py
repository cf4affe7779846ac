"""Reading a delivery of up to a million lines into Arrow files, one a sheet, all values as text.

Runs in the reading process alone. A file holds the columns `row` (the row or line number) and
`c1` … `cn`; empty cells are empty texts, rows without anything are left out.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from allocation.workbooks.csvfile import read_lines
from allocation.workbooks.faults import FaultCode, WorkbookFault
from allocation.workbooks.grid import SheetFacts
from allocation.workbooks.guard import inspect
from allocation.workbooks.limits import Limits
from allocation.workbooks.model import FileKind

BATCH = 50_000
Plain = dict[str, Any]


def read_large(path: Path, folder: Path, limits: Limits) -> Plain:
    """Writes every sheet to `folder` and tells which file is which sheet."""
    seen = inspect(path, limits)
    if seen.kind is FileKind.CSV:
        batches = _csv_batches(read_lines(path, limits))
        sheet = _write(folder / "sheet-1.arrow", batches)
        return {"sheets": [sheet | {"name": "", "hidden": False, "first_column": 1, "notes": {}}]}
    return {"sheets": _xlsx_sheets(path, folder, seen.sheets)}


def _xlsx_sheets(path: Path, folder: Path, facts: Sequence[SheetFacts]) -> list[Plain]:
    import fastexcel

    reader = fastexcel.read_excel(str(path))
    by_name = {fact.name: fact for fact in facts}
    sheets = []
    for number, name in enumerate(reader.sheet_names, start=1):
        fact = by_name.get(name)
        if fact is None:  # a chart, or a sheet the guard did not measure
            continue
        # Without a header and from the first row, so that numbers of rows are the sheet's own.
        # All as text: a code such as 01 and a whole number alike; checks follow on the text.
        sheet = reader.load_sheet(
            name, header_row=None, skip_rows=0, dtypes="string", schema_sample_rows=1
        )
        written = _write(folder / f"sheet-{number}.arrow", _sheet_batches(sheet.to_arrow()))
        notes = {"formulas": fact.formulas, "hidden": fact.hidden}
        sheets.append(
            written
            | {
                "name": name,
                "hidden": sheet.visible != "visible",
                "first_column": fact.first_column,
                "notes": notes,
            }
        )
    if not sheets:
        raise WorkbookFault(FaultCode.NO_SHEETS)
    return sheets


def _sheet_batches(sheet: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    names = [f"c{number}" for number in range(1, sheet.num_columns + 1)]
    for start in range(0, sheet.num_rows, BATCH):
        part = sheet.slice(start, BATCH)
        rows = pa.array(range(start + 1, start + 1 + part.num_rows), pa.int32())
        texts = [
            pc.utf8_trim_whitespace(pc.fill_null(column.cast(pa.string()), ""))
            for column in part.columns
        ]
        yield _without_empty(pa.RecordBatch.from_arrays([rows, *texts], ["row", *names]))


def _csv_batches(lines: Iterator[tuple[int, list[str]]]) -> Iterator[pa.RecordBatch]:
    while batch := list(islice(lines, BATCH)):
        rows = pa.array([number for number, _values in batch], pa.int32())
        columns = zip(*(values for _number, values in batch), strict=True)
        texts = [pc.utf8_trim_whitespace(pa.array(column, pa.string())) for column in columns]
        names = [f"c{number}" for number in range(1, len(texts) + 1)]
        yield pa.RecordBatch.from_arrays([rows, *texts], ["row", *names])


def _without_empty(batch: pa.RecordBatch) -> pa.RecordBatch:
    filled = None
    for column in batch.columns[1:]:
        holds = pc.not_equal(column, "")
        filled = holds if filled is None else pc.or_(filled, holds)
    return batch if filled is None else batch.filter(filled)


def _write(file: Path, batches: Iterator[pa.RecordBatch]) -> Plain:
    rows = columns = 0
    first = next(batches, None)
    if first is not None:
        columns = first.num_columns - 1
        with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, first.schema) as writer:
            writer.write_batch(first)
            rows += first.num_rows
            for batch in batches:
                writer.write_batch(batch)
                rows += batch.num_rows
    return {"file": file.name if columns else "", "rows": rows, "columns": columns}
