"""When a cycle can be opened from a protocol."""

from django.utils.translation import gettext_lazy as _

from allocation.policies import OPEN, Moment
from allocation.protocols import Protocol
from allocation.selectors.cycles import years_in_use


def may_open(protocol: Protocol) -> Moment:
    """One cycle a year, and only from a protocol whose criterion the portal can carry out."""
    if protocol.year in years_in_use():
        return Moment(
            open=False,
            reason=_("There is already a cycle for %(year)s.") % {"year": protocol.year},
        )
    if protocol.criterion.kind != "adherence":
        return Moment(
            open=False,
            reason=_(
                "This protocol distributes by training history. It can be read here; phase I of "
                "the portal calculates by adherence."
            ),
            rule=protocol.criterion.origin.source,
        )
    return OPEN
