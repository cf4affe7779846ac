"""Writing the region assignment (OOR-indeling): versions and their way to the board.

Toewijzingsprotocol 2027, fase I 3. The one writer of the status of a version.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from allocation.enums import AssignmentStatus
from allocation.errors import NotNow, Refused, Stale
from allocation.models import (
    AssignmentVersion,
    BoardDecision,
    Cycle,
)
from allocation.permissions import may_run_process
from allocation.phases.transitions import ASSIGNMENT
from allocation.policies.assignment import (
    RULE,
    may_add_version,
    may_discard,
    may_go_to_board,
)
from allocation.selectors.assignment import current_assignment
from allocation.selectors.assignment_data import InstitutionData, LineData, LineKey, digest_of
from allocation.services import audit
from allocation.services.assignment_mail import mail_check, mail_established
from allocation.services.assignment_store import store_lines
from allocation.services.organisations import upsert_institutions
from bols_portal.accounts.models import User


@transaction.atomic
def add_assignment_version(
    *,
    cycle: Cycle,
    lines: Sequence[LineData],
    reference_date: date,
    by: User,
    now: datetime,
    institutions: Iterable[InstitutionData] = (),
    reason: str = "",
    expected_version: int | None = None,
) -> AssignmentVersion:
    """Adds a version with these lines; the version it follows stays readable and unchanged.

    Checks of lines that did not change keep holding. While the coordinators check, the new
    version is with them at once. After the board has established a version, a new one is a
    correction (rectification): the established one holds until the board decides again.
    `expected_version`: the number of the version that the change was made from (0: none); when
    somebody else added one since, Stale is raised. A reason is needed from the second version on.
    """
    may_run_process(by, cycle).enforce()
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    current = current_assignment(cycle)
    _refuse_stale(current, expected_version)
    may_add_version(current).enforce()
    _refuse_faulty(lines)
    digest = digest_of(lines)
    if current is not None:
        if not reason.strip():
            raise Refused(_("Give the reason for the new version."), rule=RULE)
        if digest == current.digest:
            raise Refused(_("Nothing differs from version %(n)s.") % {"n": current.number})
    known = upsert_institutions(cycle=cycle, institutions=institutions, by=by, now=now)
    version = AssignmentVersion.objects.create(
        cycle=cycle,
        number=AssignmentVersion.objects.filter(cycle=cycle).count() + 1,
        reference_date=reference_date,
        reason=reason.strip(),
        digest=digest,
        predecessor=current,
        created_at=now,
        created_by=by,
    )
    store_lines(version, lines, known, current)
    _follow(version, current)
    audit.write(
        "assignment.version_added",
        by=by,
        now=now,
        subject=version,
        cycle=cycle,
        reason=reason,
        number=version.number,
        digest=digest,
        lines=len(lines),
        follows=current.number if current else None,
    )
    return version


def _refuse_stale(current: AssignmentVersion | None, expected: int | None) -> None:
    number = current.number if current else 0
    if expected is not None and expected != number:
        raise Stale(
            _("Version %(number)s was added in the meantime. Compare with it and confirm again.")
            % {"number": number}
        )


def _refuse_faulty(lines: Sequence[LineData]) -> None:
    """What the workbook's rules report cell by cell; here the last line of defence."""
    if not lines:
        raise Refused(_("A region assignment without lines cannot be stored."), rule=RULE)
    seen: set[LineKey] = set()
    for line in lines:
        where = {"institution": line.institution, "specialism": line.specialism}
        if line.key in seen:
            raise Refused(
                _("%(institution)s, specialism %(specialism)s stands in it twice.") % where
            )
        seen.add(line.key)
        if sum(share.share for share in line.shares) != 1:
            raise Refused(
                _("The shares of %(institution)s, specialism %(specialism)s do not make 1.")
                % where,
                rule=RULE,
            )


def _follow(version: AssignmentVersion, current: AssignmentVersion | None) -> None:
    """A version that is being prepared or checked makes place; an established one stays."""
    if current is None or current.status == AssignmentStatus.ESTABLISHED:
        return
    if current.status == AssignmentStatus.IN_CHECK:
        version.status = ASSIGNMENT.step(version.status, "send_to_check").after
        version.sent_to_check_at = current.sent_to_check_at
        version.check_until = current.check_until
        version.save(update_fields=["status", "sent_to_check_at", "check_until"])
    current.status = ASSIGNMENT.step(current.status, "replace").after
    current.save(update_fields=["status"])


def _locked(version: AssignmentVersion) -> AssignmentVersion:
    return (
        AssignmentVersion.objects.select_for_update(of=("self",))
        .select_related("cycle", "predecessor")
        .get(pk=version.pk)
    )


@transaction.atomic
def send_to_check(
    *, version: AssignmentVersion, until: date, by: User, now: datetime
) -> AssignmentVersion:
    """Opens the version to coordinators and learning-house managers and prepares their mail.

    `until`: the last day of the check, as it stands in the mail. Nothing is mailed before the
    bureau releases it in the outbox.
    """
    may_run_process(by, version.cycle).enforce()
    locked = _locked(version)
    locked.status = ASSIGNMENT.step(locked.status, "send_to_check").after
    locked.sent_to_check_at, locked.check_until = now, until
    locked.save(update_fields=["status", "sent_to_check_at", "check_until"])
    audit.write(
        "assignment.sent_to_check",
        by=by,
        now=now,
        subject=locked,
        cycle=locked.cycle,
        number=locked.number,
        until=until.isoformat(),
    )
    mail_check(version=locked, by=by, now=now)
    return locked


@transaction.atomic
def put_assignment_to_board(
    *, version: AssignmentVersion, by: User, now: datetime
) -> AssignmentVersion:
    """The version goes to the board; called when the decision about it is put.

    From the check, or, as the correction of an established version, straight from the draft.
    """
    may_run_process(by, version.cycle).enforce()
    locked = _locked(version)
    may_go_to_board(locked).enforce()
    action = "put"
    if locked.status == AssignmentStatus.DRAFT:
        before = locked.predecessor
        if before is None or not corrects_established(locked):
            raise NotNow(
                _("Send the assignment to the coordinators first; the board decides after."),
                rule=RULE,
            )
        action = "put_correction"
    return _move(locked, action, by=by, now=now)


def corrects_established(version: AssignmentVersion) -> bool:
    """Whether the version was made to replace one that the board established."""
    return (
        AssignmentVersion.objects.filter(
            cycle=version.cycle, established_at__isnull=False, number__lt=version.number
        ).exists()
        and version.established_at is None
    )


@transaction.atomic
def take_assignment_back(
    *, version: AssignmentVersion, by: User, now: datetime
) -> AssignmentVersion:
    """Back from the board to the check: the decision was withdrawn or not adopted."""
    return _move(_locked(version), "take_back", by=by, now=now)


@transaction.atomic
def discard_correction(
    *, version: AssignmentVersion, by: User, now: datetime, reason: str
) -> AssignmentVersion:
    """Drops a correction that is not needed after all; the established version stays current.

    It stays readable. Only while it is not before the board.
    """
    may_run_process(by, version.cycle).enforce()
    locked = _locked(version)
    may_discard(locked).enforce()
    if not reason.strip():
        raise Refused(_("Say why the correction is dropped."), rule=RULE)
    locked.status = ASSIGNMENT.step(locked.status, "replace").after
    locked.save(update_fields=["status"])
    audit.write(
        "assignment.correction_discarded",
        by=by,
        now=now,
        subject=locked,
        cycle=locked.cycle,
        reason=reason.strip(),
        number=locked.number,
    )
    return locked


@transaction.atomic
def establish_assignment(
    *, version: AssignmentVersion, decision: BoardDecision, by: User, now: datetime
) -> AssignmentVersion:
    """The board has adopted it: it is frozen for the cycle, and mail to all parties is prepared.

    A version that was established before is replaced and stays readable. Called by the decision,
    which has counted the votes; `by` is the member whose vote decided.
    """
    locked = _locked(version)
    earlier = (
        AssignmentVersion.objects.select_for_update()
        .filter(cycle=locked.cycle, status=AssignmentStatus.ESTABLISHED)
        .exclude(pk=locked.pk)
        .first()
    )
    if earlier is not None:
        earlier.status = ASSIGNMENT.step(earlier.status, "rectify").after
        earlier.save(update_fields=["status"])
    locked.status = ASSIGNMENT.step(locked.status, "establish").after
    locked.established_at = now
    locked.save(update_fields=["status", "established_at"])
    audit.write(
        "assignment.established",
        by=by,
        now=now,
        subject=locked,
        cycle=locked.cycle,
        number=locked.number,
        digest=locked.digest,
        decision=decision.number,
    )
    mail_established(version=locked, corrects=earlier, by=by, now=now)
    return locked


def _move(version: AssignmentVersion, action: str, *, by: User, now: datetime) -> AssignmentVersion:
    edge = ASSIGNMENT.step(version.status, action, reason=version.reason)
    version.status = edge.after
    version.save(update_fields=["status"])
    audit.write(
        f"assignment.{action}",
        by=by,
        now=now,
        subject=version,
        cycle=version.cycle,
        number=version.number,
    )
    return version
