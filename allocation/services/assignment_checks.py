"""The check of the region assignment: confirming lines, objecting, answering objections.

Toewijzingsprotocol 2027, fase I 3: by OOR coordinators together with learning-house managers.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allocation.enums import AnswerOutcome, CheckOutcome
from allocation.errors import NotNow, Refused, Stale
from allocation.models import (
    AssignmentLine,
    AssignmentVersion,
    Cycle,
    LateChange,
    LateChangeAnswer,
    LineCheck,
    ObjectionAnswer,
)
from allocation.permissions import may_check_line, may_run_process
from allocation.policies.assignment import RULE, may_be_checked
from allocation.roles import Role
from allocation.selectors.assignment import current_assignment, own_lines
from allocation.selectors.assignment_check import (
    LEARNING_HOUSE,
    Capacity,
    CheckBook,
    CheckState,
    check_book,
    checker_of,
    root_of,
)
from allocation.selectors.assignment_objections import settled_in
from allocation.services import audit
from bols_portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirmation did: how many lines it confirmed, how many have changed meanwhile."""

    lines: int
    changed: int


@transaction.atomic
def confirm_lines(
    *,
    version: AssignmentVersion,
    by: User,
    now: datetime,
    lines: Collection[int] | None = None,
    institution: int | None = None,
) -> Confirmed:
    """Confirms lines by their numbers, or all that this person has still to view.

    With `institution` only those of that institution. Where a new version came in the meantime
    the lines that did not change are confirmed in it; those that changed are counted, not
    confirmed. An objection is only taken back by confirming the line itself.
    """
    target = _version_in_check(version)
    own = AssignmentLine.objects.filter(own_lines(by), version=target).distinct()
    if institution is not None:
        own = own.filter(institution=institution)
    changed = 0
    if lines is not None:
        wanted = set(lines)
        roots = _roots_of(version, wanted, by)
        own = own.filter(Q(pk__in=roots) | Q(root__in=roots))
    book = check_book(target, own.select_related("institution", "specialism"))
    if lines is not None:
        changed = len(wanted) - len(book.lines)
    count = _confirm(book, by, now, only_todo=lines is None)
    if count:
        audit.write(
            "assignment.lines_confirmed",
            by=by,
            now=now,
            subject=target,
            cycle=target.cycle,
            number=target.number,
            lines=count,
            institutions=sorted({line.institution.code for line in book.lines}),
        )
    return Confirmed(count, changed)


def _version_in_check(version: AssignmentVersion) -> AssignmentVersion:
    """The version itself, or the one that replaced it, while the coordinators check."""
    current = current_assignment(version.cycle) or version
    # Locked: nothing is said of a version in the moment in which it is replaced or put.
    target = (
        AssignmentVersion.objects.select_for_update(of=("self",))
        .select_related("cycle")
        .get(pk=current.pk)
    )
    may_be_checked(target).enforce()
    return target


def _roots_of(version: AssignmentVersion, numbers: set[int], by: User) -> set[int]:
    """The roots of lines that this person checks; NotPermitted where one is another's."""
    own = AssignmentLine.objects.filter(own_lines(by), version=version, pk__in=numbers).distinct()
    found = list(own)
    if len(found) < len(numbers):
        rest = numbers - {line.pk for line in found}
        others = AssignmentLine.objects.filter(version=version, pk__in=rest)
        for line in others.prefetch_related("shares__region"):
            may_check_line(by, line).enforce()
        raise Refused(_("A line was chosen that is not in this version."), rule=RULE)
    return {root_of(line) for line in found}


def _confirm(book: CheckBook, by: User, now: datetime, *, only_todo: bool) -> int:
    checker = checker_of(by)
    checks: list[LineCheck] = []
    count = 0
    for line in book.lines:
        capacities = checker.capacities(line.institution_id, book.regions(line))
        open_ones = [one for one in capacities if _is_open(book, line, one, only_todo)]
        count += bool(open_ones)
        checks += [_check(line, one, CheckOutcome.CONFIRMED, "", by, now) for one in open_ones]
    LineCheck.objects.bulk_create(checks, batch_size=500)
    return count


def _is_open(book: CheckBook, line: AssignmentLine, capacity: Capacity, only_todo: bool) -> bool:
    state = book.state(line, [capacity])
    return state is CheckState.TODO or (state is CheckState.OBJECTED and not only_todo)


def _check(
    line: AssignmentLine,
    capacity: Capacity,
    outcome: CheckOutcome,
    reason: str,
    by: User,
    now: datetime,
) -> LineCheck:
    learning_house = capacity == LEARNING_HOUSE
    return LineCheck(
        line_id=root_of(line),
        outcome=outcome,
        reason=reason,
        role=Role.LEARNING_HOUSE if learning_house else Role.COORDINATOR,
        region_id=None if learning_house else capacity,
        by=by,
        at=now,
    )


@transaction.atomic
def object_to_line(*, line: AssignmentLine, reason: str, by: User, now: datetime) -> None:
    """Objects to a line, with a reason; the bureau answers it.

    Raises Stale when the line was changed in a new version: look at that one first.
    """
    may_check_line(by, line).enforce()
    target = _version_in_check(line.version)
    if not reason.strip():
        raise Refused(_("Say what is wrong with this line and what it should be."), rule=RULE)
    root = root_of(line)
    same = AssignmentLine.objects.filter(Q(pk=root) | Q(root=root), version=target)
    book = check_book(target, same.select_related("institution", "specialism"))
    if not book.lines:
        raise Stale(_("This line was changed in a new version. Look at it again."), rule=RULE)
    found = book.lines[0]
    capacities = checker_of(by).capacities(found.institution_id, book.regions(found))
    for capacity in capacities:
        _check(found, capacity, CheckOutcome.OBJECTED, reason.strip(), by, now).save()
    audit.write(
        "assignment.line_objected",
        by=by,
        now=now,
        subject=found,
        label=f"{found.institution.code} {found.specialism.code}",
        cycle=target.cycle,
        reason=reason.strip(),
        number=target.number,
        institution=found.institution.code,
        specialism=found.specialism.code,
    )


@transaction.atomic
def answer_objection(
    *, objection: LineCheck, outcome: AnswerOutcome, text: str, by: User, now: datetime
) -> ObjectionAnswer:
    """The bureau's answer to an objection: adopted, not adopted, or for the next cycle.

    Adopted: only after a new version changed the line; the answer names that version. For the
    next cycle: it is put on the list of changes as well.
    """
    line = objection.line
    cycle = line.version.cycle
    may_run_process(by, cycle).enforce()
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # one answer, whoever is first
    if ObjectionAnswer.objects.filter(check_answered=objection).exists():
        raise NotNow(_("This objection was answered already."), rule=RULE)
    if not text.strip():
        raise Refused(_("Explain the answer: the one who objected reads it."), rule=RULE)
    settled = settled_in(objection) if outcome == AnswerOutcome.ADOPTED else None
    if outcome == AnswerOutcome.ADOPTED and settled is None:
        raise NotNow(
            _("Change the line first, in a new version; then the objection can be adopted."),
            rule=RULE,
        )
    answer = ObjectionAnswer.objects.create(
        check_answered=objection,
        outcome=outcome,
        text=text.strip(),
        settled_in=settled,
        by=by,
        at=now,
    )
    if outcome == AnswerOutcome.NEXT_CYCLE:
        _put_on_list(objection, text.strip(), by, now)
    audit.write(
        "assignment.objection_answered",
        by=by,
        now=now,
        subject=answer,
        label=f"{line.institution.code} {line.specialism.code}",
        cycle=cycle,
        reason=text.strip(),
        outcome=str(outcome),
        settled_in=settled.number if settled else None,
    )
    return answer


def _put_on_list(objection: LineCheck, text: str, by: User, now: datetime) -> None:
    line = objection.line
    change = LateChange.objects.create(
        cycle=line.version.cycle,
        institution=line.institution,
        specialism=line.specialism,
        text=objection.reason,
        by=objection.by,
        at=now,
    )
    LateChangeAnswer.objects.create(change=change, listed=True, text=text, by=by, at=now)
