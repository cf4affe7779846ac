"""Who may do what in phase II. Nothing here looks at the calendar or at a status."""

from django.utils.translation import gettext_lazy as _

from allocation.models import Cycle, Specialism
from allocation.permissions import Answer, answer
from allocation.roles import Right
from allocation.selectors.rights import Person, has_right

CONSULT = "Toewijzingsprotocol 2027, fase II 1"


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
