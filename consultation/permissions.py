"""Who may do what in phase II. Nothing here looks at the calendar or at a status."""

from django.utils.translation import gettext_lazy as _

from allocation.models import Cycle, Region, Specialism
from allocation.permissions import Answer, answer
from allocation.roles import Right
from allocation.selectors.rights import Person, has_right

CONSULT = "Toewijzingsprotocol 2027, fase II 1"
COMPOSE = "Toewijzingsprotocol 2027, fase II 1.3"
DECIDE = "Toewijzingsprotocol 2027, fase II 2"


def may_file_focus(user: Person, region: Region) -> Answer:
    """Typing and filing focus points: the coordinators of that region."""
    return answer(
        has_right(user, Right.COORDINATE, region),
        _("Only the coordinator of this region files its focus points."),
        rule=CONSULT,
    )


def may_file_advice(user: Person, specialism: Specialism) -> Answer:
    """Typing and filing an advice: advisers of its association, or of VSG or NVvO."""
    allowed = has_right(user, Right.ADVISE, specialism) or any(
        has_right(user, Right.ADVISE, association) for association in specialism.associations.all()
    )
    return answer(
        allowed, _("Only the association of this specialism files its advice."), rule=CONSULT
    )


def may_read_filings(user: Person, cycle: Cycle) -> Answer:
    """What all parties filed: FMS, bureau, board members and auditors."""
    return answer(
        has_right(user, Right.COMPOSE, cycle) or has_right(user, Right.READ_DOSSIERS, cycle),
        _("Only FMS, the bureau, board members and auditors can see what others filed."),
        rule=CONSULT,
    )


def may_compose(user: Person, cycle: Cycle) -> Answer:
    """Working on the integral proposal and submitting it: FMS."""
    return answer(
        has_right(user, Right.COMPOSE, cycle),
        _("Only FMS composes the integral proposal."),
        rule=COMPOSE,
    )


def may_read_proposals(user: Person, cycle: Cycle) -> Answer:
    """Meetings, and the proposals that FMS submitted: FMS, bureau, board members, auditors."""
    return answer(
        has_right(user, Right.COMPOSE, cycle) or has_right(user, Right.READ_DOSSIERS, cycle),
        _("Only FMS, the bureau, board members and auditors can see how the proposal is made."),
        rule=COMPOSE,
    )


def may_propose_decision(user: Person, cycle: Cycle) -> Answer:
    """Writing what the board is asked to decide: the bureau, and each board member."""
    return answer(
        has_right(user, Right.RUN_PROCESS, cycle) or has_right(user, Right.VOTE, cycle),
        _("Only the bureau and board members can propose a decision."),
        rule=DECIDE,
    )
