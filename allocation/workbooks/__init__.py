"""Files from outside, in and out: reading what anybody can have made, writing what all can open.

Pure: no Django, no database. Texts for people are made one room higher, in
`allocation.services.workbooks`, from the code and the parameters of a fault.

Reading a small file, cell by cell::

    workbook = read_workbook(path)                # or with limits=Limits(...)
    sheet = workbook.sheet("Instroom") or workbook.sheets[0]
    for row in sheet.rows:                        # only rows that hold anything
        cell = row.cell(2)                        # .value .address .formula .comment .hidden
        places = whole_number(cell.value)         # None where it is no whole number

Reading a delivery of up to a million lines, all values as text::

    with open_tables(path) as delivery:
        for table in delivery.tables:             # one a sheet: .name .header() .body()
            ...

Both raise `WorkbookFault` (`code`, `params`, `sheet`, `cell`) and nothing else, whatever the file
holds. The file is checked before anything parses it and parsed in a process of its own with a bound
on memory, processor time and duration, so that it can be called from a web server's thread.

Sending one back: `annotate_workbook` puts remarks as comments into the cells of a copy.

Writing: `write_workbook` (xlsx) and `csv_text` (csv) escape what a spreadsheet would take for a
formula.
"""

from allocation.workbooks.annotating import annotate_workbook
from allocation.workbooks.faults import FaultCode, WorkbookFault
from allocation.workbooks.limits import LARGE, SMALL, Limits
from allocation.workbooks.model import Cell, FileKind, Row, Sheet, Value, Workbook, address
from allocation.workbooks.reading import digest_of, read_workbook
from allocation.workbooks.tables import Delivery, Table, iter_table, open_tables
from allocation.workbooks.values import exact_number, text_of, whole_number
from allocation.workbooks.writing import NoticeSheet, SheetOut, csv_text, write_workbook

__all__ = [
    "LARGE",
    "SMALL",
    "Cell",
    "Delivery",
    "FaultCode",
    "FileKind",
    "Limits",
    "NoticeSheet",
    "Row",
    "Sheet",
    "SheetOut",
    "Table",
    "Value",
    "Workbook",
    "WorkbookFault",
    "address",
    "annotate_workbook",
    "csv_text",
    "digest_of",
    "exact_number",
    "iter_table",
    "open_tables",
    "read_workbook",
    "text_of",
    "whole_number",
    "write_workbook",
]
