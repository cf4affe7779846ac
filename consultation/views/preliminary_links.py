"""What the pages of the preliminary proposal share: links, the way back, and the rules."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.selectors.decisions import decisions_visible_to
from allocation.selectors.rights import Person
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.permissions import ESTABLISH, SIGN

if TYPE_CHECKING:
    from allocation.models import BoardDecision, Cycle


def address(name: str, *arguments: str | int) -> str:
    """The address of a page."""
    return reverse(name, args=arguments)


def reads(user: Person, decision: "BoardDecision | None") -> bool:
    """Whether a person may read the sheet of a decision: board members once it was put."""
    if decision is None:
        return False
    return decisions_visible_to(user).filter(pk=decision.pk).exists()


def crumbs(cycle: "Cycle", *more: Link) -> list[Link]:
    """The way back to the phase."""
    phase = _("Phase %(number)s") % {"number": "III"}
    return [Link(phase, reverse("phase", args=[cycle.year, 3])), *more]


def inside(cycle: "Cycle") -> Link:
    """The bureau's page, on the way back from what belongs to it."""
    return Link(_("Preliminary proposal"), reverse("preliminary", args=[cycle.year]))


def help_note() -> Help:
    """The rules about the preliminary proposal."""
    return Help(
        rules=[
            Rule(_("The administrators of all institutions involved sign the proposal."), SIGN),
            Rule(_("Without consensus the board decides, and tells all concerned."), SIGN),
            Rule(
                _("The board joins the proposals and establishes the preliminary proposal."),
                ESTABLISH,
            ),
        ]
    )
