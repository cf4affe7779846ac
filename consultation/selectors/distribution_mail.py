"""Who is told what the board decided on the distribution, and which letter each of them gets."""

from allocation.models import BoardDecision, Membership
from allocation.roles import BUREAU_ROLES, Role
from allocation.selectors.recipients import Enclosure, Recipient, recipients_with
from consultation.selectors.distribution import KIND
from consultation.selectors.round_letters import addressee_of

# Regions and associations; FMS, VSG and NVvO beside them. Toewijzingsprotocol 2027, fase II 2
TOLD = BUREAU_ROLES | {Role.COORDINATOR, Role.ADVISER, Role.PROFESSION, Role.FMS}
WHOLE = "all:BOLS"  # the bureau reads the whole table


def told_of(decision: BoardDecision) -> list[Recipient]:
    """Everybody who is told, once, with the letter to each party that they act for."""

    def enclosing(membership: Membership) -> list[Enclosure]:
        addressee = WHOLE if membership.role in BUREAU_ROLES else addressee_of(membership)
        name = f"verdeling-{decision.cycle.year}-{addressee.partition(':')[2]}.pdf"
        return [Enclosure(KIND, f"{decision.pk}:{addressee}", name)]

    return recipients_with(TOLD, decision.cycle, enclosing)
