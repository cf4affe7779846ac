"""What a file is by its first bytes, whatever its name says."""

from pathlib import Path

from allocation.workbooks.faults import FaultCode, WorkbookFault
from allocation.workbooks.model import FileKind

HEAD = 4096
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes → what it seems to be; the words are translated where they are shown.
_KNOWN = (
    (b"%PDF", "pdf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
)


def kind_of(path: Path) -> FileKind:
    """Xlsx (any zip, checked further by the guard) or csv (any text that is no other known kind).

    Raises WorkbookFault for an empty file and for every other kind, naming it.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip():
        raise WorkbookFault(FaultCode.EMPTY_FILE)
    if head.startswith(ZIP):
        return FileKind.XLSX
    if head.startswith(b"PK"):
        raise WorkbookFault(FaultCode.DAMAGED)
    if head.startswith(OLE):
        raise WorkbookFault(_inside_ole(path))
    for start, name in _KNOWN:
        if head.startswith(start):
            raise WorkbookFault(FaultCode.WRONG_TYPE, found=name)
    _refuse_markup(head)
    return FileKind.CSV


def _refuse_markup(head: bytes) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<table", b"<script")):
        raise WorkbookFault(FaultCode.WRONG_TYPE, found="html")
    if start.startswith((b"<?xml", b"<!doctype")):
        raise WorkbookFault(FaultCode.WRONG_TYPE, found="xml")


def _inside_ole(path: Path) -> FaultCode:
    """OLE holds an encrypted xlsx or a workbook of before 2007; its names are UTF-16."""
    wanted = {
        "EncryptedPackage".encode("utf-16-le"): FaultCode.ENCRYPTED,
        "Workbook".encode("utf-16-le"): FaultCode.OLD_EXCEL,
        "Book".encode("utf-16-le"): FaultCode.OLD_EXCEL,
    }
    found: set[FaultCode] = set()
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(1024 * 1024):
            window = tail + chunk
            found |= {code for name, code in wanted.items() if name in window}
            tail = window[-64:]
    for code in (FaultCode.ENCRYPTED, FaultCode.OLD_EXCEL):
        if code in found:
            return code
    return FaultCode.WRONG_TYPE
