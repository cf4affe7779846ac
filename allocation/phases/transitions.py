"""Every change of status in the portal, as tables of edges: from, to, action, who decides.

A service asks `MACHINE.step(current, action, reason=…)` and gets the edge, or a refusal that a user
can read. Each machine has one writer, named here; docs/state-machines.md is drawn from this file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from allocation.enums import (
    AssignmentStatus,
    DecisionStatus,
    ImportStatus,
    JobStatus,
    MessageStatus,
    PhaseStatus,
)
from allocation.errors import NotNow, Refused


class Decider(StrEnum):
    """Who makes the step."""

    BUREAU = "bureau"
    SECOND_EMPLOYEE = "second bureau employee"
    BOARD = "board"
    FMS = "FMS"
    CLUSTER = "cluster"
    COORDINATOR = "coordinator"
    PARTY = "party"
    WORKER = "worker"
    REAPER = "reaper"


@dataclass(frozen=True, slots=True)
class Edge:
    """One allowed step. `before` None is how a record comes into being."""

    before: str | None
    after: str
    action: str
    decider: Decider
    reason_needed: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """The edges of one kind of record, and the one module that may write its status."""

    name: str
    states: type[TextChoices]
    writer: str
    edges: tuple[Edge, ...]

    def step(self, current: str, action: str, *, reason: str = "") -> Edge:
        """The edge for this action from this status.

        Raises NotNow when the status doesn't allow it, Refused when a reason is needed and there
        is none, LookupError for an action the machine doesn't know.
        """
        known = [edge for edge in self.edges if edge.action == action]
        if not known:
            raise LookupError(f"{self.name} has no action {action!r}.")
        edge = next((edge for edge in known if edge.before == current), None)
        if edge is None:
            raise NotNow(self._not_now(current, known), rule=known[0].rule)
        if edge.reason_needed and not reason.strip():
            raise Refused(_("Give the reason: it is kept with this step."), rule=edge.rule)
        return edge

    def allows(self, current: str, action: str) -> bool:
        """Whether the action may be done from this status."""
        return any(edge.before == current and edge.action == action for edge in self.edges)

    def actions(self, current: str) -> list[str]:
        """What may be done from this status, in the order of the table."""
        return [edge.action for edge in self.edges if edge.before == current]

    def _not_now(self, current: str, known: Sequence[Edge]) -> str:
        allowed = [str(self.states(edge.before).label) for edge in known if edge.before]
        return gettext(
            "This can't be done now. The status is “%(status)s”; it can be done at “%(allowed)s”."
        ) % {"status": self.states(current).label, "allowed": "”, “".join(allowed)}


# Toewijzingsprotocol 2027, hoofdstuk 2: "Indien het BOLS-bestuur hierover een besluit heeft
# genomen, start de volgende fase." A rectification leads back: BOLS26-0104 d.d. 02-04-2026.
_NEXT = "Toewijzingsprotocol 2027, hoofdstuk 2"
_RECTIFY = "BOLS26-0104 d.d. 02-04-2026"
PHASE = Machine(
    name="Phase",
    states=PhaseStatus,
    writer="allocation.services.phases",
    edges=(
        Edge(None, PhaseStatus.WAITING, "plan", Decider.BUREAU),
        Edge(PhaseStatus.WAITING, PhaseStatus.OPEN, "open", Decider.BOARD, rule=_NEXT),
        Edge(PhaseStatus.OPEN, PhaseStatus.AT_BOARD, "put", Decider.BUREAU, rule=_NEXT),
        Edge(PhaseStatus.AT_BOARD, PhaseStatus.OPEN, "take_back", Decider.BUREAU, True, _NEXT),
        Edge(PhaseStatus.AT_BOARD, PhaseStatus.CLOSED, "close", Decider.BOARD, rule=_NEXT),
        Edge(PhaseStatus.CLOSED, PhaseStatus.OPEN, "reopen", Decider.BUREAU, True, _RECTIFY),
        Edge(PhaseStatus.OPEN, PhaseStatus.CLOSED, "keep", Decider.BUREAU, True, _RECTIFY),
    ),
)

DECISION = Machine(
    name="BoardDecision",
    states=DecisionStatus,
    writer="allocation.services.decision_status",
    edges=(
        Edge(None, DecisionStatus.PREPARED, "prepare", Decider.BUREAU, rule=_NEXT),
        Edge(DecisionStatus.PREPARED, DecisionStatus.AT_BOARD, "put", Decider.BUREAU, rule=_NEXT),
        Edge(DecisionStatus.PREPARED, DecisionStatus.WITHDRAWN, "withdraw", Decider.BUREAU, True),
        Edge(DecisionStatus.AT_BOARD, DecisionStatus.WITHDRAWN, "withdraw", Decider.BUREAU, True),
        Edge(DecisionStatus.AT_BOARD, DecisionStatus.ADOPTED, "adopt", Decider.BOARD, rule=_NEXT),
        Edge(DecisionStatus.AT_BOARD, DecisionStatus.REJECTED, "reject", Decider.BOARD, rule=_NEXT),
        Edge(
            DecisionStatus.ADOPTED,
            DecisionStatus.REPLACED,
            "replace",
            Decider.BOARD,
            True,
            _RECTIFY,
        ),
    ),
)

# Toewijzingsprotocol 2027, fase I 3: coordinators check, the board establishes.
_ASSIGNMENT = "Toewijzingsprotocol 2027, fase I 3"
ASSIGNMENT = Machine(
    name="AssignmentVersion",
    states=AssignmentStatus,
    writer="allocation.services.assignment",
    edges=(
        Edge(None, AssignmentStatus.DRAFT, "upload", Decider.BUREAU, rule=_ASSIGNMENT),
        Edge(
            AssignmentStatus.DRAFT,
            AssignmentStatus.IN_CHECK,
            "send_to_check",
            Decider.BUREAU,
            rule=_ASSIGNMENT,
        ),
        Edge(
            AssignmentStatus.IN_CHECK,
            AssignmentStatus.AT_BOARD,
            "put",
            Decider.BUREAU,
            rule=_ASSIGNMENT,
        ),
        # The correction of an established assignment goes to the board without a second check.
        Edge(
            AssignmentStatus.DRAFT,
            AssignmentStatus.AT_BOARD,
            "put_correction",
            Decider.BUREAU,
            True,
            _RECTIFY,
        ),
        Edge(AssignmentStatus.AT_BOARD, AssignmentStatus.IN_CHECK, "take_back", Decider.BUREAU),
        Edge(
            AssignmentStatus.AT_BOARD,
            AssignmentStatus.ESTABLISHED,
            "establish",
            Decider.BOARD,
            rule=_ASSIGNMENT,
        ),
        Edge(AssignmentStatus.DRAFT, AssignmentStatus.REPLACED, "replace", Decider.BUREAU),
        Edge(AssignmentStatus.IN_CHECK, AssignmentStatus.REPLACED, "replace", Decider.BUREAU),
        Edge(
            AssignmentStatus.ESTABLISHED,
            AssignmentStatus.REPLACED,
            "rectify",
            Decider.BOARD,
            rule=_RECTIFY,
        ),
    ),
)

# Notitie adherentieberekening 2026, vraag 14: nothing is stored until right, and four eyes.
USAGE_IMPORT = Machine(
    name="UsageImport",
    states=ImportStatus,
    writer="allocation.services.usage",
    edges=(
        Edge(None, ImportStatus.READING, "upload", Decider.BUREAU),
        Edge(ImportStatus.READING, ImportStatus.FAULTY, "refuse", Decider.WORKER),
        Edge(ImportStatus.READING, ImportStatus.READY, "read", Decider.WORKER),
        Edge(ImportStatus.READY, ImportStatus.ACCEPTED, "accept", Decider.SECOND_EMPLOYEE),
        Edge(ImportStatus.READY, ImportStatus.REJECTED, "reject", Decider.SECOND_EMPLOYEE, True),
        Edge(ImportStatus.READY, ImportStatus.REPLACED, "replace", Decider.BUREAU),
        Edge(ImportStatus.ACCEPTED, ImportStatus.REPLACED, "replace", Decider.SECOND_EMPLOYEE),
    ),
)

JOB = Machine(
    name="Job",
    states=JobStatus,
    writer="allocation.services.jobs",
    edges=(
        Edge(None, JobStatus.QUEUED, "request", Decider.BUREAU),
        Edge(JobStatus.QUEUED, JobStatus.RUNNING, "start", Decider.WORKER),
        Edge(JobStatus.RUNNING, JobStatus.DONE, "finish", Decider.WORKER),
        Edge(JobStatus.RUNNING, JobStatus.FAILED, "fail", Decider.WORKER),
        Edge(JobStatus.RUNNING, JobStatus.QUEUED, "requeue", Decider.REAPER),
        Edge(JobStatus.RUNNING, JobStatus.FAILED, "give_up", Decider.REAPER),
        Edge(JobStatus.QUEUED, JobStatus.FAILED, "give_up", Decider.REAPER),
    ),
)

MESSAGE = Machine(
    name="Message",
    states=MessageStatus,
    writer="allocation.services.outbox",
    edges=(
        Edge(None, MessageStatus.PREPARED, "prepare", Decider.BUREAU),
        Edge(MessageStatus.PREPARED, MessageStatus.QUEUED, "release", Decider.BUREAU),
        Edge(MessageStatus.PREPARED, MessageStatus.CANCELLED, "cancel", Decider.BUREAU, True),
        Edge(MessageStatus.QUEUED, MessageStatus.SENDING, "claim", Decider.WORKER),
        Edge(MessageStatus.SENDING, MessageStatus.SENT, "send", Decider.WORKER),
        Edge(MessageStatus.SENDING, MessageStatus.QUEUED, "postpone", Decider.WORKER),
        Edge(MessageStatus.SENDING, MessageStatus.FAILED, "give_up", Decider.WORKER),
        Edge(MessageStatus.FAILED, MessageStatus.QUEUED, "retry", Decider.BUREAU),
    ),
)

MACHINES: tuple[Machine, ...] = (PHASE, DECISION, ASSIGNMENT, USAGE_IMPORT, JOB, MESSAGE)
