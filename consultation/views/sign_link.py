"""Signing by personal link, without an account. Reading changes nothing but when it was opened."""

from typing import TYPE_CHECKING, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from allocation.errors import NotNow, Refused
from consultation.forms.signing import SignForm
from consultation.policies.signing import may_use
from consultation.selectors.signing import shown_code
from consultation.selectors.signing_content import content_for, report_of
from consultation.selectors.signing_texts import content_name, declaration_of
from consultation.services.signing_links import find_link, note_opened, sign_by_link
from consultation.views.cluster_files import report_file
from consultation.views.signing_parts import FORM_METHODS, PAGES, sent_in

if TYPE_CHECKING:
    from consultation.models import SigningLink

R = TypeVar("R", bound=HttpResponseBase)


@login_not_required
@never_cache
@require_http_methods(FORM_METHODS)
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What is signed, and the answer; a link of no use says why and what one can do."""
    link = find_link(token)
    now = timezone.now()
    if link is None:
        return _private(render(request, f"{PAGES}link_unknown.html", status=404))
    moment = may_use(link, now)
    if not moment.open:
        return _ended(request, link, str(moment.reason))
    form = SignForm(sent_in(request))
    if request.method == "GET":
        note_opened(link=link, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            sign_by_link(
                link=link,
                stance=form.cleaned_data["stance"],
                view=form.cleaned_data["view"],
                reasons=form.cleaned_data["reasons"],
                now=now,
            )
        except NotNow as refusal:
            return _ended(request, link, str(refusal.message))
        except Refused as refusal:
            form.put(refusal)
        else:
            return _private(redirect("sign_link", token))
    return _private(render(request, f"{PAGES}link.html", _context(link, token, form)))


@login_not_required
@never_cache
@require_safe
def report(request: HttpRequest, token: str) -> HttpResponseBase:
    """The report that belongs to what a trainer signs."""
    link = find_link(token)
    if link is None or not may_use(link, timezone.now()).open:
        raise Http404
    proposal = report_of(link.slot)
    if proposal is None:
        raise Http404
    return _private(report_file(proposal))


def _context(link: "SigningLink", token: str, form: SignForm) -> dict[str, object]:
    slot = link.slot
    return {
        "link": link,
        "token": token,
        "slot": slot,
        "sheet": slot.sheet,
        "cycle": slot.sheet.cycle,
        "name": content_name(slot.sheet),
        "code": shown_code(slot.sheet.code),
        "content": content_for(slot),
        "declares": declaration_of(slot.sheet),
        "form": form,
        "person": link.name,
    }


def _ended(request: HttpRequest, link: "SigningLink", reason: str) -> HttpResponse:
    """A link that was used says thanks; any other that it ended, and whom to ask."""
    context = {
        "link": link,
        "reason": reason,
        "name": content_name(link.slot.sheet),
        "signature": link.signatures.first(),
    }
    status = 200 if link.used_at else 410
    return _private(render(request, f"{PAGES}link_ended.html", context, status=status))


def _private(response: R) -> R:
    """The address is a secret: it is found by no robot, and told to no other site.

    The policy leaves the path out of every referrer. It is not "no-referrer": with that a browser
    says of a form on the page that it comes from nowhere, and the portal refuses it.
    """
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
