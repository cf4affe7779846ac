"""The outbox: read what is prepared, see who gets it, send it, and see what became of it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allocation.errors import Refused
from allocation.forms.messages import CancelMailingForm, MailingForm, ReleaseForm
from allocation.permissions import may_read_log
from allocation.selectors.cycles import get_cycle
from allocation.selectors.messages import (
    deliveries_of,
    get_enclosure,
    get_mailing,
    get_message_of,
    mailings_with_counts,
)
from allocation.services.mail_texts import Draft
from allocation.services.messages import (
    cancel_mailing,
    may_release,
    release_mailing,
    retry_message,
    save_texts,
)
from allocation.views.files import enclosure_file
from allocation.views.messages import tabs_of
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Link, Review

PER_PAGE = 25


@require_safe
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """What was prepared and sent in a cycle, the latest first."""
    cycle = get_cycle(request.user, year)
    may_read_log(request.user, cycle).enforce()
    mailings = mailings_with_counts(signed_in(request), cycle)
    context = {
        "cycle": cycle,
        "page": Paginator(mailings, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": tabs_of(request, outbox=True),
        "to_files": to_files(),
        "crumbs": [Link(_("My tasks"), reverse("home")), Link(_("Messages"), "")],
    }
    return render(request, "allocation/messages/mailings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mailing(request: HttpRequest, pk: int) -> HttpResponse:
    """A prepared mailing: text and recipients; after sending: the state of every message."""
    found = get_mailing(signed_in(request), pk)
    releases = bool(may_release(signed_in(request), found))
    form = None
    if found.is_open and releases:
        form = MailingForm(request.POST or None, initial=_texts(found))
    if request.method == "POST":
        may_release(signed_in(request), found).enforce()
        if form and form.is_valid() and _saved(request, found, form):
            messages.success(request, _("The text is saved. Nothing has been sent yet."))
            return redirect("mailing", pk)
    context = _context(request, found) | {"form": form, "releases": releases}
    return render(request, "allocation/messages/mailing.html", context)


def _saved(request: HttpRequest, found: Any, form: MailingForm) -> bool:
    values = dict(form.cleaned_data)
    version = values.pop("version")
    try:
        save_texts(
            mailing=found,
            texts=Draft(**values),
            version=version,
            by=signed_in(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """The page before sending: how many people, who, and the text as they will get it."""
    found = get_mailing(signed_in(request), pk)
    may_release(signed_in(request), found).enforce()
    form = ReleaseForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        release_mailing(
            mailing=found,
            by=signed_in(request),
            now=timezone.now(),
            version=form.cleaned_data["version"],
        )
        messages.success(request, _("The message is being sent."))
        return redirect("mailing", pk)
    if not found.is_open:
        return redirect("mailing", pk)
    context = _context(request, found)
    context |= {"form": form, "review": _review(pk, context["deliveries"])}
    context["attached"] = _attached(pk, context["deliveries"])
    return render(request, "allocation/messages/release.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Deciding that a prepared message is not sent, with the reason."""
    found = get_mailing(signed_in(request), pk)
    may_release(signed_in(request), found).enforce()
    form = CancelMailingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cancel_mailing(
            mailing=found,
            reason=form.cleaned_data["reason"],
            by=signed_in(request),
            now=timezone.now(),
        )
        return redirect("mailing", pk)
    review = Review(
        happens=[_("Nobody gets this message. It stays readable in the list, with your reason.")],
        confirm=_("Do not send"),
        back_href=reverse("mailing", args=[pk]),
        danger=True,
    )
    context = _context(request, found) | {"form": form, "review": review}
    return render(request, "allocation/messages/cancel.html", context)


@require_POST
def retry(request: HttpRequest, pk: int, message: int) -> HttpResponse:
    """Trying a message that failed again."""
    found = get_mailing(signed_in(request), pk)
    retry_message(
        message=get_message_of(found, message),
        by=signed_in(request),
        now=timezone.now(),
    )
    messages.success(request, _("The message is being sent again."))
    return redirect("mailing", pk)


@require_safe
def enclosure(request: HttpRequest, pk: int, message: int, number: int) -> HttpResponse:
    """A pdf that goes with a message of a mailing, as its recipient gets it."""
    found = get_message_of(get_mailing(signed_in(request), pk), message)
    return enclosure_file(get_enclosure(found, number), found.language)


def to_files() -> bool:
    """Whether mail goes to files instead of to people, as in the demo."""
    return settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def _texts(found: Any) -> dict[str, Any]:
    names = ("subject", "body", "subject_en", "body_en", "version")
    return {name: getattr(found, name) for name in names}


def _context(request: HttpRequest, found: Any) -> dict[str, Any]:
    deliveries = deliveries_of(found)
    outbox = reverse("mailings", args=[found.cycle.year]) if found.cycle else reverse("messages")
    return {
        "mailing": found,
        "deliveries": deliveries,
        "count": len(deliveries),
        "encloses": any(one.enclosures for one in deliveries),
        "english": sum(1 for one in deliveries if one.message.language == "en"),
        "to_files": to_files(),
        "crumbs": [
            Link(_("My tasks"), reverse("home")),
            Link(_("Sent by BOLS"), outbox),
            Link(found.subject, ""),
        ],
    }


def _attached(pk: int, deliveries: list[Any]) -> list[Link]:
    """Each file that goes with the messages, by its name: once, as its first recipient gets it."""
    files: dict[str, Link] = {}
    for one in deliveries:
        for number, file in enumerate(one.enclosures, 1):
            address = reverse("mailing_enclosure", args=[pk, one.message.pk, number])
            files.setdefault(file.name, Link(file.name, address))
    return list(files.values())


def _review(pk: int, deliveries: list[Any]) -> Review:
    encloses = [_("The enclosures that you saw go with it.")]
    if not any(one.enclosures for one in deliveries):
        encloses = []
    return Review(
        happens=[
            _("Every person below gets the message below, at the address that stands there."),
            _("The message also appears in the portal, under Messages."),
            *encloses,
        ],
        mailed=[
            f"{one.name} · {one.message.capacity} · {one.message.address}" for one in deliveries
        ],
        mailed_count=len(deliveries),
        confirm=_("Send the message"),
        back_href=reverse("mailing", args=[pk]),
        final=[_("A message that was sent can’t be taken back. Its text is fixed from then on.")],
    )
