"""The page before a version of the national intake is stored: what changes, and what it touches."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.enums import VersionStatus
from allocation.forms.intake import IntakeConfirmForm
from allocation.forms.payload import pack
from allocation.selectors.cycles import protocol_of
from allocation.selectors.dependents import dependents_of_intake
from allocation.selectors.intake import (
    current_intake,
    differences_of,
    numbers_of,
    sheet_of,
    totals_off,
)
from bols_portal.ui.pieces import Help, Link, Rule

KIND = "intake"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Numbers that were entered or uploaded, and the version that they were made from."""

    numbers: dict[str, tuple[int, int]]
    based_on: int
    status: VersionStatus | None = None

    @classmethod
    def of(cls, content: Any) -> "Proposal":
        """From what the signed text of the page held."""
        numbers = {code: (before, now) for code, before, now in content["numbers"]}
        status = content["status"]
        return cls(numbers, content["based_on"], VersionStatus(status) if status else None)

    def content(self) -> dict[str, Any]:
        """For the signed text of the page."""
        return {
            "numbers": [[code, before, now] for code, (before, now) in self.numbers.items()],
            "based_on": self.based_on,
            "status": self.status or "",
        }


def review_context(cycle: Any, user: Any, proposal: Proposal, data: Any = None) -> dict[str, Any]:
    """What the page shows; with `data` the confirmation as it was typed."""
    protocol = protocol_of(cycle)
    current = current_intake(cycle)
    sheet = sheet_of(proposal.numbers, protocol)
    off = totals_off(sheet, protocol)
    payload = pack(KIND, proposal.content(), cycle=cycle, user=user)
    known = current.status if current else VersionStatus.PROVISIONAL
    if data is not None:
        data = data.copy()
        data["payload"] = payload
    form = IntakeConfirmForm(
        data,
        initial={
            "payload": payload,
            "status": proposal.status or known,
            "source": current.source if current else "",
        },
        first=current is None,
        totals_right=not off,
    )
    return {
        "cycle": cycle,
        "last_year": cycle.year - 1,
        "form": form,
        "current": current,
        "next_number": (current.number if current else 0) + 1,
        "sheet": sheet,
        "off": off,
        "makes_definitive": proposal.status == VersionStatus.DEFINITIVE,
        "differences": differences_of(numbers_of(current), proposal.numbers, protocol)
        if current
        else [],
        "rests": dependents_of_intake(current),
        "crumbs": crumbs(cycle, _("Check and confirm")),
        "help_note": help_note(),
    }


def crumbs(cycle: Any, here: str = "") -> list[Link]:
    """The way to a page about the national intake."""
    intake = Link(_("National intake"), reverse("intake", args=[cycle.year]))
    phase = Link(_("Phase %(number)s") % {"number": "I"}, reverse("phase", args=[cycle.year, 1]))
    return [phase, intake, Link(here, "")] if here else [phase, intake]


def help_note() -> Help:
    """The rules beside the work."""
    return Help(
        rules=[
            Rule(
                _(
                    "The ministry of VWS fixes how many places each specialism has. The numbers "
                    "are provisional until the decision on the budget is made."
                ),
                "Toewijzingsprotocol 2027, fase I 1",
            ),
            Rule(
                _(
                    "Orthodontics and sports medicine are outside the administrative framework "
                    "and outside the base distribution."
                ),
                "Toewijzingsprotocol 2027, fase I 2",
            ),
        ]
    )
