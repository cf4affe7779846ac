"""What we write opens as text, never as a formula."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from allocation.workbooks import NoticeSheet, SheetOut, csv_text, write_workbook

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK('x')"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_escapes_what_would_run(text: str) -> None:
    body = csv_text(["a"], [[text]])
    assert f"'{text}" in body
    assert body.startswith("\ufeff")


def test_csv_keeps_numbers_and_plain_text() -> None:
    assert csv_text(["a", "b"], [[-3, "x;y"], [None, "1-2"]]) == (
        '\ufeffa;b\r\n-3;"x;y"\r\n;1-2\r\n'
    )


def test_xlsx_keeps_text_as_text() -> None:
    rows = [[text, 3, Decimal("0.5")] for text in DANGEROUS if text.isprintable()]
    content = write_workbook(
        [SheetOut("Blad met een naam die veel te lang is voor Excel", ["a", "b", "c"], rows)],
        NoticeSheet("Toelichting", ["=1+1", "Demo"]),
    )
    book = openpyxl.load_workbook(BytesIO(content))
    notice, sheet = book.worksheets
    assert notice["A1"].data_type == "s"
    assert [sheet.cell(row, 1).data_type for row in range(2, 2 + len(rows))] == ["s"] * len(rows)
    assert sheet["A2"].value == "=1+1"
    assert (sheet["B2"].value, sheet["C2"].value) == (3, 0.5)
    assert len(sheet.title) == 31
