"""Deadlines of a cycle: planned from the protocol, moved by the bureau with a reason."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from allocation.enums import DeadlineKind
from allocation.errors import Refused, Stale
from allocation.models import Cycle, Deadline, DeadlineVersion, Mailing
from allocation.permissions import may_run_process
from allocation.policies.deadlines import Conflict, conflicts_of
from allocation.protocols import Protocol
from allocation.selectors.deadlines import DeadlineMoment, deadlines_of
from allocation.selectors.recipients import concerned_by, recipients_with
from allocation.services import audit
from allocation.services.mail_texts import draft
from allocation.services.messages import prepare_mailing
from bols_portal.accounts.models import User

# Toewijzingsprotocol 2027, fase III 2, voetnoten 6-8.
RULE = "Toewijzingsprotocol 2027, voetnoten 6-8"


def plan_deadlines(*, cycle: Cycle, protocol: Protocol, by: User, now: datetime) -> None:
    """Gives a new cycle the deadlines of its protocol, each with its first version."""
    rows = Deadline.objects.bulk_create(
        Deadline(cycle=cycle, key=rule.key, phase=rule.phase, position=position)
        for position, rule in enumerate(protocol.deadlines, start=1)
    )
    DeadlineVersion.objects.bulk_create(
        DeadlineVersion(deadline=row, number=1, day=rule.day, kind=rule.kind, set_at=now, set_by=by)
        for row, rule in zip(rows, protocol.deadlines, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Move:
    """What moving a deadline gave: the new version and the mailing that waits for release."""

    version: DeadlineVersion
    mailing: Mailing


def move_deadline(
    *,
    moment: DeadlineMoment,
    day: date,
    kind: str,
    reason: str,
    seen: int,
    acknowledged: Collection[str] = (),
    by: User,
    now: datetime,
) -> Move:
    """Sets a new day for a deadline and prepares the message to everybody concerned.

    `seen` is the number of the version that the employee read; Stale when it was moved since.
    `acknowledged` holds the codes of the conflicts that the employee saw and accepts; a conflict
    that is not in it is refused, so that no order becomes illogical in silence.
    """
    cycle = moment.deadline.cycle
    may_run_process(by, cycle).enforce()
    if not reason.strip():
        raise Refused(_("Give the reason: everybody concerned reads it."), rule=RULE)
    if seen != moment.version.number:
        raise Stale(_("Somebody else moved this date after you opened it. Look again."))
    if kind not in DeadlineKind.values:
        raise Refused(_("Choose whether the day itself still counts."))
    if (day, kind) == (moment.day, moment.version.kind):
        raise Refused(_("This is the day that holds already."))
    conflicts = conflicts_of(deadlines_of(cycle), moment.key, day, kind, now)
    _refuse_unseen(conflicts, acknowledged)
    with transaction.atomic():
        version = _add_version(moment, day, kind, reason.strip(), by, now)
        mailing = _prepare_message(moment, version, by, now)
        audit.write(
            "deadline.moved",
            by=by,
            now=now,
            subject=moment.deadline,
            label=moment.rule.title,
            cycle=cycle,
            reason=reason.strip(),
            key=moment.key,
            before=moment.day.isoformat() if moment.day else None,
            after=day.isoformat(),
            kind=kind,
            accepted=sorted(one.code for one in conflicts),
        )
    return Move(version, mailing)


def _refuse_unseen(conflicts: Collection[Conflict], acknowledged: Collection[str]) -> None:
    unseen = [one for one in conflicts if one.code not in acknowledged]
    if unseen:
        raise Refused(
            _("This day does not fit the other dates: %(conflicts)s")
            % {"conflicts": " ".join(str(one.text) for one in unseen)},
            rule=RULE,
        )


def _add_version(
    moment: DeadlineMoment, day: date, kind: str, reason: str, by: User, now: datetime
) -> DeadlineVersion:
    try:
        with transaction.atomic():
            return DeadlineVersion.objects.create(
                deadline=moment.deadline,
                number=moment.version.number + 1,
                day=day,
                kind=kind,
                reason=reason,
                set_at=now,
                set_by=by,
            )
    except IntegrityError:
        raise Stale(_("Somebody else moved this date at the same moment. Look again.")) from None


def _prepare_message(
    moment: DeadlineMoment, version: DeadlineVersion, by: User, now: datetime
) -> Mailing:
    cycle = moment.deadline.cycle
    text = draft(
        "deadline_moved",
        cycle=cycle.name,
        year=cycle.year,
        title=moment.rule.title,
        title_en=moment.rule.title_en,
        old_day=moment.day,
        old_exclusive=moment.exclusive,
        day=version.day,
        exclusive=version.kind == DeadlineKind.BEFORE,
        reason=version.reason,
    )
    return prepare_mailing(
        cycle=cycle,
        key="deadline_moved",
        **asdict(text),
        recipients=recipients_with(concerned_by(moment.rule.phase), cycle),
        by=by,
        now=now,
        about=version,
    )
