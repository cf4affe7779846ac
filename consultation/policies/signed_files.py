"""When a signature that was brought in can be checked. Toewijzingsprotocol 2027, fase III 2."""

from django.utils.translation import gettext as _

from allocation.policies import Moment
from consultation.models import Signature
from consultation.permissions import SIGN
from consultation.policies.phase import phase_3_runs
from consultation.policies.signing import closed_text
from consultation.selectors.signing import needs_check, outcome_of


def may_check_now(signature: Signature) -> Moment:
    """Once, while it is the last of its place and its content is still the one that is asked.

    A proposal that was submitted can wait for a check; one that was replaced needs none.
    """
    sheet = signature.slot.sheet
    reason = ""
    if outcome_of(signature):
        reason = _("This was checked already.")
    elif not needs_check(signature):
        reason = _("This needs no check: it counts already.")
    elif sheet.closed_at is not None and sheet.closed_because != "submitted":
        reason = closed_text(sheet.closed_because)
    elif signature.slot.signatures.filter(number__gt=signature.number).exists():
        reason = _("A later signature came in for this institution. Look at that one.")
    if reason:
        return Moment(open=False, reason=reason, rule=SIGN)
    return phase_3_runs(sheet.cycle_id)
