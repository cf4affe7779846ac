"""The tables of consultation: rounds, and what the field files in them."""

from consultation.models.filings import AdviceCell, Filing, FilingDraft
from consultation.models.rounds import LateLeave, LetterVersion, Round

__all__ = ["AdviceCell", "Filing", "FilingDraft", "LateLeave", "LetterVersion", "Round"]
