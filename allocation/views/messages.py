"""Berichten: everybody rereads the messages they got."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allocation.selectors.messages import (
    enclosures_of,
    get_enclosure,
    get_message,
    messages_visible_to,
    sees_mailings,
)
from allocation.services.messages import mark_read
from allocation.views.files import enclosure_file
from allocation.views.navigation import on_page
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Link

PER_PAGE = 25


def tabs_of(request: HttpRequest, *, outbox: bool) -> list[Link]:
    """One's own messages, and for bureau and auditors what was sent to others."""
    found = on_page(request)
    if found is None or not sees_mailings(signed_in(request)):
        return []
    return [
        Link(_("To me"), reverse("messages"), open=not outbox),
        Link(_("Sent by BOLS"), reverse("mailings", args=[found.cycle.year]), open=outbox),
    ]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The messages that one got, the latest first."""
    visible = messages_visible_to(signed_in(request))
    page = Paginator(visible, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "tabs": tabs_of(request, outbox=False),
        "crumbs": [Link(_("My tasks"), reverse("home")), Link(_("Messages"), "")],
    }
    return render(request, "allocation/messages/list.html", context)


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message, in the words in which it was sent."""
    found = get_message(signed_in(request), pk)
    mark_read(message=found, by=signed_in(request), now=timezone.now())
    context = {
        "message": found,
        "enclosures": enclosures_of(found),
        "crumbs": [
            Link(_("My tasks"), reverse("home")),
            Link(_("Messages"), reverse("messages")),
            Link(found.subject, ""),
        ],
    }
    return render(request, "allocation/messages/message.html", context)


@require_safe
def enclosure(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A pdf that came with one of one's own messages."""
    found = get_message(signed_in(request), pk)
    return enclosure_file(get_enclosure(found, number), found.language)
