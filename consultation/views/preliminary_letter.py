"""The letter about the preliminary proposal, as a page of the institution and as pdf."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allocation.selectors.cycles import get_cycle
from allocation.selectors.deadlines import deadline_moment
from allocation.views.files import enclosure_file
from bols_portal.ui.pieces import Link
from consultation.selectors.preliminary import adopted_preliminary
from consultation.selectors.preliminary_letter import established, get_addressee
from consultation.services.preliminary_letters import complaint_words, words_of
from consultation.services.preliminary_mailings import letter_for
from consultation.views.preliminary_links import crumbs, help_note

if TYPE_CHECKING:
    from allocation.models import BoardDecision, Institution

PAGE = "consultation/phase_3/preliminary/letter.html"


def _found(request: HttpRequest, year: int, code: str) -> "tuple[BoardDecision, Institution]":
    """The decision and the institution; 404 for others than its own people, bureau and board."""
    decision = adopted_preliminary(get_cycle(request.user, year))
    institution = get_addressee(request.user, decision, code)
    if decision is None:
        raise LookupError("a letter without a decision")
    return decision, institution


@require_safe
def page(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Places, what became of the dissent, and how and until when to complain.

    The last day is the agenda's of today: the pdf keeps the one that stood in the letter.
    """
    decision, institution = _found(request, year, code)
    told = replace(established(decision), complaints=deadline_moment(decision.cycle, "complaints"))
    lines = told.lines_of(institution.code)
    table = Link(_("Preliminary proposal"), reverse("preliminary_table", args=[year]))
    return render(
        request,
        PAGE,
        {
            "cycle": decision.cycle,
            "decision": decision,
            "institution": institution,
            "lines": lines,
            "total": sum(one.places for one in lines),
            "rulings": [one for one in lines if one.ruling],
            "dissents": [words_of(one) for one in told.dissents_of(institution.code)],
            "complain": complaint_words(told),
            "complaints": told.complaints,
            "crumbs": crumbs(decision.cycle, table, Link(institution.name, "")),
            "help_note": help_note(),
        },
    )


@require_safe
def download(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The same letter as pdf, in the language of the reader."""
    decision, institution = _found(request, year, code)
    return enclosure_file(letter_for(decision, institution.code), get_language() or "nl")
