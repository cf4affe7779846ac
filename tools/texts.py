"""Find the texts to translate in the portal's Python files and templates.

Uses babel instead of GNU gettext's programs, which are not on every machine.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import django.conf
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["bols_portal", "allocation", "consultation", "complaints"]
TEMPLATES = ["templates", *PACKAGES]
LEFT_OUT = {"migrations", "__pycache__"}
# Function → positions of (context,) singular and plural. N_ marks a text for later, without Django.
KEYWORDS = {
    **dict.fromkeys(["_", "N_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}

# context (or None) and text: what gettext looks a translation up with
Key = tuple[str | None, str]


@dataclass
class Text:
    """A text in the code: its plural, if it has one, and where it stands."""

    plural: str | None = None
    places: list[str] = field(default_factory=list)


def texts_of(root: Path = ROOT) -> dict[Key, Text]:
    """Return every text to translate under `root`, in order of first appearance."""
    if not django.conf.settings.configured:
        django.conf.settings.configure()  # templatize() asks for nothing but a charset
    found: dict[Key, Text] = {}
    for path in [*_files(root, PACKAGES, "*.py"), *_files(root, TEMPLATES, "*.html", "*.txt")]:
        for line, context, message in _in_file(path):
            singular, plural = message if isinstance(message, tuple) else (message, None)
            text = found.setdefault((context, singular), Text())
            text.plural = text.plural or plural
            text.places.append(f"{path.relative_to(root).as_posix()}:{line}")
    return found


def _files(root: Path, folders: Iterable[str], *patterns: str) -> list[Path]:
    found = {
        path
        for folder in folders
        for pattern in patterns
        for path in (root / folder).rglob(pattern)
        if not LEFT_OUT & set(path.relative_to(root).parts)
    }
    return sorted(found)


def _in_file(path: Path) -> Iterator[tuple[int, str | None, str | tuple[str, str]]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # The result is not quite Python: indentation means nothing in a template.
        lines = templatize(source, origin=str(path)).splitlines()
        source = "\n".join(line.strip() for line in lines)
    stream = io.BytesIO(source.encode())
    for line, message, _comments, context in extract("python", stream, keywords=KEYWORDS):
        if isinstance(message, tuple):
            yield line, context, (message[-2], message[-1])
        else:
            yield line, context, message
