"""Reminders: a message to the parties that filed nothing yet. The bureau releases it."""

from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from allocation.models import Cycle, Mailing
from allocation.permissions import may_run_process
from allocation.services import audit
from allocation.services.mail_texts import Draft, draft
from allocation.services.messages import prepare_mailing
from bols_portal.accounts.models import User
from consultation.models import Round
from consultation.policies.reminders import may_remind
from consultation.selectors.reminders import KEY
from consultation.selectors.round_letters import asked_in
from consultation.selectors.round_overview import addressees_in, missing_in
from consultation.selectors.rounds import agenda_of


def prepare_reminder(*, consultation: Round, by: User, now: datetime) -> Mailing:
    """Puts a reminder in the outbox to all who act for a party that can still file and has not.

    Nothing is sent until the bureau has released it. NotNow where nobody is missing, a reminder
    waits already or the round does not run.
    """
    may_run_process(by, consultation.cycle).enforce()
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=consultation.cycle_id)
        current = Round.objects.select_related("cycle", "table").get(pk=consultation.pk)
        may_remind(current, now).enforce()
        missing = missing_in(current, now)
        text = reminder_text(current, now)
        mailing = prepare_mailing(
            cycle=current.cycle,
            key=KEY,
            **asdict(text),
            recipients=asked_in(current, addressees_in(missing)),
            by=by,
            now=now,
            about=current,
        )
        audit.write(
            "round.reminder",
            by=by,
            now=now,
            subject=current,
            cycle=current.cycle,
            round=current.number,
            parties=[one.key for one in missing],
        )
    return mailing


def reminder_text(consultation: Round, now: datetime) -> Draft:
    """The text as it would be prepared now, with the last days that have not passed."""
    address = reverse("round", args=[consultation.cycle.year, consultation.number])
    return draft(
        KEY,
        cycle=str(consultation.cycle),
        round=consultation,
        days=[one for one in agenda_of(consultation.cycle).last_days if one.is_open(now)],
        link=f"{settings.SITE_URL}{address}",
    )
