"""What goes with a message: a file, mostly a pdf, made from frozen records when it is read or sent.

An enclosure is kept as a reference, so a mailing to a hundred people stores a hundred names and no
files. The app that knows the records registers how its kind is drawn.
"""

from collections.abc import Callable

from django.utils import translation

from allocation.selectors.recipients import Enclosure

PDF = "application/pdf"
Draw = Callable[[str], bytes]
_kinds: dict[str, Draw] = {}
_types: dict[str, str] = {}


def draws(kind: str, *, content_type: str = PDF) -> Callable[[Draw], Draw]:
    """Registers the function that makes the file of this kind from the key of an enclosure."""

    def register(draw: Draw) -> Draw:
        _kinds[kind] = draw
        _types[kind] = content_type
        return draw

    return register


def content_of(enclosure: Enclosure, language: str) -> bytes:
    """The file in the language of its reader; LookupError for a kind that nobody draws."""
    if enclosure.kind not in _kinds:
        raise LookupError(f"nobody draws enclosures of the kind {enclosure.kind!r}")
    with translation.override(language):
        return _kinds[enclosure.kind](enclosure.key)


def type_of(enclosure: Enclosure) -> str:
    """What the file is mailed and served as."""
    return _types.get(enclosure.kind, PDF)
