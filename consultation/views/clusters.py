"""The proposal of one cluster: the form, filing, a filed version, sending it back."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allocation.errors import NotPermitted, Refused
from allocation.selectors.cycles import get_cycle
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Link, Review
from consultation.forms.advices import seen_in
from consultation.forms.clusters import ReturnForm, cluster_typed_in
from consultation.permissions import may_chair, may_divide
from consultation.policies.clusters import may_file_now
from consultation.policies.divisions import may_change_grid
from consultation.selectors.clusters import (
    get_cluster,
    get_cluster_proposal,
    ground_of,
    versions_of,
)
from consultation.selectors.signing import state_of
from consultation.services.cluster_mail import told_of_return
from consultation.services.clusters import file_cluster, return_cluster, save_cluster_draft
from consultation.views.autosave import draft_refused, draft_saved, saves_itself
from consultation.views.cluster_page import form_page, reading_page
from consultation.views.cluster_parts import PAGES, crumbs, help_note

if TYPE_CHECKING:
    from consultation.models import ClusterProposal


@require_safe
def cluster(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """The last filed version; while there is none, the form for who may file."""
    cycle = get_cycle(request.user, year)
    region, specialism = get_cluster(request.user, cycle, key, code)
    ground = ground_of(cycle, region, specialism)
    versions = versions_of(cycle, region, specialism)
    if not versions and may_chair(request.user, region, specialism) and may_file_now(ground):
        return form_page(request, ground)
    return reading_page(request, ground, versions, versions[0] if versions else None)


@require_safe
def version(request: HttpRequest, year: int, key: str, code: str, number: int) -> HttpResponse:
    """A filed version, also one that no longer counts."""
    cycle = get_cycle(request.user, year)
    proposal = get_cluster_proposal(request.user, cycle, key, code, number)
    ground = ground_of(cycle, proposal.region, proposal.specialism)
    versions = versions_of(cycle, proposal.region, proposal.specialism)
    return reading_page(request, ground, versions, proposal)


@require_safe
def form(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """The form, also where a version was filed."""
    cycle = get_cycle(request.user, year)
    region, specialism = get_cluster(request.user, cycle, key, code)
    may_chair(request.user, region, specialism).enforce()
    ground = ground_of(cycle, region, specialism)
    may_file_now(ground).enforce()
    return form_page(request, ground)


@require_POST
def file(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """Saves the draft or files the proposal; what was typed stays where it is refused.

    A form that saves itself is answered in JSON; only a draft is saved so, never filed.
    """
    cycle = get_cycle(request.user, year)
    region, specialism = get_cluster(request.user, cycle, key, code)
    may_chair(request.user, region, specialism).enforce()
    ground = ground_of(cycle, region, specialism)
    typed = cluster_typed_in(request.POST, ground.codes)
    itself = saves_itself(request)
    files = request.POST.get("action") == "file" and not itself
    facts = {
        "cycle": cycle,
        "region": region,
        "specialism": specialism,
        "content": typed,
        "seen": seen_in(request.POST),
        "by": signed_in(request),
        "now": timezone.now(),
        "report": request.FILES.get("report"),
    }
    try:
        if files:
            file_cluster(**facts)  # type: ignore[arg-type]
        else:
            draft = save_cluster_draft(**facts)  # type: ignore[arg-type]
    except NotPermitted:
        raise
    except Refused as refusal:
        if itself:
            return draft_refused(refusal)
        return form_page(request, ground, typed=typed, refusal=refusal)
    if itself:
        return draft_saved(draft)
    if files:
        messages.success(
            request,
            _("Your proposal is filed. Now the trainers sign: send them a link to do so."),
        )
        return redirect("cluster", year, key, code)
    messages.success(request, _("Your draft is saved. It is not filed yet."))
    return redirect("cluster_form", year, key, code)


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """The coordinator sends the filed version back, after a page that says what follows."""
    cycle = get_cycle(request.user, year)
    region, specialism = get_cluster(request.user, cycle, key, code)
    may_divide(request.user, region).enforce()
    may_change_grid(cycle, region).enforce()
    versions = versions_of(cycle, region, specialism)
    proposal = versions[0] if versions else None
    if proposal is None or proposal.status != "filed":
        messages.info(request, _("There is no filed proposal to send back."))
        return redirect("cluster", year, key, code)
    back = ReturnForm(request.POST or None)
    if request.method == "POST" and back.is_valid():
        try:
            return_cluster(
                proposal=proposal,
                reason=back.cleaned_data["reason"],
                by=signed_in(request),
                now=timezone.now(),
            )
        except NotPermitted:
            raise
        except Refused as refusal:
            back.add_error("reason", str(refusal.message))
        else:
            messages.success(request, _("The proposal is sent back."))
            return redirect("cluster", year, key, code)
    title = _("Send back: %(name)s") % {"name": specialism.name}
    context = {
        "cycle": cycle,
        "title": title,
        "form": back,
        "note": _review(request, proposal),
        "crumbs": crumbs(request.user, cycle, region, Link(title, "")),
        "help_note": help_note(cycle),
    }
    return render(request, f"{PAGES}return.html", context)


def _review(request: HttpRequest, proposal: "ClusterProposal") -> Review:
    answered = state_of(proposal.sheet)
    signed = answered.asked - len(answered.missing)
    told = told_of_return(proposal, signed_in(request))
    happens = [
        _("Version %(number)s no longer counts. The cluster can change it and file again.")
        % {"number": proposal.number},
    ]
    if signed:
        text = ngettext(
            "%(n)s signature or view lapses: it was given on this version.",
            "%(n)s signatures or views lapse: they were given on this version.",
            signed,
        )
        happens.append(text % {"n": signed})
    return Review(
        happens=happens,
        confirm=_("Send back"),
        back_href=reverse(
            "cluster", args=[proposal.cycle.year, proposal.region.key, proposal.specialism.code]
        ),
        mailed=[one.name for one in told],
        mailed_count=len(told),
    )
