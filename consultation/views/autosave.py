"""What a form that saves its draft by itself is answered: static/js/autosave.js."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from allocation.errors import NotNow, Refused, Stale
from bols_portal.ui.formats import time_text

if TYPE_CHECKING:
    from consultation.models import ClusterDraft, FilingDraft, MediationDraft


def saves_itself(request: HttpRequest) -> bool:
    """Whether the script saves, which reads JSON, and not somebody with the button."""
    return "application/json" in request.headers.get("Accept", "")


def draft_saved(
    draft: "FilingDraft | ClusterDraft | MediationDraft", notices: Iterable[str] = ()
) -> HttpResponse:
    """The version to type over next, and the sentence to show; `notices`: warnings about it."""
    return JsonResponse(
        {
            "seen": draft.version,
            "saved_at": _("Draft saved at %(time)s") % {"time": time_text(draft.saved_at)},
            "notices": list(notices),
        }
    )


def draft_refused(refusal: Refused) -> HttpResponse:
    """Why nothing was saved; 409 where trying again does not help."""
    message = str(refusal.message)
    if isinstance(refusal, Stale):
        advice = _("Nothing is lost: press “Save draft” to see both texts side by side.")
        message = f"{message} {advice}"
    status = 409 if isinstance(refusal, Stale | NotNow) else 422
    return JsonResponse({"message": message}, status=status)
