"""Files that nobody should have to open: each a real file, made small and by hand."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.allocation.workbooks.packages import (
    GOOD_ROWS,
    MAIN,
    OFFICE,
    PACKAGE,
    SHEET,
    XML,
    package,
    parts,
    row_xml,
    sheet_xml,
)


def _sound_bytes() -> bytes:
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    for number in range(200):
        book.active.append([f"{number:02d}", number, "tekst " * 5])
    book.save(buffer)
    return buffer.getvalue()


def far_corner(path: Path) -> Path:
    """One cell in the furthest corner of the sheet, which a dense parser lays out in full."""
    rows = row_xml(1, "Code", "Aantal") + (
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    )
    return package(path, parts(sheet_xml(rows)))


def far_corner_in_first_row(path: Path) -> Path:
    """The far cell hides in a row that says it is the first, written with single quotes."""
    rows = "<row r='1'><c t='inlineStr' r = 'XFD1048576'><is><t>x</t></is></c></row>"
    return package(path, parts(sheet_xml(rows)))


def far_corner_elsewhere(path: Path) -> Path:
    """The sheet stands in a part with another name than usual."""
    rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    content = parts(sheet_xml(GOOD_ROWS))
    content["xl/_rels/workbook.xml.rels"] = str(content["xl/_rels/workbook.xml.rels"]).replace(
        "worksheets/sheet1.xml", "/hidden/far.xml"
    )
    content["hidden/far.xml"] = sheet_xml(rows)
    return package(path, content)


def lying_dimension(path: Path) -> Path:
    """Declares the whole grid and holds two rows."""
    return package(path, parts(sheet_xml(GOOD_ROWS, dimension="A1:XFD1048576")))


def zip_bomb(path: Path) -> Path:
    """A part of 300 MB of zeros in some 300 KB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts().items():
            archive.writestr(name, data)
        with archive.open("xl/media/picture.png", "w") as stream:
            for _ in range(300):
                stream.write(bytes(1024 * 1024))
    return path


def lying_size(path: Path) -> Path:
    """A part that says it unpacks to 100 bytes and unpacks to more."""
    package(path, parts(**{"xl/theme/theme1.xml": "<a>" + "x" * 200_000 + "</a>"}))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/theme/theme1.xml").file_size
    at = data.rfind(struct.pack("<L", size))
    data[at : at + 4] = struct.pack("<L", 100)
    path.write_bytes(data)
    return path


def millions_of_spaces(path: Path) -> Path:
    """Forty million spaces between two rows."""
    rows = row_xml(1, "Code") + " " * 40_000_000 + row_xml(2, "01")
    return package(path, parts(sheet_xml(rows)))


def spaces_in_cells(path: Path) -> Path:
    """Thousands of cells of thirty thousand spaces each."""
    text = " " * 30_000
    rows = "".join(row_xml(number, text) for number in range(1, 1800))
    return package(path, parts(sheet_xml(rows)))


def external_entity(path: Path) -> Path:
    """An entity that would read a file of the server."""
    before = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return package(path, parts(sheet_xml(row_xml(1, "&e;"), before=before)))


def laughs_in_workbook(path: Path) -> Path:
    """Entities within entities, in the part that names the sheets."""
    laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    content = parts()
    content["xl/workbook.xml"] = str(content["xl/workbook.xml"]).replace(XML, XML + laughs)
    return package(path, content)


def doctype_in_utf16(path: Path) -> Path:
    """The same, in letters that a search for ASCII doesn't find."""
    xml = sheet_xml(row_xml(1, "x"), before="<!DOCTYPE x>").replace("UTF-8", "UTF-16")
    return package(path, parts(xml.encode("utf-16")))


def macro(path: Path) -> Path:
    """A workbook with a macro, named xlsx."""
    return package(path, parts(**{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0macro"}))


def macro_type(path: Path) -> Path:
    """A workbook whose type alone says that macros are enabled."""
    content = parts()
    name = "[Content_Types].xml"
    content[name] = str(content[name]).replace(
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return package(path, content)


def external_link(path: Path) -> Path:
    """A workbook that takes values from another one."""
    return package(path, parts(**{"xl/externalLinks/externalLink1.xml": "<externalLink/>"}))


def external_relation(path: Path) -> Path:
    """A sheet that fetches a picture from the internet."""
    rels = (
        f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/image" Target="https://example.org/p.png" TargetMode="External"/>'
        "</Relationships>"
    )
    return package(path, parts(**{"xl/worksheets/_rels/sheet1.xml.rels": rels}))


def embedded_object(path: Path) -> Path:
    """A workbook with another file inside."""
    return package(path, parts(**{"xl/embeddings/oleObject1.bin": b"MZ program"}))


def encrypted(path: Path) -> Path:
    """An OLE container as Excel makes one for a file with a password."""
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    path.write_bytes(start + "EncryptedPackage".encode("utf-16-le") + bytes(3000))
    return path


def encrypted_zip(path: Path) -> Path:
    """A zip whose parts say that they are encrypted."""
    package(path, parts())
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)
    return path


def old_excel(path: Path) -> Path:
    """An xls of before 2007."""
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    path.write_bytes(start + "Workbook".encode("utf-16-le") + bytes(3000))
    return path


def truncated(path: Path) -> Path:
    """Two thirds of a workbook, as after a broken download."""
    data = _sound_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    return path


def corrupted(path: Path) -> Path:
    """A workbook with some bytes of its sheet overwritten."""
    package(path, parts())
    data = bytearray(path.read_bytes())
    at = data.find(SHEET.encode()) + len(SHEET) + 10
    data[at : at + 20] = b"\xff" * 20
    path.write_bytes(data)
    return path


def broken_xml(path: Path) -> Path:
    """A sheet that stops in the middle."""
    return package(path, parts(f'{XML}<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1">'))


def same_part_twice(path: Path) -> Path:
    """Two parts of one name: checker and parser could look at different ones."""
    package(path, parts())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET.upper(), sheet_xml(GOOD_ROWS))
    return path


def unusual_packing(path: Path) -> Path:
    """Packed as no office program does, and spoiled."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
    content = bytearray(path.read_bytes())
    content[60:90] = bytes(sign ^ 0x5A for sign in content[60:90])
    path.write_bytes(content)
    return path


def many_parts(path: Path) -> Path:
    """Thousands of empty parts."""
    return package(path, parts(**{f"xl/media/{number}.png": b"" for number in range(2000)}))


def no_sheets(path: Path) -> Path:
    """A workbook without a sheet."""
    content = parts()
    content["xl/workbook.xml"] = f'{XML}<workbook xmlns="{MAIN}"><sheets/></workbook>'
    return package(path, content)


def other_zip(path: Path) -> Path:
    """A zip that is no workbook at all."""
    return package(path, {"notes.txt": "hello"})


def word(path: Path) -> Path:
    """A Word document, renamed."""
    return package(path, {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})


def opendocument(path: Path) -> Path:
    """A sheet of LibreOffice, renamed."""
    return package(path, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})


def of_bytes(data: bytes) -> Callable[[Path], Path]:
    """A file of these bytes."""

    def make(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return make


program = of_bytes(b"MZ\x90\x00" + bytes(500))
linux_program = of_bytes(b"\x7fELF" + bytes(500))
pdf = of_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj")
html = of_bytes(b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>")
xml = of_bytes(b'<?xml version="1.0"?><Workbook/>')
picture = of_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
empty = of_bytes(b"")
blank = of_bytes(b" \r\n \r\n")
empty_zip = of_bytes(b"PK\x05\x06" + bytes(18))
csv_nul = of_bytes(b"code;aantal\n01;79\n02;\x0058\n")
csv_utf16_without_mark = of_bytes("code;aantal\n01;79\n".encode("utf-16-le"))
csv_wrong_delimiter = of_bytes(b"code|aantal\n01|79\n")
csv_no_encoding = of_bytes(b"code;aantal\n01;79\n\x81\x8d;5\n")
csv_uneven = of_bytes(b"code,aantal\n01,79\n02,58,5\n03,1,2\n")
csv_long_line = of_bytes(b"code;aantal\n" + b"x" * 200_000 + b";1\n")
csv_open_quote = of_bytes(b'code;aantal\n"01;79\n02;58\n')
csv_loose_quote = of_bytes(b'code;aantal\n01;"7"9\n')
