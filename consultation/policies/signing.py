"""Whether a sheet can be signed now. Toewijzingsprotocol 2027, fase III 1.1 and 2."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from allocation.policies import Moment
from consultation.models import SigningLink, SigningSheet
from consultation.permissions import SIGN
from consultation.policies.phase import phase_3_runs

LINK_TIME = timedelta(days=14)  # how long a personal link works, if the sheet stays open


def may_sign_now(sheet: SigningSheet) -> Moment:
    """While phase III runs and this content is the one that is asked."""
    if sheet.closed_at is None:
        return phase_3_runs(sheet.cycle_id)
    return Moment(open=False, reason=closed_text(sheet.closed_because), rule=SIGN)


def closed_text(because: str) -> str:
    """Why nothing is signed on a sheet any more, and what then."""
    if because == "replaced":
        return _(
            "The proposal was changed after this. What was signed does not count for the new "
            "version: that is signed anew."
        )
    if because == "returned":
        return _("The proposal was sent back, so it is not signed now.")
    return _("The proposal was submitted, so it is not signed any more.")


def may_use(link: SigningLink, now: datetime) -> Moment:
    """A personal link: once, until it ends, and for the content it was made for.

    The reason says what the holder can do.
    """
    sheet = link.slot.sheet
    if link.used_at is not None:
        return _no(_("You have signed with this link already. It works once."))
    if sheet.closed_at is not None:
        return _no(closed_text(sheet.closed_because))
    if link.revoked_at is not None:
        return _no(_("This link was withdrawn, or replaced by a newer one. Look for a newer mail."))
    if now >= link.expires_at:
        return _no(_("The time to sign with this link has passed. Ask for a new one."))
    return phase_3_runs(sheet.cycle_id)


def _no(reason: str) -> Moment:
    return Moment(open=False, reason=reason, rule=SIGN)
