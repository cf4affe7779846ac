"""When focus points and advices can be typed and filed."""

from datetime import datetime

from django.utils.translation import gettext as _

from allocation.policies import OPEN, Moment
from bols_portal.ui.formats import date_text, moment_text
from consultation.enums import RoundStatus
from consultation.models import Round
from consultation.permissions import CONSULT
from consultation.policies.phase import phase_2_runs
from consultation.selectors.rounds import Party, closes_for, is_superseded, last_day_for


def may_file(consultation: Round, party: Party, now: datetime) -> Moment:
    """From the opening of the round until its deadline; after it with leave of the bureau."""
    if consultation.status != RoundStatus.OPEN or consultation.opens_at is None:
        return Moment(
            open=False,
            reason=_("Round %(number)s does not run. What was filed in it stays readable.")
            % {"number": consultation.number},
            rule=CONSULT,
        )
    if not (runs := phase_2_runs(consultation.cycle_id)):
        return runs
    if now < consultation.opens_at:
        return Moment(
            open=False,
            reason=_("The round opens on %(moment)s.")
            % {"moment": moment_text(consultation.opens_at)},
            rule=CONSULT,
            opens_at=consultation.opens_at,
        )
    if not (holds := base_holds(consultation)):
        return holds
    closing = closes_for(consultation, party)
    if closing is not None and now >= closing:
        last = last_day_for(consultation, party)
        return Moment(
            open=False,
            reason=_(
                "Filing was possible until and including %(day)s. Is there a good reason to file "
                "late? Ask the bureau: it can still open the form for you alone."
            )
            % {"day": date_text(last) if last else ""},
            rule=CONSULT,
            closes_at=closing,
        )
    return OPEN if closing is None else Moment(open=True, closes_at=closing)


def base_holds(consultation: Round) -> Moment:
    """Closed once the framework was rectified since: the table of the round holds no more.

    Toewijzingsprotocol 2027, fase II 1.
    """
    if not is_superseded(consultation):
        return OPEN
    return Moment(
        open=False,
        reason=_(
            "The base distribution was rectified after round %(number)s opened, so nobody files "
            "in it any more. The bureau opens a new round. What was filed stays readable, and "
            "can be taken over there."
        )
        % {"number": consultation.number},
        rule=CONSULT,
    )
