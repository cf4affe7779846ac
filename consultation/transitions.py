"""The changes of status in phases II and III, as tables of edges."""

from allocation.phases.transitions import Decider, Edge, Machine
from consultation.enums import (
    ClusterStatus,
    MediationStatus,
    ProposalStatus,
    RegionStatus,
    RoundStatus,
)

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

# Toewijzingsprotocol 2027, fase III 1.1 and 1.2: the cluster files, the coordinator bundles.
_CLUSTER = "Toewijzingsprotocol 2027, fase III 1.1"
CLUSTER = Machine(
    name="ClusterProposal",
    states=ClusterStatus,
    writer="consultation.services.clusters",
    edges=(
        Edge(None, ClusterStatus.FILED, "file", Decider.CLUSTER, rule=_CLUSTER),
        Edge(ClusterStatus.FILED, ClusterStatus.REPLACED, "replace", Decider.CLUSTER),
        Edge(
            ClusterStatus.FILED,
            ClusterStatus.RETURNED,
            "return",
            Decider.COORDINATOR,
            True,
            "Toewijzingsprotocol 2027, fase III 1.2",
        ),
    ),
)

# Toewijzingsprotocol 2027, fase III 1.2, 2 and 3.
_ADOPT = "Toewijzingsprotocol 2027, fase III 1.2"
_SUBMIT = "Toewijzingsprotocol 2027, fase III 2"
_ESTABLISH = "Toewijzingsprotocol 2027, fase III 3"
REGION_PROPOSAL = Machine(
    name="RegionProposal",
    states=RegionStatus,
    writer="consultation.services.region_proposals",
    edges=(
        Edge(None, RegionStatus.SIGNING, "adopt", Decider.COORDINATOR, rule=_ADOPT),
        Edge(
            RegionStatus.SIGNING,
            RegionStatus.REPLACED,
            "replace",
            Decider.COORDINATOR,
            True,
            _ADOPT,
        ),
        Edge(
            RegionStatus.SIGNING,
            RegionStatus.SUBMITTED,
            "submit",
            Decider.COORDINATOR,
            rule=_SUBMIT,
        ),
        Edge(RegionStatus.SUBMITTED, RegionStatus.SIGNING, "return", Decider.BUREAU, True, _SUBMIT),
        Edge(
            RegionStatus.SUBMITTED,
            RegionStatus.ESTABLISHED,
            "establish",
            Decider.BOARD,
            rule=_ESTABLISH,
        ),
    ),
)

MEDIATION = Machine(
    name="Mediation",
    states=MediationStatus,
    writer="consultation.services.mediations",
    edges=(
        Edge(None, MediationStatus.REQUESTED, "request", Decider.PARTY, rule=_SUBMIT),
        Edge(MediationStatus.REQUESTED, MediationStatus.REFUSED, "refuse", Decider.BUREAU, True),
        Edge(MediationStatus.REQUESTED, MediationStatus.WITHDRAWN, "withdraw", Decider.PARTY, True),
        Edge(MediationStatus.REQUESTED, MediationStatus.ACCEPTED, "accept", Decider.BUREAU),
        Edge(MediationStatus.ACCEPTED, MediationStatus.WITHDRAWN, "withdraw", Decider.PARTY, True),
        Edge(
            MediationStatus.ACCEPTED,
            MediationStatus.CONSENSUS,
            "agree",
            Decider.BUREAU,
            True,
            _SUBMIT,
        ),
        Edge(
            MediationStatus.ACCEPTED,
            MediationStatus.NO_CONSENSUS,
            "differ",
            Decider.BUREAU,
            True,
            _SUBMIT,
        ),
    ),
)
