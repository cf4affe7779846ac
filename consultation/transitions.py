"""The changes of status of consultation rounds and of proposals, as tables of edges."""

from allocation.phases.transitions import Decider, Edge, Machine
from consultation.enums import ProposalStatus, RoundStatus

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

# Toewijzingsprotocol 2027, fase II 1.3 and 2: FMS submits, BOLS tests, the board decides.
_COMPOSE = "Toewijzingsprotocol 2027, fase II 1.3"
_DECIDE = "Toewijzingsprotocol 2027, fase II 2"
PROPOSAL = Machine(
    name="Proposal",
    states=ProposalStatus,
    writer="consultation.services.proposals",
    edges=(
        Edge(None, ProposalStatus.SAVED, "save", Decider.FMS, rule=_COMPOSE),
        Edge(ProposalStatus.SAVED, ProposalStatus.SUBMITTED, "submit", Decider.FMS, rule=_COMPOSE),
        Edge(
            ProposalStatus.SUBMITTED,
            ProposalStatus.WITHDRAWN,
            "withdraw",
            Decider.FMS,
            True,
            _COMPOSE,
        ),
        Edge(
            ProposalStatus.SUBMITTED,
            ProposalStatus.RETURNED,
            "return",
            Decider.BOARD,
            True,
            _DECIDE,
        ),
        Edge(
            ProposalStatus.SUBMITTED, ProposalStatus.DECIDED, "decide", Decider.BOARD, rule=_DECIDE
        ),
        Edge(
            ProposalStatus.SUBMITTED,
            ProposalStatus.SET_ASIDE,
            "set_aside",
            Decider.BOARD,
            True,
            _DECIDE,
        ),
    ),
)
