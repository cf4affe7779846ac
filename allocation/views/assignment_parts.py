"""What the pages of the region assignment share: the way to them, the rules, the shapes."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.enums import AssignmentStatus
from allocation.selectors.assignment_changes import LineChange
from allocation.selectors.assignment_data import LineData
from allocation.services.assignment_reading import BASIS_WORDS
from bols_portal.ui.pieces import Help, Link, Rule

PAGES = "allocation/phase_1/assignment/"
STATUS_SHAPE = {
    AssignmentStatus.DRAFT: "todo",
    AssignmentStatus.IN_CHECK: "busy",
    AssignmentStatus.AT_BOARD: "waiting",
    AssignmentStatus.ESTABLISHED: "done",
    AssignmentStatus.REPLACED: "info",
}
SOURCE = "Toewijzingsprotocol 2027, fase I 3"


def crumbs(cycle: Any, *here: Link) -> list[Link]:
    """The way to a page about the region assignment."""
    return [
        Link(_("Phase %(number)s") % {"number": "I"}, reverse("phase", args=[cycle.year, 1])),
        Link(_("Region assignment"), reverse("assignment", args=[cycle.year])),
        *here,
    ]


def help_note() -> Help:
    """The rules beside the work."""
    return Help(
        rules=[
            Rule(
                _(
                    "A training belongs to the region with which its cooperation agreement (SWO) "
                    "was made."
                ),
                SOURCE,
            ),
            Rule(
                _(
                    "Does it belong to two or more regions? Then it is divided pro rata to the "
                    "trainees (in fte) that it received from each of them over the last 3 years."
                ),
                SOURCE,
            ),
            Rule(_("An institution that does not train follows its service area."), SOURCE),
            Rule(
                _("After the board has established it, a change is for the next cycle."),
                SOURCE,
            ),
        ]
    )


def line_words(line: LineData | None) -> list[str]:
    """What a line says, in short parts: for comparing two versions."""
    if line is None:
        return []
    shares = " + ".join(
        share.region if share.share == 1 else f"{share.region} {share.share}"
        for share in line.shares
    )
    known = _("recognised (%(source)s)") % {"source": line.source}
    return [shares, known if line.recognised else _("not recognised"), BASIS_WORDS[line.basis]]


def change_rows(
    changes: Iterable[LineChange], institutions: dict[str, str], specialisms: dict[str, str]
) -> list[dict[str, Any]]:
    """Changes as the table of differences shows them."""
    return [
        {
            "institution": institutions.get(change.key[0], change.key[0]),
            "code": change.key[1],
            "specialism": specialisms.get(change.key[1], ""),
            "kind": change.kind.value,
            "old": line_words(change.old),
            "new": line_words(change.new),
            "moves": change.regions_differ,
        }
        for change in changes
    ]
