"""The letter about the decided distribution as pdf: to each party its own part of the table.

Everything in it is frozen: the decision, its table, the advices of the round it rests on. A party
reads its own advice beside what was decided, nobody else's. FMS and the bureau, who may read all
advices, get the whole table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _

from allocation.enums import DecisionStatus
from allocation.models import Association, BoardDecision, Region, Specialism, TableCell
from allocation.selectors.deadlines import DeadlineMoment, deadlines_of
from allocation.selectors.tables import PlacesTable, places_of
from allocation.services.enclosures import draws
from allocation.services.pdf import pdf_of
from bols_portal.ui.formats import date_text, places_text, signed_text
from consultation.models import AdviceCell, DistributionChoice
from consultation.selectors.distribution import (
    KIND,
    Departing,
    base_of,
    choice_of,
    departures,
    round_of,
)
from consultation.selectors.framework import advices_in

KEPT = 2  # decisions of which a process keeps what it read, for the letters that follow
ZERO, NONE = "–", ""  # a structural zero; no number of this kind
BODY = """#for line in told.to [#line \\ ]
#v(6mm)
#told.date
#v(4mm)
#heading(level: 1, told.title)
#for line in told.text { par(line) }
#for part in told.tables {
  v(3mm)
  heading(level: 2, part.title)
  set text(size: 9pt)
  table(
    columns: (auto, 1fr) + (auto,) * (part.head.len() - 2),
    align: (column, row) => if column < 2 { left } else { right },
    table.header(..part.head.map(strong)),
    ..part.rows.flatten(),
    ..part.foot.map(strong),
  )
}
#if told.departures.len() > 0 {
  v(3mm)
  heading(level: 2, told.departures_title)
  for one in told.departures [- #strong(one.at(0)): #one.at(1). #one.at(2)]
}
#for line in told.notes [#line \\ ]
#v(3mm)
#heading(level: 2, told.next_title)
#par(told.next)
#for pair in told.days [#pair.at(0): #strong(pair.at(1)) \\ ]
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a letter."""

    title: str
    head: list[str]
    rows: list[list[str]]
    foot: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """What one addressee is told: address, tables, and the departures that concern it."""

    to: list[str]
    sheets: list[Sheet]
    departures: Sequence[Departing]
    landscape: bool = False


@dataclass(frozen=True)
class Decided:
    """The decision with everything frozen that letters tell of it, read once for a mailing."""

    decision: BoardDecision
    table: PlacesTable
    base: PlacesTable | None
    choice: DistributionChoice | None
    departures: Sequence[Departing]
    advices: Mapping[str, Mapping[str, AdviceCell]]


@draws(KIND)
def letter_pdf(key: str) -> bytes:
    """The letter that an enclosure names ("7:region:NO"), in the active language.

    Raises LookupError for a decision that wasn't adopted, or adopted no table.
    """
    number, _colon, addressee = key.partition(":")
    decision = BoardDecision.objects.select_related("table").get(pk=number)
    if decision.status != DecisionStatus.ADOPTED or decision.table is None:
        raise LookupError("a letter is drawn of a decision that the board adopted")
    return _drawn(_laid_out(decision.pk, decision.digest, decision.table.digest), addressee)


@lru_cache(maxsize=KEPT)
def _laid_out(pk: int, _digest: str, _table: str) -> Decided:
    """What an adopted decision says; the digests make it another entry when content differs."""
    decision = BoardDecision.objects.select_related("cycle", "table").get(pk=pk)
    if decision.table is None:
        raise LookupError("the decision has no table")
    base, choice = base_of(decision), choice_of(decision)
    consultation = round_of(decision)
    return Decided(
        decision,
        places_of(decision.table),
        places_of(base) if base else None,
        choice,
        tuple(departures(decision)),
        advices_in(consultation) if consultation else {},
    )


def _drawn(decided: Decided, addressee: str) -> bytes:
    decision, table = decided.decision, decided.table.table
    part = _part_for(addressee, decided)
    named = _("Decided distribution version %(number)s") % {"number": table.number}
    return pdf_of(
        BODY,
        {
            "title": decision.title,
            "to": part.to,
            "date": date_text(decision.decided_at) if decision.decided_at else "",
            "text": _words(decided),
            "tables": [
                {"title": one.title, "head": one.head, "rows": one.rows, "foot": one.foot}
                for one in part.sheets
            ],
            "departures_title": _(
                "Where the board departs from the advice or the proposal, and why"
            ),
            "departures": [_departure(one) for one in part.departures],
            "notes": _notes(part),
            "next_title": _("How it goes on"),
            "next": _(
                "Phase III begins: each region distributes its places over its institutions, and "
                "sends its proposal to BOLS."
            ),
            "days": _days(decision),
            "landscape": part.landscape,
            "footer": f"{named} · SHA-256 {table.digest}",
        },
    )


def _words(decided: Decided) -> list[str]:
    """What the board decided, in its own words, and why where it said so."""
    reason = decided.choice.reason if decided.choice else ""
    return [decided.decision.text, *([_("Why: %(reason)s") % {"reason": reason}] if reason else [])]


def _part_for(addressee: str, decided: Decided) -> Part:
    kind, _colon, code = addressee.partition(":")
    if kind == "region":
        return _of_region(Region.objects.get(key=code), decided)
    if kind == "association":
        body = Association.objects.get(code=code)
        return _of_specialisms([body.name], list(body.specialisms.order_by("position")), decided)
    if kind == "specialism":
        specialism = Specialism.objects.get(code=code)
        bodies = [body.name for body in specialism.associations.all()]
        return _of_specialisms(bodies or [str(specialism)], [specialism], decided)
    to = "BOLS" if kind == "all" else "Federatie Medisch Specialisten (FMS)"
    return _whole(to, decided)


def _of_region(region: Region, decided: Decided) -> Part:
    rows, sums = [], [0, 0]
    for row in decided.table.rows:
        cell = decided.table.cell(row.code, region.key)
        before = decided.base.cell(row.code, region.key) if decided.base else None
        if cell is None:
            continue
        sums = [sums[0] + (before.places if before else 0), sums[1] + cell.places]
        change = _change(before, cell)
        rows.append([row.code, row.name, _shown(before), _shown(cell), change])
    head = [_("Code"), _("Specialism"), _("Base distribution"), _("Decided"), _("Difference")]
    foot = ["", _("Total"), *map(places_text, sums), NONE]
    # What was advised for other parties' specialisms stays between them and FMS.
    changed = [
        one
        for one in decided.departures
        if one.region == region.key and one.proposal not in (None, one.decided)
    ]
    return Part(
        to=[str(region), region.name],
        sheets=[Sheet(_("Places of your region"), head, rows, foot)],
        departures=[_without_advice(one) for one in changed],
    )


def _without_advice(one: Departing) -> Departing:
    return Departing(
        one.code, one.name, one.region, one.decided, one.proposal, None, one.base, one.reason
    )


def _of_specialisms(names: list[str], specialisms: Sequence[Specialism], decided: Decided) -> Part:
    codes = {one.code for one in specialisms}
    head = ["", _("Region"), _("Base distribution"), _("Your advice"), _("Decided")]
    sheets = []
    for row in decided.table.rows:
        if row.code not in codes:
            continue
        lines = []
        for cell in row.cells:
            before = decided.base.cell(row.code, cell.region.key) if decided.base else None
            advice = decided.advices.get(row.code, {}).get(cell.region.key)
            advised = places_text(advice.places) if advice else NONE
            lines.append([cell.region.key, cell.region.name, _shown(before), advised, _shown(cell)])
        foot = ["", _("Total"), NONE, NONE, places_text(row.total)]
        sheets.append(Sheet(f"{row.code} {row.name}", head, lines, foot))
    mine = [one for one in decided.departures if one.code in codes]
    return Part([*names], sheets, mine)


def _whole(to: str, decided: Decided) -> Part:
    table = decided.table
    head = [_("Code"), _("Specialism"), *table.regions, _("Total")]
    rows = [
        [row.code, row.name, *map(_shown, row.cells), places_text(row.total)] for row in table.rows
    ]
    foot = ["", _("Total"), *map(places_text, (*table.region_totals, table.total))]
    sheet = Sheet(_("Decided distribution over the regions"), head, rows, foot)
    return Part([to], [sheet], decided.departures, landscape=True)


def _shown(cell: TableCell | None) -> str:
    if cell is None:
        return NONE
    return ZERO if cell.structural_zero else places_text(cell.places)


def _change(before: TableCell | None, cell: TableCell) -> str:
    change = cell.places - before.places if before else 0
    return signed_text(change) if change else NONE


def _departure(one: Departing) -> list[str]:
    """Where, the numbers beside each other, and why."""
    numbers = [_("decided %(number)s") % {"number": places_text(one.decided)}]
    if one.advice is not None:
        numbers.append(_("advised %(number)s") % {"number": places_text(one.advice)})
    if one.proposal is not None:
        numbers.append(_("proposed %(number)s") % {"number": places_text(one.proposal)})
    return [f"{one.code} {one.name}, {one.region}", ", ".join(numbers), one.reason]


def _notes(part: Part) -> list[str]:
    shown = any(ZERO in row for sheet in part.sheets for row in sheet.rows)
    return [_("%(sign)s: no recognised training in this region.") % {"sign": ZERO}] * shown


def _days(decision: BoardDecision) -> list[list[str]]:
    """The dates of phase III, as the agenda had them when the board decided."""
    moment = decision.decided_at
    found = []
    for one in deadlines_of(decision.cycle):
        known = tuple(version for version in one.versions if moment and version.set_at <= moment)
        stood = DeadlineMoment(one.deadline, one.rule, known or one.versions[:1])
        if one.rule.phase == decision.phase + 1 and stood.last_day:
            found.append([stood.title, date_text(stood.last_day)])
    return found
