"""Judging an attachment by what it is, not by what it is called. Nothing here stores anything."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allocation.errors import Refused
from allocation.workbooks import FaultCode, Limits, WorkbookFault
from allocation.workbooks.archive import inspect_archive, inspect_document
from allocation.workbooks.limits import MEGABYTE

LARGEST = 10 * MEGABYTE
LONGEST_NAME = 120  # characters
END = 2048  # bytes at the end in which a reader looks for the mark of the end
# Of a document that is only kept and never parsed here: the bounds of the check itself.
KEPT = Limits(
    file_size=LARGEST,
    unpacked_size=200 * MEGABYTE,
    ratio=500,
    parts=2000,
    rows=20_000,
    columns=500,
    cells=500_000,
    memory=1024 * MEGABYTE,
    cpu_seconds=40,
    seconds=60,
)
# What runs or opens something in a pdf, as names of the format.
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # a sign of a name may be written so
_RUNNING = {FaultCode.MACROS, FaultCode.EXTERNAL_LINKS, FaultCode.EMBEDDED}
RUNS = _(
    "The document holds macros, an embedded object or something that it fetches elsewhere. Save it "
    "as pdf and add that."
)
DAMAGED = _("The document is damaged or packed in an unusual way. Save it as pdf and add that.")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"<>|:*?%&;`$'\\/{}]")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that may be added: how its names end, and what it is served as."""

    endings: tuple[str, ...]
    content_type: str


PDF = Kind((".pdf",), "application/pdf")
DOCX = Kind((".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = Kind((".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PNG = Kind((".png",), "image/png")
JPG = Kind((".jpg", ".jpeg"), "image/jpeg")
KINDS = (PDF, DOCX, XLSX, PNG, JPG)
ENDINGS = ",".join(ending for kind in KINDS for ending in kind.endings)


def kind_named(name: str) -> Kind | None:
    """The kind that a name promises."""
    ending = Path(name).suffix.lower()
    return next((kind for kind in KINDS if ending in kind.endings), None)


def judged(path: Path, name: str) -> Kind:
    """The kind of a file, which is what its name says; Refused, with the reason, otherwise."""
    kind = kind_named(name)
    if kind is None:
        raise Refused(_("Only pdf, docx, xlsx, png and jpg can be added."))
    size = path.stat().st_size
    if not size:
        raise Refused(_("The file is empty."))
    if size > LARGEST:
        raise Refused(_("The file is larger than 10 MB. Make it smaller."))
    _CHECKS[kind](path)
    return kind


def clean_name(name: str) -> str:
    """A name that is safe to show and to save under: no folders, no signs that mislead."""
    base = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(one for one in base if unicodedata.category(one) not in {"Cc", "Cf", "Cs"})
    words = " ".join(_UNSAFE.sub(" ", visible).split()).lstrip(". ")
    stem, ending = Path(words).stem.strip(". "), Path(words).suffix.lower()
    return f"{(stem or 'bijlage')[: LONGEST_NAME - len(ending)]}{ending}"


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(END)
        file.seek(max(path.stat().st_size - END, 0))
        return head, file.read()


def _check_pdf(path: Path) -> None:
    head, tail = _ends(path)
    if not head.startswith(b"%PDF-") or b"%%EOF" not in tail:
        raise _other(_("a complete pdf"))
    if _ACTIVE.search(_ESCAPED.sub(_unescaped, path.read_bytes())):
        raise Refused(
            _(
                "The pdf holds a script, a form that runs or another file. Print it to a new pdf "
                "and add that."
            )
        )


def _unescaped(sign: re.Match[bytes]) -> bytes:
    return bytes.fromhex(sign[1].decode())


def _check_png(path: Path) -> None:
    head, tail = _ends(path)
    if not head.startswith(b"\x89PNG\r\n\x1a\n") or b"IEND" not in tail[-64:]:
        raise _other(_("a complete png"))


def _check_jpg(path: Path) -> None:
    head, tail = _ends(path)
    if not head.startswith(b"\xff\xd8\xff") or b"\xff\xd9" not in tail:
        raise _other(_("a complete jpg"))


def _check_docx(path: Path) -> None:
    _check_package(path, lambda: inspect_document(path, KEPT), _("a Word document (docx)"))


def _check_xlsx(path: Path) -> None:
    _check_package(path, lambda: inspect_archive(path, KEPT), _("an Excel file (xlsx)"))


def _check_package(path: Path, inspect: Callable[[], object], expected: Promise) -> None:
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            raise _other(expected)
    try:
        inspect()
    except WorkbookFault as fault:
        if fault.code is FaultCode.WRONG_TYPE:
            raise _other(expected) from None
        raise Refused(RUNS if fault.code in _RUNNING else DAMAGED) from None


def _other(expected: Promise) -> Refused:
    return Refused(_("The file is not %(kind)s, though its name says so.") % {"kind": expected})


_CHECKS: dict[Kind, Callable[[Path], None]] = {
    PDF: _check_pdf,
    DOCX: _check_docx,
    XLSX: _check_xlsx,
    PNG: _check_png,
    JPG: _check_jpg,
}
