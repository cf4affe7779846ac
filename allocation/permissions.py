"""Who may do what to which object. Answers carry a reason a user can read.

Nothing here looks at the calendar or at a status: that is policies.py.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allocation.errors import NotPermitted
from allocation.models import AssignmentLine, BoardDecision, Cycle, Institution, Region, UsageImport
from allocation.roles import BUREAU_ROLES, Right
from allocation.selectors.memberships import Person, holds_any
from allocation.selectors.rights import has_right, held_on
from bols_portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class Answer:
    """May it be done? If not, why not and which rule says so."""

    allowed: bool
    reason: str | Promise = ""
    rule: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def enforce(self) -> None:
        """Raises NotPermitted with the reason when it may not be done."""
        if not self.allowed:
            raise NotPermitted(self.reason, rule=self.rule)


YES = Answer(allowed=True)


def answer(allowed: bool, reason: str | Promise, rule: str = "") -> Answer:
    """Yes, or no with the reason and the rule that says so."""
    return YES if allowed else Answer(allowed=False, reason=reason, rule=rule)


def may_administer(user: Person) -> Answer:
    """Opening a cycle, inviting people, appointing them: the bureau."""
    return answer(holds_any(user, BUREAU_ROLES), _("Only the bureau can do this."))


def may_appoint(user: Person, other: User) -> Answer:
    """Giving somebody a role: the bureau, and nobody themselves, so that four eyes stay four."""
    if user.pk == other.pk:
        return answer(False, _("Nobody gives themselves a role. Ask another bureau employee."))
    return may_administer(user)


def may_close(user: Person, other: User) -> Answer:
    """Closing or opening somebody's account: the bureau, and nobody their own."""
    if user.pk == other.pk:
        return answer(False, _("Nobody closes their own account. Ask another bureau employee."))
    return may_administer(user)


def may_read_any_log(user: Person) -> Answer:
    """The page of the audit trail: bureau, and auditors for the cycles that they audit."""
    return answer(
        bool(held_on(user, Right.READ_LOG, Cycle)) or holds_any(user, BUREAU_ROLES),
        _("Only the bureau and auditors can read the log."),
    )


def may_run_process(user: Person, cycle: Cycle) -> Answer:
    """Importing, calculating, preparing decisions, sending mail: the bureau."""
    return answer(has_right(user, Right.RUN_PROCESS, cycle), _("Only the bureau can do this."))


def may_read_dossiers(user: Person, cycle: Cycle) -> Answer:
    """What lies before the board: bureau, board members and auditors."""
    return answer(
        has_right(user, Right.READ_DOSSIERS, cycle),
        _("Only the bureau, board members and auditors can see this."),
    )


def may_read_confidential(user: Person, cycle: Cycle) -> Answer:
    """Usage, shares and unrounded numbers: bureau and auditors alone."""
    return answer(
        has_right(user, Right.READ_CONFIDENTIAL, cycle),
        _("Care usage is confidential: only the bureau and auditors can see it."),
        rule="Notitie adherentieberekening 2026, vraag 14",
    )


def may_read_log(user: Person, cycle: Cycle) -> Answer:
    """The audit trail: bureau and auditors."""
    return answer(
        has_right(user, Right.READ_LOG, cycle),
        _("Only the bureau and auditors can read the log."),
    )


def may_vote(user: Person, decision: BoardDecision) -> Answer:
    """Approving or rejecting a decision: members of the board, but not on their own proposal."""
    if not has_right(user, Right.VOTE, decision.cycle):
        return answer(False, _("Only board members can vote."))
    if user.pk in decision.authors:
        return answer(False, _("You prepared this decision, so you do not vote on it."))
    voters = {member["user"] for member in decision.electorate}
    return answer(
        user.pk in voters or not voters,
        _("You were not a member of the board when this decision was put."),
    )


def may_check_line(user: Person, line: AssignmentLine) -> Answer:
    """Confirming a line or objecting: the coordinators of its regions, its learning-house manager.

    Toewijzingsprotocol 2027, fase I 3.
    """
    allowed = has_right(user, Right.CHECK_INSTITUTION, line.institution) or any(
        has_right(user, Right.COORDINATE, share.region) for share in line.shares.all()
    )
    return answer(
        allowed,
        _("Only the coordinator of the region or the learning-house manager can check this line."),
        rule="Toewijzingsprotocol 2027, fase I 3",
    )


def may_propose_change(user: Person, cycle: Cycle, institution: Institution) -> Answer:
    """Proposing a change of the region assignment for the next cycle.

    Toewijzingsprotocol 2027, fase I 3, wijzigingen in OOR-indeling: bureau, coordinators, and for
    their own institution learning-house managers.
    """
    allowed = (
        has_right(user, Right.RUN_PROCESS, cycle)
        or bool(held_on(user, Right.COORDINATE, Region))
        or has_right(user, Right.CHECK_INSTITUTION, institution)
    )
    return answer(
        allowed,
        _("Only coordinators, learning-house managers and the bureau can propose a change."),
        rule="Toewijzingsprotocol 2027, fase I 3",
    )


def may_judge_usage(user: Person, usage_import: UsageImport) -> Answer:
    """Accepting or rejecting a delivery: a bureau employee, but not who uploaded it (four eyes)."""
    runs = may_run_process(user, usage_import.cycle)
    if runs and usage_import.uploaded_by_id == user.pk:
        return answer(
            False,
            _("You uploaded this delivery yourself. A second bureau employee judges it."),
        )
    return runs
