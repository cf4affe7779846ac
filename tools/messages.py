"""Merge and compile the Dutch catalogue, and say what is wrong with it: `make messages`.

Every area keeps its Dutch in `locale/nl/parts/<area>.po`. This merges them into
`locale/nl/LC_MESSAGES/django.po` and compiles the `.mo` that Django reads. Both are the same, byte
for byte, on every machine. `--check` writes nothing.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib

from tools.texts import ROOT, Key, Text, texts_of

DUTCH = Path("locale/nl")
CATALOGUE = DUTCH / "LC_MESSAGES" / "django.po"
METADATA = {
    "Project-Id-Version": "bols-portal",
    "Language": "nl",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


@dataclass(frozen=True)
class Problem:
    """Something to mend: what kind, which text, where, and what is wrong."""

    kind: str
    key: Key
    where: str
    detail: str = ""


def read_parts(root: Path = ROOT) -> list[tuple[str, polib.POEntry]]:
    """Return the entries of all parts with the name of their part, in the order of the names."""
    return [
        (path.name, entry)
        for path in sorted((root / DUTCH / "parts").glob("*.po"))
        for entry in polib.pofile(str(path), encoding="utf-8")
        if not entry.obsolete
    ]


def key_of(entry: polib.POEntry) -> Key:
    """Return what gettext looks the entry up with."""
    return entry.msgctxt, entry.msgid


def merge(parts: Iterable[tuple[str, polib.POEntry]]) -> polib.POFile:
    """Return one catalogue, sorted; of two entries for a text the first part's holds."""
    first: dict[Key, polib.POEntry] = {}
    for _part, entry in parts:
        if translated(entry) and not entry.fuzzy:
            first.setdefault(key_of(entry), entry)
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.header = "Merged by `make messages` from locale/nl/parts; change those."
    catalogue.metadata = dict(METADATA)
    for _key, entry in sorted(first.items(), key=lambda item: (item[0][1], item[0][0] or "")):
        catalogue.append(
            polib.POEntry(
                msgctxt=entry.msgctxt,
                msgid=entry.msgid,
                msgid_plural=entry.msgid_plural,
                msgstr=entry.msgstr,
                msgstr_plural=entry.msgstr_plural,
            )
        )
    return catalogue


def translated(entry: polib.POEntry) -> bool:
    """Whether an entry has its Dutch, in both numbers where it has two."""
    if entry.msgid_plural:
        return all(entry.msgstr_plural.get(number) for number in (0, 1))
    return bool(entry.msgstr)


def problems(
    texts: Mapping[Key, Text], parts: Iterable[tuple[str, polib.POEntry]]
) -> list[Problem]:
    """Return all that is wrong: missing, fuzzy, double, unused, and placeholders that differ."""
    entries: dict[Key, list[tuple[str, polib.POEntry]]] = defaultdict(list)
    for part, entry in parts:
        entries[key_of(entry)].append((part, entry))
    missing = [
        Problem("missing in Dutch", key, text.places[0])
        for key, text in texts.items()
        if not any(translated(entry) for _part, entry in entries.get(key, []))
    ]
    return missing + [
        problem
        for key, found in entries.items()
        for problem in _problems_of(key, found, texts.get(key))
    ]


def _problems_of(
    key: Key, found: list[tuple[str, polib.POEntry]], text: Text | None
) -> Iterator[Problem]:
    where = ", ".join(part for part, _entry in found)
    if text is None:
        yield Problem("not used in the code", key, where)
        return
    if len({_dutch(entry) for _part, entry in found}) > 1:
        yield Problem("translated in two ways", key, where)
    for part, entry in found:
        if entry.fuzzy:
            yield Problem("fuzzy", key, part)
        if bool(text.plural) != bool(entry.msgid_plural):
            yield Problem("plural differs from the code", key, part, text.places[0])
        if detail := _placeholder_fault(entry):
            yield Problem("placeholders differ", key, part, detail)


def _dutch(entry: polib.POEntry) -> tuple[str, ...]:
    return (entry.msgstr, *(text for _number, text in sorted(entry.msgstr_plural.items())))


def _placeholder_fault(entry: polib.POEntry) -> str:
    """Compare the placeholders; the singular of a plural may leave its number out."""
    if not translated(entry):
        return ""
    singular, plural = _placeholders(entry.msgid), _placeholders(entry.msgid_plural)
    if not entry.msgid_plural:
        dutch = _placeholders(entry.msgstr)
        return "" if dutch == singular else _difference(singular, dutch)
    one, many = (_placeholders(entry.msgstr_plural[number]) for number in (0, 1))
    if many != plural:
        return _difference(plural, many)
    return "" if one <= singular | plural else _difference(singular, one)


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def _difference(english: set[str], dutch: set[str]) -> str:
    return f"English {sorted(english)}, Dutch {sorted(dutch)}"


def compiled(catalogue: polib.POFile) -> bytes:
    """Return the bytes of the `.mo`."""
    return bytes(catalogue.to_binary())


def report(found: Iterable[Problem]) -> str:
    """Return the problems by kind, as lines to read."""
    by_kind: dict[str, list[Problem]] = defaultdict(list)
    for problem in found:
        by_kind[problem.kind].append(problem)
    lines = []
    for kind, group in by_kind.items():
        lines.append(f"{kind}: {len(group)}")
        for problem in group:
            context = f" (context {problem.key[0]!r})" if problem.key[0] else ""
            lines.append(
                f"  {problem.where}: {problem.key[1]!r}{context} {problem.detail}".rstrip()
            )
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Merge, compile and report; 1 when something is to be mended."""
    parts = read_parts()
    catalogue = merge(parts)
    found = problems(texts_of(), parts)
    if "--check" not in arguments:
        path = ROOT / CATALOGUE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(catalogue), encoding="utf-8")
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
    if found:
        print(report(found))
    print(f"{len(catalogue)} texts in the Dutch catalogue, {len(found)} to be mended")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
