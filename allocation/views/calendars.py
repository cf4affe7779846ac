"""The dates as a calendar file, and a personal address that calendar programs read."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from allocation.selectors.calendars import calendar_for, calendar_of, has_feed, user_of_feed
from allocation.selectors.cycles import get_cycle
from allocation.services.calendars import make_feed, withdraw_feed
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Link

ICS = "text/calendar; charset=utf-8"


@require_safe
def cycle_calendar(request: HttpRequest, year: int) -> HttpResponse:
    """The dates of one cycle as a file."""
    cycle = get_cycle(request.user, year)
    response = HttpResponse(calendar_of([cycle]), content_type=ICS)
    response["Content-Disposition"] = f'attachment; filename="toewijzing-{year}.ics"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest) -> HttpResponse:
    """Making and withdrawing the personal address. It is shown once, right after it was made."""
    address = ""
    if request.method == "POST":
        if "withdraw" in request.POST:
            withdraw_feed(by=signed_in(request), now=timezone.now())
            return redirect("calendar_subscription")
        token = make_feed(by=signed_in(request), now=timezone.now())
        address = f"{settings.SITE_URL}{reverse('calendar_feed', args=[token])}"
    context = {
        "address": address,
        "has_feed": has_feed(signed_in(request)),
        "crumbs": [Link(_("My tasks"), reverse("home")), Link(_("Calendar"), "")],
    }
    return render(request, "allocation/cycles/subscription.html", context)


@login_not_required
@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads, without session: nothing but the dates of the cycles."""
    user = user_of_feed(token)
    if user is None:
        raise Http404
    response = HttpResponse(calendar_for(user), content_type=ICS)
    response["Referrer-Policy"] = "no-referrer"
    return response
