"""What the pages of an advice share: the way to them, their rule, and the lines of a refusal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.errors import NotNow
from allocation.selectors.cycles import protocol_of
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.permissions import CONSULT
from consultation.selectors.advices import FIELDS, round_on_page

if TYPE_CHECKING:
    from allocation.errors import Fault
    from allocation.models import Cycle, Specialism
    from consultation.models import Round

PAGES = "consultation/phase_2/advices/"
NUMBERS = FIELDS[:3]


def crumbs(cycle: "Cycle", *after: Link) -> list[Link]:
    """The way to a page of advices."""
    phase = Link(_("Phase %(number)s") % {"number": "II"}, reverse("phase", args=[cycle.year, 2]))
    listed = Link(_("Advices"), reverse("advices", args=[cycle.year]))
    return [phase, listed, *after]


def help_note() -> Help:
    """The rule of the advices."""
    return Help(
        rules=[
            Rule(
                _(
                    "An advice says per region how many places there should be, how far one may "
                    "shift, and why. Together it is the national intake of the specialism."
                ),
                CONSULT,
            ),
        ]
    )


def round_now(cycle: "Cycle") -> "Round":
    """The round that the form is of; raises NotNow where none was opened."""
    consultation = round_on_page(cycle)
    if consultation is None:
        raise NotNow(_("No round was opened yet."), rule=CONSULT)
    return consultation


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A line of the summary and the id of the field it leads to (empty: none)."""

    text: str
    target: str


def fault_lines(
    faults: Iterable["Fault"], typed: Mapping[str, Any], cycle: "Cycle"
) -> list[FaultLine]:
    """One line a fault; a region of which no number was filled in is named once."""
    cells = typed.get("cells", {})
    names = {one.key: one.name for one in protocol_of(cycle).regions}
    bare = {
        key
        for key in names
        if not any(cells.get(key, {}).get(name, "").strip() for name in NUMBERS)
    }
    lines: list[FaultLine] = []
    for fault in faults:
        if fault.cell in bare and fault.column in NUMBERS:
            if fault.column == NUMBERS[0]:
                text = _("%(region)s: fill in the advice, the lowest and the highest number.")
                lines.append(
                    FaultLine(text % {"region": names[fault.cell]}, f"{fault.cell}-places")
                )
            continue
        target = f"{fault.cell}-{fault.column}" if fault.cell else fault.column
        lines.append(FaultLine(str(fault.message), target))
    return lines


def read_key(consultation: "Round", specialism: "Specialism") -> str:
    """Where the session keeps what an upload changed, for the page that comes after it."""
    return f"advice_read:{consultation.pk}:{specialism.pk}"


def take_read(
    request: HttpRequest, consultation: "Round", specialism: "Specialism"
) -> list[dict[str, str]] | None:
    """What the upload just before this page changed; None where there was none."""
    kept: list[dict[str, str]] | None = request.session.pop(
        read_key(consultation, specialism), None
    )
    return kept


def read_changes(kept: list[dict[str, str]], cycle: "Cycle") -> list[dict[str, str]]:
    """The same with the names of regions and fields, as the page shows them."""
    names = {one.key: one.name for one in protocol_of(cycle).regions}
    fields = {
        "places": _("Advice"),
        "lowest": _("Lowest"),
        "highest": _("Highest"),
        "reason": _("Reason"),
        "motivation": _("Motivation of the advice as a whole"),
    }
    return [
        one | {"region": names.get(one["region"], ""), "field": fields[one["field"]]}
        for one in kept
    ]
