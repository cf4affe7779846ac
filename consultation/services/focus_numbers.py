"""Recognising a list of wished-for numbers per specialism in a text. Pure: texts in, answers out.

Toewijzingsprotocol 2027, fase II 1.1. A text is one when several specialisms each have a number of
places: in lines, in items, or pasted from a table. Years, percentages, and counts of anything else
(beds, trainers, locations) are no places, nor is a single number. It leads to a warning alone.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

# How people write specialisms beside their names in the protocol, by code.
SHORT = {
    "01": ("anesthesie",),
    "02": ("cardio", "car"),
    "03": ("ctc", "thoraxchirurgie", "cardiothoracale chirurgie"),
    "04": ("dermatologie", "derma"),
    "05": ("chirurgie", "algemene chirurgie", "chir"),
    "10": ("interne", "inwendige geneeskunde", "int"),
    "17": ("mka", "mka-chirurgie", "mond- kaak- en aangezichtschirurgie"),
    "18": ("kno", "keel-, neus- en oorheelkunde"),
    "19": ("kinderartsen", "kga"),
    "20": ("klinische chemie", "kch"),
    "21": ("klinische fysica", "kf"),
    "22": ("genetica",),
    "23": ("geriatrie",),
    "24": ("longziekten", "longgeneeskunde", "long"),
    "25": ("mdl", "maag- darm- en leverziekten"),
    "26": ("microbiologie", "mmb"),
    "27": ("nch",),
    "28": ("neuro",),
    "43": ("gynaecologie", "verloskunde", "gyn", "o&g", "verloskunde en gynaecologie"),
    "30": ("oog",),
    "32": ("orthopedische chirurgie", "ortho", "orthopaedie"),
    "33": ("patho",),
    "34": ("plastisch", "plastische"),
    "37": ("rad",),
    "38": ("rth",),
    "39": ("reuma",),
    "40": ("revalidatie",),
    "41": ("seh", "spoedeisende hulp"),
    "42": ("uro",),
    "44": ("ziekenhuisfarmacie", "zapo"),
    "31": ("orthodontist",),
    "46": ("sport",),
}
# What may stand between a specialism and its number without changing what is meant.
_BETWEEN = (
    "van naar voor was nu wordt worden is zijn wens wensen gewenst gewenste wenst graag minimaal "
    "maximaal liefst ca circa ongeveer plus min extra meer minder aantal totaal huidig huidige in "
    "op de het per tot a bij opleiding specialisme wil willen vragen vraagt minstens hoogstens "
    "krijgt houden houdt behoud wij ze zij er"
)
_PLACES = (
    "plaats plaatsen plek plekken instroomplaats instroomplaatsen instroom opleidingsplaats "
    "opleidingsplaatsen opleidingsplekken aios aiossen fte arts-assistent arts-assistenten"
)
_WORDS = "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien"
BETWEEN, PLACES, WORDS = (frozenset(words.split()) for words in (_BETWEEN, _PLACES, _WORDS))
JOINS = frozenset(("en", "of"))
ENOUGH, ENOUGH_ITEMS = 3, 2  # specialisms in running text; in items that say nothing else
FAR = 6  # words between a specialism and its number
_TOKEN = re.compile(
    r"(?P<name>\0\d\d)|(?P<count>\d{1,3}(?:,\d)?(?:\s?[-/\u2013]\s?\d{1,2})?x?(?![\w%/.,-]*[\w%])(?!\s?%))"
    r"|(?P<word>[^\W_][\w&.-]*\w|\w)|(?P<stop>[.!?](?=\s|$))|(?P<edge>[;\t|,/]|\s[-\u2013\u2022*]\s)"
)
_MARK = re.compile(r"^\s*(?:\d{1,2}[.)]|[-\u2013\u2022*])\s+")
_CODE_LINE = re.compile(r"^\W*(\d\d)\W*[:;=|\t ]\s*\d{1,3}(?:[;:|\t ]+\d{1,3})*\s*$")


class _Is(Enum):
    NAME = auto()
    COUNT = auto()
    BETWEEN = auto()
    PLACES = auto()
    EDGE = auto()
    STOP = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Is
    code: str = ""


def lists_numbers(text: str, specialisms: Iterable[tuple[str, str]]) -> bool:
    """Whether a text is in fact a list of numbers; `specialisms` as (code, name)."""
    known = list(specialisms)
    names = _names(known)
    lines = [_tokens(line, names) for line in _plain(text).splitlines() if line.strip()]
    lines = _joined(lines)
    pairs = _most(line for line in lines)
    items = _most(item for line in lines for item in _items(line) if _says_nothing_else(item))
    return (
        len(pairs) >= ENOUGH
        or len(items) >= ENOUGH_ITEMS
        or _codes_listed(text, {code for code, _name in known})
        or _table_on_its_side(lines)
    )


def _plain(text: str) -> str:
    """Small letters without accents."""
    parted = unicodedata.normalize("NFKD", text.casefold().replace("\r\n", "\n"))
    return "".join(one for one in parted if not unicodedata.combining(one)).replace("\0", "")


def _names(specialisms: Iterable[tuple[str, str]]) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all names and short names, the longest first, and the code of each."""
    codes: dict[str, str] = {}
    for code, name in specialisms:
        for written in (name, *SHORT.get(code, ())):
            codes[_key(_plain(written))] = code
    alternatives = "|".join(
        r"[\s,-]*".join(map(re.escape, key.split())) for key in sorted(codes, key=len, reverse=True)
    )
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])"), codes


def _key(written: str) -> str:
    return " ".join(re.split(r"[\s,-]+", written)).strip()


def _tokens(line: str, names: tuple[re.Pattern[str], dict[str, str]]) -> list[_Token]:
    pattern, codes = names
    marked = pattern.sub(lambda found: f"\0{codes[_key(found[0])]}", _MARK.sub("", line))
    return [_token(found) for found in _TOKEN.finditer(marked)]


def _token(found: re.Match[str]) -> _Token:
    kind, text = found.lastgroup, found[0]
    if kind == "name":
        return _Token(_Is.NAME, text[1:])
    if kind == "count":
        return _Token(_Is.COUNT, text.strip())
    if kind == "edge" or text in JOINS:
        return _Token(_Is.EDGE)
    if kind == "stop":
        return _Token(_Is.STOP)
    if text in WORDS:
        return _Token(_Is.COUNT, text)
    return _Token(_Is.PLACES if text in PLACES else _Is.BETWEEN if text in BETWEEN else _Is.OTHER)


def _joined(lines: Sequence[list[_Token]]) -> list[list[_Token]]:
    """A column copied from a table: a line with a name alone, then one with its number alone."""
    joined: list[list[_Token]] = []
    for line in lines:
        before = joined[-1] if joined else []
        alone = len(line) == 1 and line[0].kind is _Is.COUNT
        if alone and len(before) == 1 and before[0].kind is _Is.NAME:
            joined[-1] = [*before, *line]
        else:
            joined.append(line)
    return joined


def _items(line: Sequence[_Token]) -> Iterable[list[_Token]]:
    """The parts of a line between its commas, semicolons and tabs; a line of a table is one."""
    if len({one.code for one in line if one.kind is _Is.NAME}) == 1:
        yield [one for one in line if one.kind is not _Is.EDGE]
        return
    item: list[_Token] = []
    for one in line:
        if one.kind in (_Is.EDGE, _Is.STOP):
            yield item
            item = []
        else:
            item.append(one)
    yield item


def _says_nothing_else(item: Sequence[_Token]) -> bool:
    return all(one.kind not in (_Is.OTHER, _Is.STOP) for one in item)


def _most(lines: Iterable[Sequence[_Token]]) -> set[str]:
    """The specialisms with a number of their own: numbers behind names, or in front of them."""
    behind: dict[str, str] = {}
    before: dict[str, str] = {}
    for line in lines:
        behind |= _paired(line)
        before |= dict(reversed(_paired(line[::-1]).items()))
    if _is_an_order(list(before.values())):
        before = {}
    return set(behind if len(behind) >= len(before) else before)


def _is_an_order(numbers: Sequence[str]) -> bool:
    """1 cardiologie, 2 urologie: which comes first, not how many places."""
    return any(
        list(numbers) == [str(first + place) for place in range(len(numbers))] for first in (1, 2)
    )


def _paired(line: Sequence[_Token]) -> dict[str, str]:
    """The names that are followed by a number with nothing else between, and that number."""
    found: dict[str, str] = {}
    for at, one in enumerate(line):
        number = _number_after(line, at) if one.kind is _Is.NAME else None
        if number is not None:
            found[one.code] = number
    return found


def _number_after(line: Sequence[_Token], at: int) -> str | None:
    for place in range(at + 1, min(at + 2 + FAR, len(line))):
        one = line[place]
        if one.kind is _Is.COUNT and one.code != line[at].code:
            return one.code if _counts_places(line, place) else None
        if one.kind in (_Is.NAME, _Is.STOP, _Is.OTHER):
            return None
    return None


def _counts_places(line: Sequence[_Token], place: int) -> bool:
    """Whether no other noun belongs to the number, such as beds or trainers."""
    beside = [line[at] for at in (place - 1, place + 1) if 0 <= at < len(line)]
    return all(one.kind is not _Is.OTHER for one in beside)


def _codes_listed(text: str, codes: set[str]) -> bool:
    """Lines of nothing but a code and numbers."""
    found = {match[1] for line in text.splitlines() if (match := _CODE_LINE.match(line))}
    return len(found & codes) >= ENOUGH


def _table_on_its_side(lines: Sequence[Sequence[_Token]]) -> bool:
    """A line of names above a line of as many numbers."""
    kinds = [[one.kind for one in line if one.kind is not _Is.EDGE] for line in lines]
    return any(
        len(above) >= ENOUGH_ITEMS
        and set(above) == {_Is.NAME}
        and set(below) == {_Is.COUNT}
        and len(below) >= len(above)
        for above, below in pairwise(kinds)
    )
