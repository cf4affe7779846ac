"""When a calculation can be asked for."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allocation.enums import UsageSource
from allocation.models import Cycle
from allocation.policies import OPEN, Moment
from allocation.selectors.assignment import current_assignment
from allocation.selectors.intake import current_intake
from allocation.selectors.usage import accepted_imports


def may_calculate(cycle: Cycle) -> Moment:
    """A calculation needs national intake, region assignment and accepted usage of both sources."""
    missing: list[str | Promise] = []
    if current_intake(cycle) is None:
        missing.append(_("the national intake"))
    if current_assignment(cycle) is None:
        missing.append(_("the region assignment"))
    accepted = {one.source for one in accepted_imports(cycle)}
    missing += [
        _("accepted care usage of %(source)s") % {"source": source.label}
        for source in UsageSource
        if source not in accepted
    ]
    if not missing:
        return OPEN
    return Moment(
        open=False,
        reason=_("A calculation is not possible yet. Missing: %(missing)s.")
        % {"missing": ", ".join(str(one) for one in missing)},
        rule="Toewijzingsprotocol 2027, fase I 2",
    )
