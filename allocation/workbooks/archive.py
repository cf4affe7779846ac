"""The check of an xlsx as a zip: its parts, their true sizes, and what may not be in them."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from allocation.workbooks.faults import FaultCode, WorkbookFault
from allocation.workbooks.grid import GridScan, SheetFacts
from allocation.workbooks.limits import MEGABYTE, Limits
from allocation.workbooks.sheetnames import sheet_names

CHUNK = MEGABYTE
LONGEST_TEXT = 4 * MEGABYTE  # a cell holds 32,767 characters; no tag in 4 MB is no worksheet
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MARKUP = (".xml", ".rels", ".vml")
# Where in a package the things stand that no delivery needs.
FORBIDDEN = (
    (re.compile(r"vbaproject|vbadata|/macrosheets/", re.I), FaultCode.MACROS),
    (
        re.compile(r"/externallinks/|/connections\.xml|/querytables/", re.I),
        FaultCode.EXTERNAL_LINKS,
    ),
    (
        re.compile(r"/embeddings/|/activex/|/ctrlprops/|oleobject|/webextensions/", re.I),
        FaultCode.EMBEDDED,
    ),
)
OTHER_FILES = {
    "word/document.xml": "word",
    "ppt/presentation.xml": "powerpoint",
    "xl/workbook.bin": "xlsb",
    "mimetype": "opendocument",
}
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_ENCODING = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)", re.I)
_EXTERNAL = re.compile(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.I)


def inspect_archive(path: Path, limits: Limits) -> Sequence[SheetFacts]:
    """Checks every part of an xlsx, streaming; returns what its sheets hold, in order.

    Raises WorkbookFault at the first thing that makes the file unfit to parse.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_directory(parts, limits)
            names = sheet_names(archive)
            facts = _check_parts(archive, parts, names, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise WorkbookFault(FaultCode.DAMAGED) from None
    return [facts[part] for part in names if part in facts]


def inspect_document(path: Path, limits: Limits) -> None:
    """The same checks for a text document (docx), which holds no grid. Raises WorkbookFault."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_directory(parts, limits, "word/document.xml")
            _check_parts(archive, parts, None, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise WorkbookFault(FaultCode.DAMAGED) from None


def _check_directory(
    parts: Sequence[zipfile.ZipInfo], limits: Limits, heart: str = "xl/workbook.xml"
) -> None:
    """What the list of parts gives away before one of them is opened; `heart` must be there."""
    if len(parts) > limits.parts:
        raise WorkbookFault(FaultCode.TOO_MANY_PARTS, found=len(parts), most=limits.parts)
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names):
        raise WorkbookFault(FaultCode.DAMAGED)
    if any(part.flag_bits & 1 for part in parts):
        raise WorkbookFault(FaultCode.ENCRYPTED)
    if sum(part.file_size for part in parts) > limits.unpacked_size:
        raise WorkbookFault(FaultCode.UNPACKS_TOO_LARGE, most=limits.unpacked_size)
    # Office reads these two alone; others unpack without a bound on what one read gives.
    if any(part.compress_type not in METHODS for part in parts):
        raise WorkbookFault(FaultCode.DAMAGED)
    for part in parts:
        _check_name(part.filename)
        packed = max(part.compress_size, 1)
        if part.file_size > MEGABYTE and part.file_size / packed > limits.ratio:
            raise WorkbookFault(
                FaultCode.PACKED_TOO_TIGHT, part=part.filename[:200], most=limits.ratio
            )
    if heart not in names:
        found = next((kind for part, kind in OTHER_FILES.items() if part in names), "archive")
        raise WorkbookFault(FaultCode.WRONG_TYPE, found=found)


def _check_name(name: str) -> None:
    for pattern, code in FORBIDDEN:
        if pattern.search("/" + name):
            if code is FaultCode.EMBEDDED:
                raise WorkbookFault(code, part=name[:200])
            raise WorkbookFault(code)


def _check_parts(
    archive: zipfile.ZipFile,
    parts: Sequence[zipfile.ZipInfo],
    names: dict[str, str] | None,
    limits: Limits,
) -> dict[str, SheetFacts]:
    facts: dict[str, SheetFacts] = {}
    total = cells = 0
    for part in parts:
        markup = part.filename.lower().endswith(MARKUP)
        # Every xml part is measured: a sheet may stand anywhere in the package.
        measured = markup and names is not None
        sheet = (names or {}).get(part.filename, part.filename)
        scan = GridScan(sheet, limits) if measured else None
        for tags in _pieces(archive, part, markup):
            total += len(tags)
            if total > limits.unpacked_size:
                raise WorkbookFault(FaultCode.UNPACKS_TOO_LARGE, most=limits.unpacked_size)
            if markup:
                _check_markup(part.filename, tags)
            if scan:
                scan.feed(tags)
        if scan and names and part.filename in names:
            facts[part.filename] = scan.facts()
            cells += facts[part.filename].cells
            if cells > limits.cells:
                raise WorkbookFault(FaultCode.TOO_MANY_CELLS, most=limits.cells)
    return facts


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo, markup: bool) -> Iterator[bytes]:
    """The bytes of a part, cut behind a tag so that no tag falls in two."""
    rest = b""
    first = True
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if first and markup:
                _check_encoding(part.filename, chunk)
            first = False
            window = rest + chunk
            cut = window.rfind(b">") + 1 if markup else len(window)
            rest = window[cut:]
            if len(rest) > LONGEST_TEXT:
                raise WorkbookFault(FaultCode.DAMAGED)
            yield window[:cut]
    yield rest


def _check_encoding(name: str, start: bytes) -> None:
    """Only UTF-8: in another encoding the checks would look at other letters than the parser."""
    declared = _ENCODING.match(start[:400])
    other = declared and declared[1].strip().lower() not in {b"utf-8", b"utf8", b"us-ascii"}
    if other or b"\x00" in start[:8] or start[:2] in {b"\xfe\xff", b"\xff\xfe"}:
        raise WorkbookFault(FaultCode.OTHER_ENCODING, part=name[:200])


def _check_markup(name: str, tags: bytes) -> None:
    if b"<!" in tags and _DECLARATION.search(tags):
        raise WorkbookFault(FaultCode.DOCTYPE, part=name[:200])
    if name.endswith(".rels"):
        for tag in _EXTERNAL.findall(tags):
            # A mail address that Excel made clickable is harmless; a source of data is not.
            if b"/hyperlink" not in tag:
                raise WorkbookFault(FaultCode.EXTERNAL_LINKS)
    elif name.lower() == "[content_types].xml" and b"macroenabled" in tags.lower():
        raise WorkbookFault(FaultCode.MACROS)
