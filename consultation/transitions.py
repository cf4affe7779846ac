"""The changes of status of a consultation round, as a table of edges."""

from allocation.phases.transitions import Decider, Edge, Machine
from consultation.enums import RoundStatus

# Toewijzingsprotocol 2027, fase II 1
_RULE = "Toewijzingsprotocol 2027, fase II 1"
ROUND = Machine(
    name="Round",
    states=RoundStatus,
    writer="consultation.services.rounds",
    edges=(
        Edge(None, RoundStatus.PREPARED, "prepare", Decider.BUREAU, rule=_RULE),
        Edge(RoundStatus.PREPARED, RoundStatus.OPEN, "open", Decider.BUREAU, rule=_RULE),
        Edge(RoundStatus.PREPARED, RoundStatus.CANCELLED, "cancel", Decider.BUREAU, True, _RULE),
        Edge(RoundStatus.OPEN, RoundStatus.REPLACED, "replace", Decider.BUREAU, rule=_RULE),
    ),
)
