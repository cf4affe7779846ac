"""Opening a cycle from a protocol file, and reading the protocol of a cycle."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allocation import protocols
from allocation.errors import Refused
from allocation.forms.cycles import OpenCycleForm
from allocation.permissions import may_administer
from allocation.policies.cycles import may_open
from allocation.protocols import Protocol
from allocation.selectors.cycles import get_cycle, protocol_of
from allocation.services.cycles import open_cycle
from allocation.views.person import signed_in
from allocation.views.protocol_page import sections_of
from bols_portal.ui.pieces import Link, Review


@require_safe
def new_cycle(request: HttpRequest) -> HttpResponse:
    """The protocol files to choose from, with what each can be used for."""
    may_administer(request.user).enforce()
    choices = [(key, protocols.load(key)) for key in protocols.available()]
    context = {
        "choices": [(key, protocol, may_open(protocol)) for key, protocol in choices],
        "crumbs": [Link(_("My tasks"), reverse("home")), Link(_("Open a cycle"), "")],
    }
    return render(request, "allocation/cycles/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest, key: str) -> HttpResponse:
    """What one protocol file contains, with its sources; below it the button that opens a cycle."""
    may_administer(request.user).enforce()
    try:
        protocol = protocols.load(key)
    except KeyError:
        raise Http404 from None
    initial = {"name": protocol.name, "digest": protocol.digest}
    form = OpenCycleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            cycle = open_cycle(
                protocol_key=key,
                name=form.cleaned_data["name"],
                protocol_digest=form.cleaned_data["digest"],
                by=signed_in(request),
                now=timezone.now(),
                demo=settings.DEMO,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("protocol", cycle.year)
    context = {
        "protocol": protocol,
        "moment": may_open(protocol),
        "form": form,
        "review": _review(protocol),
        "sections": sections_of(protocol),
        "crumbs": [
            Link(_("My tasks"), reverse("home")),
            Link(_("Open a cycle"), reverse("new_cycle")),
            Link(protocol.name, ""),
        ],
    }
    return render(request, "allocation/cycles/open.html", context)


def _review(protocol: Protocol) -> Review:
    facts = {
        "regions": len(protocol.regions),
        "specialisms": len(protocol.specialisms),
        "deadlines": len(protocol.deadlines),
    }
    return Review(
        happens=[
            _("The protocol is frozen with the cycle: a later change of the file changes nothing."),
            _("%(regions)s regions and %(specialisms)s specialisms are brought in or brought up.")
            % facts,
            _("The six phases are planned and phase I opens; %(deadlines)s dates are set.") % facts,
        ],
        confirm=_("Open this cycle"),
        back_href=reverse("new_cycle"),
        final=[_("A cycle can’t be removed. There is one for each year.")],
    )


@require_safe
def protocol(request: HttpRequest, year: int) -> HttpResponse:
    """The rule set of a cycle, readable for all parties, every value with its source."""
    cycle = get_cycle(request.user, year)
    rules = protocol_of(cycle)
    context = {
        "cycle": cycle,
        "protocol": rules,
        "sections": sections_of(rules),
        "crumbs": [
            Link(_("My tasks"), reverse("home")),
            Link(_("Documents"), reverse("documents", args=[year])),
            Link(_("Protocol"), ""),
        ],
    }
    return render(request, "allocation/cycles/protocol.html", context)


@require_safe
def protocol_file(request: HttpRequest, year: int) -> HttpResponse:
    """The file itself, to the byte: its SHA-256 is the digest that the cycle shows."""
    text = protocol_of(get_cycle(request.user, year)).text
    response = HttpResponse(text.encode(), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="toewijzingsprotocol-{year}.toml"'
    return response
