"""Pdfs, pictures and other files that nobody should take in, each by what is wrong with it."""

import io
import random
import zipfile
import zlib
from collections.abc import Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer

from tests.consultation.signed_world import a_png

File = tuple[str, bytes]
HEAD, END = b"%PDF-1.7\n", b"\nstartxref\n0\n%%EOF\n"


def a_pdf(*objects: bytes, root: bytes = b"", trailer: bytes = b"") -> bytes:
    """A small pdf of one page by hand, with more in its root and more objects (from number 4)."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    out, places = bytearray(HEAD), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(places) + 1, trailer)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def running() -> Iterator[File]:
    """What runs, opens or sends something, or holds another file."""
    roots = {
        "javascript": b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        "escaped": b"/OpenAction << /S /J#61vaScript /#4aS (app.alert(1)) >>",
        "launch": b"/OpenAction << /S /Launch /F (cmd.exe) >>",
        "submit": b"/OpenAction << /S /SubmitForm /F (http://example.org) >>",
        "import": b"/OpenAction << /S /ImportData /F (x.fdf) >>",
        "go-to-remote": b"/OpenAction << /S /GoToR /F (other.pdf) >>",
        "go-to-embedded": b"/OpenAction << /S /GoToE /D (x) >>",
        "rendition": b"/OpenAction << /S /Rendition /OP 0 >>",
        "on-close": b"/AA << /WC << /S /JavaScript /JS (x) >> >>",
        "named-scripts": b"/Names << /JavaScript << /Names [(a) 4 0 R] >> >>",
        "embedded": b"/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>",
        "xfa": b"/AcroForm << /XFA (x) /Fields [] >>",
    }
    for name, root in roots.items():
        yield f"{name}.pdf", a_pdf(b"<< /A 1 >>", root=root)
    marks = {
        "attachment": b"<< /Type /Annot /Subtype /FileAttachment /FS 5 0 R >>",
        "rich-media": b"<< /Type /Annot /Subtype /RichMedia >>",
        "button": b"<< /Type /Annot /Subtype /Widget /A << /S /Launch /F (x) >> >>",
        "file": b"<< /Type /Filespec /F (x.exe) /EF << /F 5 0 R >> >>",
        "nested": b"<< /A [[[<< /B << /S /JavaScript /JS (x) >> >>]]] >>",
    }
    for name, mark in marks.items():
        yield f"{name}.pdf", a_pdf(mark, b"<< /A 1 >>")


def packed(form: bytes) -> Iterator[File]:
    """What is packed so that a look at the bytes does not show it; and a locked pdf."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    def action(kind: str) -> generic.DictionaryObject:
        name = generic.NameObject
        return generic.DictionaryObject(
            {name("/S"): name(f"/{kind}"), name("/JS"): generic.pdf_string("x")}
        )

    for kind in ("JavaScript", "Launch"):
        writer = copy_into_new_writer(
            PdfFileReader(io.BytesIO(form)), writer_kwargs={"stream_xrefs": True}
        )
        stream = writer.prepare_object_stream()
        ref = writer.add_object(action(kind), obj_stream=stream)
        writer.root["/OpenAction"] = ref
        yield f"packed-{kind.lower()}.pdf", written(writer)
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(form)))
    writer.encrypt("geheim")
    yield "locked.pdf", written(writer)
    update = IncrementalPdfFileWriter(io.BytesIO(form))
    update.root["/OpenAction"] = update.add_object(action("JavaScript"))
    update.update_root()
    first = written(update)
    yield "in-a-later-revision.pdf", first
    gone = IncrementalPdfFileWriter(io.BytesIO(first))
    del gone.root["/OpenAction"]
    gone.update_root()
    yield "in-an-earlier-revision.pdf", written(gone)


def written(writer: PdfFileWriter | IncrementalPdfFileWriter) -> bytes:
    """What it writes."""
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def broken(signed: bytes) -> Iterator[File]:
    """Cut, bent and blown up pdfs; `signed` is a good one."""
    yield "empty.pdf", b""
    yield "head.pdf", HEAD
    yield "head-and-end.pdf", HEAD + END
    for part in range(1, 9):
        yield f"cut-{part}.pdf", signed[: len(signed) * part // 9]
        yield f"cut-{part}-with-an-end.pdf", signed[: len(signed) * part // 9] + END
    for seed in range(6):
        noise = random.Random(seed).randbytes(4000)  # noqa: S311
        yield f"noise-{seed}.pdf", HEAD + noise + END
    start = signed.index(b"/ByteRange")
    stop = signed.index(b"]", start) + 1
    for name, piece in {
        "nothing": b"[0 0 0 0]",
        "negative": b"[0 -5 9 9]",
        "huge": b"[0 999999999999 1 1]",
        "words": b"[a b c d]",
    }.items():
        ranged = b"/ByteRange " + piece
        yield f"covers-{name}.pdf", signed[:start] + ranged.ljust(stop - start) + signed[stop:]
    hole = signed.index(b"/Contents <") + 11
    for name, sign in {"zeros": b"0", "noise": b"7"}.items():
        yield f"signature-of-{name}.pdf", signed[:hole] + sign * 2000 + signed[hole + 2000 :]
    for seed in range(10):
        place = random.Random(seed).randrange(200, len(signed) - 200)  # noqa: S311
        yield f"bent-{seed}.pdf", signed[:place] + bytes([signed[place] ^ 21]) + signed[place + 1 :]
    yield "deep.pdf", a_pdf(b"[" * 50_000 + b"]" * 50_000)
    yield "many.pdf", a_pdf(*[b"<< /A 1 >>"] * 25_000)
    yield "bomb.pdf", _bomb()
    yield "too-large.pdf", HEAD + b"%" * (11 * 1024 * 1024) + END


def _bomb() -> bytes:
    """An xref packed as a stream that unpacks to a gigabyte."""
    squeeze = zlib.compressobj(9)
    pieces = [squeeze.compress(b"\x00" * (1 << 20)) for _piece in range(1024)]
    data = b"".join(pieces) + squeeze.flush()
    head = b"<< /Type /XRef /Size 9 /W [1 4 2] /Root 1 0 R /Filter /FlateDecode /Length %d >>"
    start = len(HEAD)
    out = HEAD + b"1 0 obj\n" + head % len(data) + b"\nstream\n" + data + b"\nendstream\nendobj\n"
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def disguised() -> Iterator[File]:
    """Other kinds of files, under their own name or another's."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    page = b"<html><script>alert(1)</script></html>"
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    xml = b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"
    mail = b"From: a@example.org\r\nDate: Mon, 2 Feb 2026 09:00:00 +0100\r\n\r\nAkkoord\r\n"
    kinds = {"html": page, "svg": svg, "xml": xml, "eml": mail, "zip": box.getvalue()}
    for kind, content in kinds.items():
        yield f"file.{kind}", content
        for ending in ("pdf", "png", "jpg"):
            yield f"{kind}.{ending}", content
    for name in ("form.pdf.exe", "form", ".pdf", "form.docm", "form.msg", "form.js", "form.gif"):
        yield name, b"MZ" + b"\x00" * 600


def pictures() -> Iterator[File]:
    """Pictures that are cut, bent, too wide, or hold something behind their end."""
    good = a_png()
    yield "cut.png", good[:-20]
    yield "bent.png", good[:60] + bytes([good[60] ^ 1]) + good[61:]
    yield "behind.png", good + b"PK\x03\x04<script>"
    yield "wide.png", a_png(width=12_001, height=2)
    yield "nothing-wide.png", a_png(width=0, height=2)
    yield "ends-only.png", good[:8] + b"IEND\xaeB`\x82"
    start = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    size = b"\xff\xc0\x00\x0b\x08%s\x01\x01\x11\x00"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00"
    yield "no-size.jpg", start + scan + b"\xff\xd9"
    yield "wide.jpg", start + size % b"\xff\xff\xff\xff" + scan + b"\xff\xd9"
    yield "cut.jpg", start + size % b"\x00\x10\x00\x10" + scan
    yield "behind.jpg", start + size % b"\x00\x10\x00\x10" + scan + b"\xff\xd9<?php x ?>"
    yield "short.jpg", b"\xff\xd8\xff\xd9"
