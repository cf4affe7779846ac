"""Whether a signed pdf shows what the blank form shows, with nothing but signatures added.

A signature covers whatever stands in the file when it is put; so what was added before it must be
looked at as well. Signing adds a revision: here nothing in it may touch what a page draws.
"""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

# What signing programs write in the root of a document.
_ROOT = {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version", "/Perms", "/ESIC"}
_PAGE = {"/Annots", "/Tabs", "/StructParents"}
LARGEST_SHARE = 0.25  # of a page that the picture of a signature may cover


def only_signed(reader: PdfFileReader) -> bool:
    """Whether all revisions after the first added signatures and nothing else that shows."""
    last = reader.xrefs.total_revisions - 1
    old, new = reader.get_historical_resolver(0), reader.get_historical_resolver(last)
    if not _same_but(old.root, new.root, _ROOT):
        return False
    redefined = {
        ref
        for number in range(1, last + 1)
        for ref in reader.xrefs.explicit_refs_in_revision(number)
    }
    pages = dict(_pages(old, old.root.raw_get("/Pages")))
    for ref, page in pages.items():
        now = new(ref)
        if not _same_but(page, now, _PAGE) or not _signs_only(page, now, new):
            return False
    drawn: set[generic.Reference] = set()
    _reach(old, old.root.raw_get("/Pages"), drawn)
    return not (drawn & redefined) - set(pages)


def _pages(at: HistoricalResolver, node: Any) -> Iterator[tuple[generic.Reference, Any]]:
    """The pages of the blank form (our own, so a tree without loops)."""
    found = at(node.reference)
    if found["/Type"] == "/Page":
        yield node.reference, found
        return
    for kid in found["/Kids"]:
        yield from _pages(at, kid)


def _same_but(old: Any, new: Any, apart: set[str]) -> bool:
    """Whether two dictionaries hold the same, references taken as they are, but for some keys."""
    if not isinstance(new, generic.DictionaryObject):
        return False
    keys = set(old) - apart
    return keys == set(new) - apart and all(old.raw_get(k) == new.raw_get(k) for k in keys)


def _signs_only(old: Any, new: Any, at: HistoricalResolver) -> bool:
    """Whether what is new over a page are fields of signatures, which leave the page readable."""
    there = list(old.get("/Annots", ()))
    marks = list(new.get("/Annots", ()))
    if marks[: len(there)] != there:
        return False
    left, bottom, right, top = (float(side) for side in old["/MediaBox"])
    covered = 0.0
    for mark in marks[len(there) :]:
        found = at(mark.reference) if isinstance(mark, generic.IndirectObject) else mark
        kind = found.get("/FT") or found.get("/Parent", {}).get("/FT")
        if found.get("/Subtype") != "/Widget" or kind != "/Sig":
            return False
        x, y, x2, y2 = (float(side) for side in found.get("/Rect", (0, 0, 0, 0)))
        covered += abs(x2 - x) * abs(y2 - y)
    return covered <= LARGEST_SHARE * (right - left) * (top - bottom)


def _reach(at: HistoricalResolver, found: Any, seen: set[generic.Reference]) -> None:
    """All that the pages lead to in the blank form, but for its structure beside the pages."""
    if isinstance(found, generic.IndirectObject):
        if found.reference in seen:
            return
        seen.add(found.reference)
        found = at(found.reference)
    if isinstance(found, generic.DictionaryObject):
        for key in found:
            if key != "/Parent":
                _reach(at, found.raw_get(key), seen)
    elif isinstance(found, generic.ArrayObject):
        for place in range(len(found)):
            _reach(at, found.raw_get(place), seen)
