"""The tables of consultation: rounds, what the field files in them, and what comes of it."""

from consultation.models.decisions import DistributionChange, DistributionChoice, ProposalTest
from consultation.models.filings import AdviceCell, Attachment, Filing, FilingDraft, FocusPoint
from consultation.models.proposals import (
    CouncilMeeting,
    Proposal,
    ProposalReason,
    Suggestion,
    Workbench,
    WorkbenchCell,
    WorkbenchRegion,
)
from consultation.models.rounds import LateLeave, LetterVersion, Round

__all__ = [
    "AdviceCell",
    "Attachment",
    "CouncilMeeting",
    "DistributionChange",
    "DistributionChoice",
    "Filing",
    "FilingDraft",
    "FocusPoint",
    "LateLeave",
    "LetterVersion",
    "Proposal",
    "ProposalReason",
    "ProposalTest",
    "Round",
    "Suggestion",
    "Workbench",
    "WorkbenchCell",
    "WorkbenchRegion",
]
