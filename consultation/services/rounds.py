"""Consultation rounds: preparing one, its letter, opening it, cancelling it, leave to be late."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation.errors import NotNow, Refused, Stale
from allocation.models import Cycle, Region
from allocation.permissions import may_run_process
from allocation.selectors.decisions import adopted_framework
from allocation.services import audit
from allocation.services.mail_texts import SUBJECT_LENGTH, Draft, draft
from allocation.services.messages import prepare_mailing
from bols_portal.accounts.models import User
from consultation.enums import RoundStatus
from consultation.models import LateLeave, LetterVersion, Round
from consultation.permissions import CONSULT
from consultation.policies.phase import phase_2_runs
from consultation.policies.rounds import may_open, may_prepare
from consultation.selectors.round_letters import asked_in, letter_of
from consultation.selectors.rounds import Party, agenda_of, deadline_for
from consultation.transitions import ROUND


def prepare_round(*, cycle: Cycle, reason: str, by: User, now: datetime) -> Round:
    """A new round on the table of the framework in force, with a first letter.

    Every round after the first needs a reason. Nobody is mailed.
    """
    may_run_process(by, cycle).enforce()
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        may_prepare(cycle).enforce()
        earlier = Round.objects.filter(cycle=cycle)
        if earlier.exists() and not reason.strip():
            raise Refused(_("Give the reason for a new round: the parties read it."), rule=CONSULT)
        framework = adopted_framework(cycle)
        if framework is None or framework.table is None:
            raise NotNow(_("There is no framework in force yet. A round is about its table."))
        consultation = Round.objects.create(
            cycle=cycle,
            number=(earlier.aggregate(last=Max("number"))["last"] or 0) + 1,
            table=framework.table,
            reason=reason.strip(),
            prepared_at=now,
            prepared_by=by,
        )
        text = draft("round_opened", **_facts(consultation))
        _add_letter(consultation, 1, text, by, now)
        _log("round.prepare", consultation, by, now, reason=reason.strip())
    return consultation


def save_letter(
    *,
    consultation: Round,
    subject: str,
    body: str,
    seen: int,
    by: User,
    now: datetime,
    subject_en: str = "",
    body_en: str = "",
) -> LetterVersion:
    """A new version of the letter; Stale when `seen` is not the last one any more.

    Without English text, who reads the portal in English gets the Dutch letter.
    """
    may_run_process(by, consultation.cycle).enforce()
    text = Draft(subject.strip(), body.strip(), subject_en.strip(), body_en.strip())
    if not text.subject or not text.body:
        raise Refused(_("Give the letter a subject and a text."))
    if bool(text.subject_en) != bool(text.body_en):
        raise Refused(_("Give the English subject and the English text, or neither."))
    with transaction.atomic():
        locked = _locked(consultation)
        if locked.status != RoundStatus.PREPARED:
            raise NotNow(_("The letter can be changed until the round is opened."), rule=CONSULT)
        last = letter_of(locked)
        if last is None or last.number != seen:
            raise Stale(_("Somebody else has changed the letter since you read it. Look again."))
        letter = _add_letter(locked, seen + 1, text, by, now)
        _log("letter.saved", locked, by, now, number=letter.number)
    return letter


def open_round(
    *,
    consultation: Round,
    opens_at: datetime,
    by: User,
    now: datetime,
    seen: int | None = None,
) -> Round:
    """Opens a prepared round; an open one is replaced. The letter waits in the outbox.

    Stale when the letter has a later version than `seen`, the one that was read.
    """
    may_run_process(by, consultation.cycle).enforce()
    with transaction.atomic():
        locked = _locked(consultation)
        edge = ROUND.step(locked.status, "open")
        may_open(locked).enforce()
        letter = letter_of(locked)
        if letter is None or seen not in (None, letter.number):
            raise Stale(_("Somebody else has changed the letter since you read it. Look again."))
        _check_opening(locked, opens_at, now)
        running = Round.objects.filter(cycle=locked.cycle_id, status=RoundStatus.OPEN).first()
        if running is not None:
            running.ended_at = now
            _write(running, ROUND.step(running.status, "replace").after)
            _log("round.replace", running, by, now)
        locked.opens_at, locked.opened_at, locked.opened_by = opens_at, now, by
        _write(locked, edge.after)
        _mail(locked, letter, by, now)
        _log("round.open", locked, by, now)
    return locked


def _check_opening(consultation: Round, opens_at: datetime, now: datetime) -> None:
    """A round opens now or later, and before a last day that has not passed yet."""
    if opens_at < now:
        raise Refused(_("A round can't open in the past."), rule=CONSULT)
    for deadline in agenda_of(consultation.cycle).last_days:
        if deadline.is_open(now) and not deadline.is_open(opens_at):
            raise Refused(
                _("The round would open after a last day: %(title)s. Choose an earlier moment.")
                % {"title": deadline.title},
                rule=CONSULT,
            )


def cancel_round(*, consultation: Round, reason: str, by: User, now: datetime) -> Round:
    """Drops a prepared round, for a reason; its number is not used again."""
    may_run_process(by, consultation.cycle).enforce()
    with transaction.atomic():
        locked = _locked(consultation)
        edge = ROUND.step(locked.status, "cancel", reason=reason)
        locked.ended_at = now
        _write(locked, edge.after)
        _log("round.cancel", locked, by, now, reason=reason.strip())
    return locked


def grant_late_leave(
    *, consultation: Round, party: Party, until: date, reason: str, by: User, now: datetime
) -> LateLeave:
    """Lets one party file until and including a day, also after the deadline."""
    may_run_process(by, consultation.cycle).enforce()
    if not reason.strip():
        raise Refused(_("Give the reason: it is kept with this step."), rule=CONSULT)
    if until < timezone.localdate(now):
        raise Refused(_("Choose a day that has not passed."), rule=CONSULT)
    mine = {"region": party} if isinstance(party, Region) else {"specialism": party}
    with transaction.atomic():
        locked = _locked(consultation)
        if locked.status != RoundStatus.OPEN:
            raise NotNow(_("Leave can be given while the round is open."), rule=CONSULT)
        phase_2_runs(locked.cycle_id).enforce()
        deadline = deadline_for(locked.cycle, party)
        if deadline is not None and deadline.last_day and until <= deadline.last_day:
            raise Refused(_("Choose a day after the deadline."), rule=CONSULT)
        leave = LateLeave.objects.create(
            round=locked,
            until=until,
            reason=reason.strip(),
            granted_at=now,
            granted_by=by,
            **mine,
        )
        _log(
            "leave.granted",
            locked,
            by,
            now,
            reason=reason.strip(),
            party=str(party),
            until=until.isoformat(),
        )
    return leave


def _locked(consultation: Round) -> Round:
    """The round as it is now; the cycle is locked first, so that rounds change one by one."""
    Cycle.objects.select_for_update().get(pk=consultation.cycle_id)
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("cycle")
        .get(pk=consultation.pk)
    )


def _write(consultation: Round, status: str) -> None:
    consultation.status = status
    consultation.version += 1
    consultation.save()


def _add_letter(
    consultation: Round, number: int, text: Draft, by: User, now: datetime
) -> LetterVersion:
    try:
        with transaction.atomic():
            return LetterVersion.objects.create(
                round=consultation,
                number=number,
                subject=text.subject[:SUBJECT_LENGTH],
                body=text.body,
                subject_en=text.subject_en[:SUBJECT_LENGTH],
                body_en=text.body_en,
                saved_at=now,
                saved_by=by,
            )
    except IntegrityError:
        raise Stale(
            _("Somebody else has changed the letter since you read it. Look again.")
        ) from None


def _facts(consultation: Round) -> dict[str, object]:
    """What the text of the letter is filled with."""
    address = reverse("round", args=[consultation.cycle.year, consultation.number])
    return {
        "cycle": str(consultation.cycle),
        "round": consultation,
        "link": f"{settings.SITE_URL}{address}",
    }


def _mail(consultation: Round, letter: LetterVersion, by: User, now: datetime) -> None:
    """Prepares the letter for all who are asked, each with their own as pdf."""
    prepare_mailing(
        cycle=consultation.cycle,
        key="round_opened",
        subject=letter.subject,
        body=letter.body,
        subject_en=letter.subject_en,
        body_en=letter.body_en,
        recipients=asked_in(consultation),
        by=by,
        now=now,
        about=consultation,
    )


def _log(
    action: str, consultation: Round, by: User, now: datetime, reason: str = "", **data: Any
) -> None:
    audit.write(
        action,
        by=by,
        now=now,
        subject=consultation,
        cycle=consultation.cycle,
        reason=reason,
        round=consultation.number,
        **data,
    )
