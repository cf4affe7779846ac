"""What can be wrong with a file, as codes with parameters; texts are made one room higher."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

Param = str | int


class FaultCode(StrEnum):
    """Why a file is refused. In brackets: the parameters that come with it."""

    EMPTY_FILE = "empty_file"
    FILE_TOO_LARGE = "file_too_large"  # found, most (bytes)
    WRONG_TYPE = "wrong_type"  # found: what it seems to be ("pdf", "html", "program", "unknown" …)
    OLD_EXCEL = "old_excel"  # .xls of before 2007
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_MANY_PARTS = "too_many_parts"  # found, most
    UNPACKS_TOO_LARGE = "unpacks_too_large"  # most (bytes)
    PACKED_TOO_TIGHT = "packed_too_tight"  # part, most (times)
    DOCTYPE = "doctype"  # part
    OTHER_ENCODING = "other_encoding"  # part
    MACROS = "macros"
    EXTERNAL_LINKS = "external_links"
    EMBEDDED = "embedded"  # part
    GRID_TOO_LARGE = "grid_too_large"  # rows, columns (most); sheet and cell say where
    TOO_MANY_CELLS = "too_many_cells"  # found, most
    TOO_SPARSE = "too_sparse"  # cells
    NO_SHEETS = "no_sheets"
    UNREADABLE = "unreadable"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_SLOW = "too_slow"
    CSV_NUL = "csv_nul"  # line
    CSV_ENCODING = "csv_encoding"  # line
    CSV_DELIMITER = "csv_delimiter"
    CSV_UNEVEN = "csv_uneven"  # line, found, expected
    CSV_LONG_LINE = "csv_long_line"  # line, most
    CSV_QUOTE = "csv_quote"  # line


class WorkbookFault(Exception):
    """A file that can't be taken in: why (`code`, `params`) and, where known, where.

    Params are sizes, line numbers, sheet and part names: never what stands in a cell.
    """

    def __init__(
        self, code: FaultCode, *, sheet: str = "", cell: str = "", **params: Param
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.sheet = sheet
        self.cell = cell
        self.params: Mapping[str, Param] = MappingProxyType(dict(params))
