"""What the bureau starts from when it writes a decision: it can change every word."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from allocation.enums import DecisionKind
from allocation.selectors.phases import get_phase

if TYPE_CHECKING:
    from allocation.models import Cycle

# The addresses are Dutch, the codes English.
SLUG_OF_KIND: dict[str, str] = {
    DecisionKind.ASSIGNMENT: "oor-indeling",
    DecisionKind.FRAMEWORK: "kader",
    DecisionKind.RECTIFICATION: "rectificatie",
}
KIND_OF_SLUG = {slug: kind for kind, slug in SLUG_OF_KIND.items()}


def standard_text(cycle: "Cycle", kind: str) -> dict[str, str]:
    """Title, text and reason to begin with, in the language of the reader."""
    named = {"cycle": cycle.name}
    if kind == DecisionKind.ASSIGNMENT:
        return {
            "title": _("Region assignment of %(cycle)s") % named,
            "text": _(
                "The board establishes the region assignment (OOR-indeling) of %(cycle)s. It holds "
                "for the whole cycle. A later change is for the next cycle."
            )
            % named,
        }
    if kind == DecisionKind.RECTIFICATION:
        return {
            "title": _("Rectification of the administrative framework of %(cycle)s") % named,
            "text": _(
                "The board establishes the administrative framework of %(cycle)s anew: the "
                "national intake per specialism, the corrected base distribution and the leeway. "
                "This decision replaces the earlier one."
            )
            % named,
            "reason": get_phase(cycle, 1).reason,
        }
    return {
        "title": _("Administrative framework of %(cycle)s") % named,
        "text": _(
            "The board establishes the administrative framework of %(cycle)s: the national intake "
            "per specialism, the base distribution over the regions, and the leeway."
        )
        % named,
    }
