"""The covering letter of a round as pdf: the text, and the part of the base distribution that
concerns its addressee.

Everything in it is frozen: the version of the letter, the table, and the last day as it stood when
the round was opened. Base distributions that the board adopted are open to all parties.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from allocation.models import (
    Association,
    Region,
    Specialism,
    TableCell,
)
from allocation.selectors.deadlines import DeadlineMoment
from allocation.selectors.framework import intake_under
from allocation.selectors.intake import numbers_of
from allocation.selectors.tables import PlacesRow, PlacesTable, places_of
from allocation.services.enclosures import draws
from allocation.services.pdf import pdf_of
from bols_portal.ui.formats import date_text, places_text
from consultation.models import LetterVersion
from consultation.selectors.round_letters import KIND
from consultation.selectors.rounds import Agenda, Party, agenda_of

ZERO = "–"  # a structural zero: no recognised training
BODY = """#for line in told.to [#line \\ ]
#v(6mm)
#told.date
#v(4mm)
#heading(level: 1, told.title)
#for part in told.text { par(part.join(linebreak())) }
#v(3mm)
#heading(level: 2, told.days_title)
#for pair in told.days [#pair.at(0): #strong(pair.at(1)) \\ ]
#v(3mm)
#heading(level: 2, told.table_title)
#if told.rows.len() > 0 {
  let count = told.head.len()
  set text(size: 9pt)
  table(
    columns: (auto, 1fr) + (auto,) * (count - 2),
    align: (column, row) => if column < 2 { left } else { right },
    table.header(..told.head.map(strong)),
    ..told.rows.flatten(),
    ..told.foot.map(strong),
  )
}
#for line in told.notes [#line \\ ]
"""


@dataclass(frozen=True, slots=True)
class Part:
    """The part of the base distribution for one addressee."""

    to: list[str]  # lines of the address
    parties: list[Party]
    head: list[str]
    rows: list[list[str]]
    foot: list[str]
    landscape: bool = False


@draws(KIND)
def letter_pdf(key: str) -> bytes:
    """The letter that an enclosure names ("12:association:NVVC"), in the active language.

    Without English text the whole letter is Dutch. Raises the DoesNotExist of a record that is
    not there.
    """
    number, _colon, addressee = key.partition(":")
    letter = LetterVersion.objects.select_related("round__cycle", "round__table").get(pk=number)
    english = (get_language() or "nl").startswith("en") and bool(letter.body_en)
    with translation.override("en" if english else "nl"):
        return _drawn(letter, addressee, english=english)


def _drawn(letter: LetterVersion, addressee: str, *, english: bool) -> bytes:
    consultation = letter.round
    table = places_of(consultation.table)
    part = _part_for(addressee, table)
    opened = consultation.opened_at
    base = _("Base distribution version %(number)s") % {"number": consultation.table.number}
    return pdf_of(
        BODY,
        {
            "title": letter.subject_en if english else letter.subject,
            "to": part.to,
            "date": date_text(opened or timezone.now()),
            "text": _paragraphs(letter.body_en if english else letter.body),
            "days_title": _("Your last day") if len(part.parties) else _("Last days"),
            "days": _days(agenda_of(consultation.cycle), part.parties, opened),
            "table_title": base,
            "head": part.head,
            "rows": part.rows,
            "foot": part.foot,
            "notes": _notes(letter, part),
            "landscape": part.landscape,
            "footer": f"{base} · SHA-256 {consultation.table.digest}",
        },
    )


def _part_for(addressee: str, table: PlacesTable) -> Part:
    kind, _colon, code = addressee.partition(":")
    if kind == "region":
        return _of_region(Region.objects.get(key=code), table)
    if kind == "association":
        body = Association.objects.get(code=code)
        return _of_specialisms([body.name], list(body.specialisms.order_by("position")), table)
    if kind == "specialism":
        specialism = Specialism.objects.get(code=code)
        bodies = [body.name for body in specialism.associations.all()]
        return _of_specialisms(bodies, [specialism], table)
    return _whole(table)


def _of_region(region: Region, table: PlacesTable) -> Part:
    column = table.regions.index(region.key)
    cells = [(row, row.cells[column]) for row in table.rows]
    return Part(
        to=[str(region), region.name],
        parties=[region],
        head=[_("Code"), _("Specialism"), _("Places")],
        rows=[[row.code, row.name, _places(cell)] for row, cell in cells],
        foot=["", _("Total"), places_text(sum(cell.places for _row, cell in cells))],
    )


def _of_specialisms(
    names: list[str], specialisms: Sequence[Specialism], table: PlacesTable
) -> Part:
    codes = [one.code for one in specialisms]
    return Part(
        to=[*names, *(str(one) for one in specialisms)],
        parties=list(specialisms),
        head=_regional_head(table),
        rows=[_regional(row) for row in table.rows if row.code in codes],
        foot=[],
    )


def _whole(table: PlacesTable) -> Part:
    totals = [places_text(total) for total in (*table.region_totals, table.total)]
    return Part(
        to=["Federatie Medisch Specialisten (FMS)"],
        parties=[],
        head=_regional_head(table),
        rows=[_regional(row) for row in table.rows],
        foot=["", _("Total"), *totals],
        landscape=True,
    )


def _regional_head(table: PlacesTable) -> list[str]:
    return [_("Code"), _("Specialism"), *table.regions, _("Total")]


def _regional(row: PlacesRow) -> list[str]:
    return [row.code, row.name, *map(_places, row.cells), places_text(row.total)]


def _places(cell: TableCell) -> str:
    return ZERO if cell.structural_zero else places_text(cell.places)


def _notes(letter: LetterVersion, part: Part) -> list[str]:
    """What the table can't say: a structural zero, and specialisms outside the framework."""
    notes = []
    if any(ZERO in row for row in part.rows):
        notes.append(_("%(sign)s: no recognised training in this region.") % {"sign": ZERO})
    outside = agenda_of(letter.round.cycle).outside
    intake = numbers_of(intake_under(letter.round.table))
    for party in part.parties:
        if isinstance(party, Region) or party.code not in outside:
            continue
        places = intake.get(party.code)
        facts = {"name": str(party), "places": places_text(places[1]) if places else ""}
        notes.append(
            _("%(name)s: no base distribution; the national intake is %(places)s.") % facts
            if places
            else _("%(name)s: no base distribution.") % facts
        )
    return notes


def _days(agenda: Agenda, parties: Sequence[Party], opened: datetime | None) -> list[list[str]]:
    """Each deadline that holds for these parties (none: all of them), as it stood at opening."""
    if parties:
        held = [one for one in map(agenda.of, parties) if one is not None]
    else:
        held = agenda.last_days
    days = {one.key: _day_at(one, opened) for one in held}
    titles = {one.key: one.title for one in held}
    return [[titles[key], day] for key, day in days.items()]


def _day_at(moment: DeadlineMoment, opened: datetime | None) -> str:
    versions = [one for one in moment.versions if opened is None or one.set_at <= opened]
    stood = DeadlineMoment(moment.deadline, moment.rule, tuple(versions) or moment.versions[:1])
    return date_text(stood.last_day) if stood.last_day else _("not set yet")


def _paragraphs(text: str) -> list[list[str]]:
    """A text as paragraphs of lines."""
    parts = text.replace("\r\n", "\n").strip().split("\n\n")
    return [part.strip().split("\n") for part in parts if part.strip()]
