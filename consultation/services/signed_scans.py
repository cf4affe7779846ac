"""Judging a file in which somebody signed by what it is: a pdf, or a picture of paper.

A picture is walked through, never drawn: a program that opens it must not be led astray by it.
"""

import struct
import zlib
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from allocation.errors import Refused
from consultation.services.focus_files import LARGEST, judged

PDF = ".pdf"
ENDINGS = (PDF, ".jpg", ".jpeg", ".png")
ACCEPT = ",".join(ENDINGS)
WIDEST = 12_000  # points a side; an A4 at 600 dots an inch has 7,016
_PNG_HEAD = 8
_JPG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_DAMAGED = _("The picture is damaged. Make a new scan or photo.")
_TOO_WIDE = _("The picture is too large to look at. Make it smaller: at most 12,000 points a side.")


def judge_signed(path: Path, name: str) -> str:
    """The ending under which a signed form is kept; Refused with what to do otherwise."""
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise Refused(_("Only pdf, jpg and png can be added."))
    size = path.stat().st_size
    if not size:
        raise Refused(_("The file is empty."))
    if size > LARGEST:
        raise Refused(_("The file is larger than 10 MB. Make it smaller."))
    judged(path, name)
    try:
        if ending == ".png":
            _walk_png(path.read_bytes())
        elif ending != PDF:
            _walk_jpg(path.read_bytes())
    except (struct.error, IndexError):
        raise Refused(_DAMAGED) from None
    return ".jpg" if ending == ".jpeg" else ending


def _walk_png(content: bytes) -> None:
    """Every part must be whole, and nothing may stand behind the last."""
    place, first = _PNG_HEAD, True
    while place < len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        body = content[place + 8 : place + 8 + length]
        (check,) = struct.unpack(">I", content[place + 8 + length : place + 12 + length])
        if len(body) != length or zlib.crc32(kind + body) != check or first != (kind == b"IHDR"):
            raise Refused(_DAMAGED)
        if first:
            _bound(*struct.unpack(">II", body[:8]))
        first = False
        place += 12 + length
        if kind == b"IEND":
            break
    else:
        raise Refused(_DAMAGED)
    if place != len(content):
        raise Refused(_DAMAGED)


def _walk_jpg(content: bytes) -> None:
    """From part to part up to the picture itself, which says its size before it begins."""
    place, measured = 2, False
    while True:
        if content[place] != 0xFF:
            raise Refused(_DAMAGED)
        kind = content[place + 1]
        if kind == 0xFF:  # filling
            place += 1
            continue
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        if kind in _JPG_SIZES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            _bound(width, height)
            measured = True
        if kind == 0xDA:
            break
        if length < 2:
            raise Refused(_DAMAGED)
        place += 2 + length
    if not measured or not content.rstrip(b"\x00").endswith(b"\xff\xd9"):
        raise Refused(_DAMAGED)


def _bound(width: int, height: int) -> None:
    if not width or not height:
        raise Refused(_DAMAGED)
    if max(width, height) > WIDEST:
        raise Refused(_TOO_WIDE)
