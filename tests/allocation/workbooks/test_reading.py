"""Sound files come over whole, with what a reader needs to point at a cell."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from threading import Thread

import openpyxl
import pytest
from openpyxl.comments import Comment

from allocation.workbooks import (
    FileKind,
    digest_of,
    exact_number,
    iter_table,
    open_tables,
    read_workbook,
    text_of,
    whole_number,
)
from allocation.workbooks.process import _environment
from tests.allocation.workbooks import packages

# As a cell holds it: without a time zone.
DAY = datetime.fromisoformat("2026-01-02")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Instroom"
    sheet["B3"], sheet["C3"], sheet["D3"] = "Code", "Aantal", "Datum"
    sheet["B4"], sheet["C4"], sheet["D4"] = "01", 79, DAY
    sheet["C6"], sheet["B8"] = "=C4*2", "verborgen"
    sheet["B4"].comment = Comment("let op", "bureau")
    sheet.row_dimensions[8].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.create_sheet("Weg").sheet_state = "hidden"
    path = tmp_path / "boek.xlsx"
    book.save(path)
    return path


def test_small_workbook_cell_by_cell(book: Path) -> None:
    found = read_workbook(book)
    assert found.kind is FileKind.XLSX
    assert found.digest == digest_of(book)
    sheet = found.sheet(" INSTROOM ")
    assert sheet is not None
    assert [row.number for row in sheet.rows] == [3, 4, 6, 8]
    line = sheet.rows[1]
    assert [line.cell(at).value for at in (1, 2, 3, 4)] == [None, "01", 79, DAY]
    assert line.cell(2).address == "B4"
    assert line.cell(2).comment.strip() == "let op"
    assert line.cell(4).hidden
    assert sheet.hidden_columns == ("D",)
    assert sheet.hidden_rows == [8]
    assert sheet.rows[2].cell(3).formula == "=C4*2"
    assert line.cell(99).is_empty
    assert found.sheets[1].hidden


def test_large_reader_keeps_rows_and_columns(book: Path) -> None:
    with open_tables(book) as delivery:
        table = delivery.tables[0]
        assert table.header() == ["Code", "Aantal", "Datum"]
        assert table.data.column("row").to_pylist() == [3, 4, 8]
        assert table.address(4, 1) == "C4"
        assert (table.formulas, table.hidden) == (1, 2)
        assert delivery.tables[1].hidden_sheet


def test_formula_cell_without_saved_result_is_empty(book: Path) -> None:
    assert [number for number, _values in iter_table(book, "instroom")] == [3, 4, 8]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_every_usual_writing(encoding: str, delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = 'code|naam\n\n01|"Patiënt; één, ""twee"""\n02\n'.replace("|", delimiter)
    path.write_bytes(text.encode(encoding))
    (sheet,) = read_workbook(path).sheets
    assert [row.number for row in sheet.rows] == [1, 3, 4]
    assert sheet.rows[1].cell(2).value == 'Patiënt; één, "twee"'
    assert sheet.rows[2].cell(2).is_empty
    rows = list(iter_table(path))
    assert rows == [
        (1, ["code", "naam"]),
        (3, ["01", 'Patiënt; één, "twee"']),
        (4, ["02", ""]),
    ]


def test_mail_address_that_excel_made_clickable_is_fine(tmp_path: Path) -> None:
    rels = (
        f'{packages.XML}<Relationships xmlns="{packages.PACKAGE}/relationships"><Relationship '
        f'Id="r1" Type="{packages.OFFICE}/hyperlink" Target="mailto:a@example.org" '
        'TargetMode="External"/></Relationships>'
    )
    parts = packages.parts(**{"xl/worksheets/_rels/sheet1.xml.rels": rels})
    found = read_workbook(packages.package(tmp_path / "a.xlsx", parts))
    assert found.sheets[0].rows[1].cell(2).value == "79"


def test_reading_works_from_a_thread(book: Path) -> None:
    found: list[str] = []
    thread = Thread(target=lambda: found.append(read_workbook(book).sheets[0].name))
    thread.start()
    thread.join()
    assert found == ["Instroom"]


def test_reader_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "geheim")
    monkeypatch.setenv("DATABASE_URL", "postgres://geheim")
    assert "geheim" not in " ".join(_environment().values())


def test_whole_numbers_are_read_strictly() -> None:
    assert [whole_number(v) for v in (5, 5.0, "5", " 5 ", -3, "-3")] == [5, 5, 5, 5, -3, -3]
    refused = (5.5, True, None, "", "5,5", "1.234", "1e3", float("nan"), float("inf"), "vijf")
    assert [whole_number(v) for v in refused] == [None] * len(refused)


def test_exact_numbers_are_the_shortest_writing() -> None:
    assert exact_number(0.1) == Decimal("0.1")
    assert exact_number("0,25") == Decimal("0.25")
    assert exact_number(3) == Decimal(3)
    assert [exact_number(v) for v in (True, None, "x", float("nan"))] == [None] * 4


def test_text_of_a_cell() -> None:
    assert [text_of(v) for v in (3.0, "\u00a0a ", None, 0.5)] == ["3", "a", "", "0.5"]
