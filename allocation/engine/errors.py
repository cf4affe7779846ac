"""What the engine says when it can't calculate: bad input, or no solution."""

from dataclasses import dataclass, field
from typing import Any

SHOWN_FAULTS = 25


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a stable code, a sentence, and where it stands.

    `where` holds plain JSON values, such as `{"at": "usage[3]", "institution": "…"}`. Messages and
    places never hold amounts of care usage or shares: those are confidential
    (Notitie adherentieberekening 2026, vraag 14).
    """

    code: str
    message: str
    where: dict[str, Any] = field(default_factory=dict)


class EngineError(Exception):
    """Base of all refusals of the engine; holds every fault that was found."""

    exit_code = 2

    def __init__(self, faults: list[Fault] | tuple[Fault, ...]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.message)

    @property
    def code(self) -> str:
        """The faults' common code, or `several_faults`."""
        codes = {fault.code for fault in self.faults}
        return codes.pop() if len(codes) == 1 else "several_faults"

    @property
    def message(self) -> str:
        """All faults in one line; a very long list is cut and says so."""
        shown = [fault.message for fault in self.faults[:SHOWN_FAULTS]]
        hidden = len(self.faults) - len(shown)
        return "; ".join(shown) + (f"; and {hidden} more" if hidden else "")

    def to_json(self) -> dict[str, Any]:
        """The error as the command line prints it."""
        where = [{"code": fault.code, **fault.where} for fault in self.faults]
        return {"error": {"code": self.code, "message": self.message, "where": where}}


class InvalidCaseError(EngineError):
    """The input is not a case that can be calculated."""


class NoSolutionError(EngineError):
    """The input is in order, but no table can satisfy it."""

    exit_code = 3
