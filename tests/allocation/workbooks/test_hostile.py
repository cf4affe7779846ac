"""Whatever comes in: nothing aborts, nothing takes the machine, every file gets a clear reason."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.translation import override

from allocation.services.workbooks import explain
from allocation.workbooks import (
    LARGE,
    SMALL,
    FaultCode,
    Limits,
    WorkbookFault,
    open_tables,
    read_workbook,
)
from tests.allocation.workbooks import hostile, packages

Make = Callable[[Path], Path]
FILES: list[tuple[Make, FaultCode]] = [
    (hostile.far_corner, FaultCode.GRID_TOO_LARGE),
    (hostile.far_corner_in_first_row, FaultCode.GRID_TOO_LARGE),
    (hostile.far_corner_elsewhere, FaultCode.GRID_TOO_LARGE),
    (hostile.lying_dimension, FaultCode.GRID_TOO_LARGE),
    (hostile.zip_bomb, FaultCode.UNPACKS_TOO_LARGE),
    (hostile.lying_size, FaultCode.DAMAGED),
    (hostile.millions_of_spaces, FaultCode.PACKED_TOO_TIGHT),
    (hostile.spaces_in_cells, FaultCode.PACKED_TOO_TIGHT),
    (hostile.external_entity, FaultCode.DOCTYPE),
    (hostile.laughs_in_workbook, FaultCode.DOCTYPE),
    (hostile.doctype_in_utf16, FaultCode.OTHER_ENCODING),
    (hostile.macro, FaultCode.MACROS),
    (hostile.macro_type, FaultCode.MACROS),
    (hostile.external_link, FaultCode.EXTERNAL_LINKS),
    (hostile.external_relation, FaultCode.EXTERNAL_LINKS),
    (hostile.embedded_object, FaultCode.EMBEDDED),
    (hostile.encrypted, FaultCode.ENCRYPTED),
    (hostile.encrypted_zip, FaultCode.ENCRYPTED),
    (hostile.old_excel, FaultCode.OLD_EXCEL),
    (hostile.truncated, FaultCode.DAMAGED),
    (hostile.corrupted, FaultCode.DAMAGED),
    (hostile.broken_xml, FaultCode.UNREADABLE),
    (hostile.same_part_twice, FaultCode.DAMAGED),
    (hostile.unusual_packing, FaultCode.DAMAGED),
    (hostile.many_parts, FaultCode.TOO_MANY_PARTS),
    (hostile.no_sheets, FaultCode.NO_SHEETS),
    (hostile.other_zip, FaultCode.WRONG_TYPE),
    (hostile.word, FaultCode.WRONG_TYPE),
    (hostile.opendocument, FaultCode.WRONG_TYPE),
    (hostile.program, FaultCode.WRONG_TYPE),
    (hostile.linux_program, FaultCode.WRONG_TYPE),
    (hostile.pdf, FaultCode.WRONG_TYPE),
    (hostile.html, FaultCode.WRONG_TYPE),
    (hostile.xml, FaultCode.WRONG_TYPE),
    (hostile.picture, FaultCode.WRONG_TYPE),
    (hostile.empty, FaultCode.EMPTY_FILE),
    (hostile.blank, FaultCode.EMPTY_FILE),
    (hostile.empty_zip, FaultCode.DAMAGED),
    (hostile.csv_nul, FaultCode.CSV_NUL),
    (hostile.csv_utf16_without_mark, FaultCode.CSV_NUL),
    (hostile.csv_wrong_delimiter, FaultCode.CSV_DELIMITER),
    (hostile.csv_no_encoding, FaultCode.CSV_ENCODING),
    (hostile.csv_uneven, FaultCode.CSV_UNEVEN),
    (hostile.csv_long_line, FaultCode.CSV_LONG_LINE),
    (hostile.csv_open_quote, FaultCode.CSV_QUOTE),
    (hostile.csv_loose_quote, FaultCode.CSV_QUOTE),
]
NAMES = [f"{at}-{code.value}" for at, (_make, code) in enumerate(FILES)]


def _small(path: Path) -> None:
    read_workbook(path)


def _large(path: Path) -> None:
    with open_tables(path):
        pass


@pytest.mark.parametrize("read", [_small, _large])
@pytest.mark.parametrize(("make", "code"), FILES, ids=NAMES)
def test_hostile_file_is_refused_in_words(
    read: Callable[[Path], None], make: Make, code: FaultCode, tmp_path: Path
) -> None:
    path = make(tmp_path / "bestand.xlsx")
    if make is hostile.zip_bomb and read is _large:
        code = FaultCode.PACKED_TOO_TIGHT  # a delivery may be this large, but not this tight
    with pytest.raises(WorkbookFault) as caught:
        read(path)
    assert caught.value.code is code
    for language in ("nl", "en"):
        with override(language):
            text = str(explain(caught.value))
        assert text.endswith(".")
        assert "%(" not in text


def test_far_corner_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkbookFault) as caught:
        read_workbook(hostile.far_corner(tmp_path / "a.xlsx"))
    assert (caught.value.sheet, caught.value.cell) == ("Blad één", "XFD1048576")


def test_too_large_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(SMALL.file_size + 1)
    with pytest.raises(WorkbookFault) as caught:
        read_workbook(path)
    assert caught.value.code is FaultCode.FILE_TOO_LARGE


def _limits(**changed: int) -> Limits:
    return Limits(**(LARGE.as_dict() | changed))


def _tall(path: Path) -> Path:
    rows = "".join(packages.row_xml(number, *("abcdefgh" * 2)) for number in range(1, 60_000))
    return packages.package(path, packages.parts(packages.sheet_xml(rows, "A1:P60000")))


def test_memory_of_the_reader_is_bounded(tmp_path: Path) -> None:
    with (
        pytest.raises(WorkbookFault) as caught,
        open_tables(_tall(tmp_path / "a.xlsx"), _limits(memory=400 * 1024 * 1024)),
    ):
        pass
    assert caught.value.code is FaultCode.TOO_MUCH_MEMORY


def test_processor_time_of_the_reader_is_bounded(tmp_path: Path) -> None:
    with (
        pytest.raises(WorkbookFault) as caught,
        open_tables(_tall(tmp_path / "a.xlsx"), _limits(cpu_seconds=1)),
    ):
        pass
    assert caught.value.code is FaultCode.TOO_SLOW


def test_duration_of_the_reader_is_bounded(tmp_path: Path) -> None:
    with pytest.raises(WorkbookFault) as caught:
        read_workbook(packages.package(tmp_path / "a.xlsx", packages.parts()), _limits(seconds=0))
    assert caught.value.code is FaultCode.TOO_SLOW


@pytest.mark.parametrize("limits", [_limits(cells=3), _limits(rows=1), _limits(columns=1)])
def test_counts_are_bounded(limits: Limits, tmp_path: Path) -> None:
    expected = FaultCode.TOO_MANY_CELLS if limits.cells == 3 else FaultCode.GRID_TOO_LARGE
    sheet = packages.sheet_xml(packages.GOOD_ROWS, dimension="A1")
    book = packages.package(tmp_path / "a.xlsx", packages.parts(sheet))
    text = tmp_path / "a.csv"
    text.write_text("code;aantal\n01;79\n")
    for path in (book, text):
        with pytest.raises(WorkbookFault) as caught:
            read_workbook(path, limits)
        assert caught.value.code is expected
