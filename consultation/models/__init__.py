"""The tables of consultation: what the field files in phases II and III, and what comes of it."""

from consultation.models.clusters import (
    ClusterCell,
    ClusterDraft,
    ClusterMeeting,
    ClusterProposal,
)
from consultation.models.decisions import DistributionChange, DistributionChoice, ProposalTest
from consultation.models.divisions import (
    CapacityFrame,
    GridCell,
    GridUpload,
    RecognitionAnswer,
    RecognitionReport,
    RegionGrid,
)
from consultation.models.filings import AdviceCell, Attachment, Filing, FilingDraft, FocusPoint
from consultation.models.mediations import (
    Mediation,
    MediationDocument,
    MediationDraft,
    MediationParty,
    MediationSession,
)
from consultation.models.preliminary import (
    PreliminaryCell,
    PreliminaryChoice,
    PreliminaryPart,
    PreliminaryRuling,
)
from consultation.models.proposals import (
    CouncilMeeting,
    Proposal,
    ProposalReason,
    Suggestion,
    Workbench,
    WorkbenchCell,
    WorkbenchRegion,
)
from consultation.models.region_proposals import (
    BoardMeeting,
    RegionAdjustment,
    RegionLeave,
    RegionProposal,
)
from consultation.models.rounds import LateLeave, LetterVersion, Round
from consultation.models.signing import (
    Signature,
    SignatureCheck,
    SigningLink,
    SigningSheet,
    SigningSlot,
)

__all__ = [
    "AdviceCell",
    "Attachment",
    "BoardMeeting",
    "CapacityFrame",
    "ClusterCell",
    "ClusterDraft",
    "ClusterMeeting",
    "ClusterProposal",
    "CouncilMeeting",
    "DistributionChange",
    "DistributionChoice",
    "Filing",
    "FilingDraft",
    "FocusPoint",
    "GridCell",
    "GridUpload",
    "LateLeave",
    "LetterVersion",
    "Mediation",
    "MediationDocument",
    "MediationDraft",
    "MediationParty",
    "MediationSession",
    "PreliminaryCell",
    "PreliminaryChoice",
    "PreliminaryPart",
    "PreliminaryRuling",
    "Proposal",
    "ProposalReason",
    "ProposalTest",
    "RecognitionAnswer",
    "RecognitionReport",
    "RegionAdjustment",
    "RegionGrid",
    "RegionLeave",
    "RegionProposal",
    "Round",
    "Signature",
    "SignatureCheck",
    "SigningLink",
    "SigningSheet",
    "SigningSlot",
    "Suggestion",
    "Workbench",
    "WorkbenchCell",
    "WorkbenchRegion",
]
