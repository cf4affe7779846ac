"""When the region assignment can be changed, checked and put to the board."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from allocation.enums import AssignmentStatus
from allocation.models import AssignmentVersion, Cycle
from allocation.phases.transitions import ASSIGNMENT
from allocation.policies import OPEN, Moment
from allocation.selectors.assignment import established_assignment
from allocation.selectors.assignment_objections import open_objections

# Toewijzingsprotocol 2027, fase I 3, "Wijzigingen in OOR-indeling".
RULE = "Toewijzingsprotocol 2027, fase I 3"


def may_add_version(current: AssignmentVersion | None) -> Moment:
    """A new version can be added until the board has one before it."""
    if current is not None and current.status == AssignmentStatus.AT_BOARD:
        return Moment(
            open=False,
            reason=_(
                "Version %(number)s lies before the board. Take it back first; then you can "
                "add a new version."
            )
            % {"number": current.number},
            rule=RULE,
        )
    return OPEN


def may_send_to_check(version: AssignmentVersion) -> Moment:
    """A version goes to coordinators and learning-house managers once; its successors follow it."""
    if ASSIGNMENT.allows(version.status, "send_to_check"):
        return OPEN
    return Moment(
        open=False,
        reason=_("Only a draft can be sent to the coordinators. This version is: %(status)s.")
        % {"status": version.get_status_display()},
        rule=RULE,
    )


def may_be_checked(version: AssignmentVersion) -> Moment:
    """Lines are confirmed or objected to while the version is with the coordinators."""
    if version.status == AssignmentStatus.IN_CHECK:
        return OPEN
    if version.established_at is not None:
        reason = _(
            "The board has established this assignment. A change goes to the list for the next "
            "cycle."
        )
    elif version.status == AssignmentStatus.AT_BOARD:
        reason = _("The check is closed: the assignment lies before the board.")
    elif version.status == AssignmentStatus.DRAFT:
        reason = _("The bureau has not sent this version to the coordinators yet.")
    else:
        reason = _("A later version has replaced this one. Check the lines of that version.")
    return Moment(open=False, reason=reason, rule=RULE)


def may_go_to_board(version: AssignmentVersion) -> Moment:
    """To the board once every objection has its answer."""
    count = len(open_objections(version))
    if not count:
        return OPEN
    return Moment(
        open=False,
        reason=ngettext(
            "%(count)s objection has no answer yet. Answer it first.",
            "%(count)s objections have no answer yet. Answer them first.",
            count,
        )
        % {"count": count},
        rule=RULE,
    )


def may_propose_late_change(cycle: Cycle) -> Moment:
    """A change is for the next cycle once the board has established the assignment of this one."""
    if established_assignment(cycle) is not None:
        return OPEN
    return Moment(
        open=False,
        reason=_(
            "The board has not established the region assignment yet. Object to the line itself; "
            "it can still change in this cycle."
        ),
        rule=RULE,
    )


def may_discard(version: AssignmentVersion) -> Moment:
    """A correction of an established version can be dropped until the board has it before it."""
    established = established_assignment(version.cycle)
    allowed = version.status in (AssignmentStatus.DRAFT, AssignmentStatus.IN_CHECK)
    if established is not None and established.number < version.number and allowed:
        return OPEN
    return Moment(
        open=False,
        reason=_("Only the correction of an established version can be dropped."),
        rule=RULE,
    )
