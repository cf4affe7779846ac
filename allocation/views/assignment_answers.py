"""Objections and their answers, and the list of changes for the next cycle."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from allocation.enums import AnswerOutcome
from allocation.errors import NotPermitted, Refused
from allocation.forms.assignment import AnswerForm, DiscardForm, LateAnswerForm, LateChangeForm
from allocation.permissions import may_run_process
from allocation.policies.assignment import may_discard, may_propose_late_change
from allocation.selectors.assignment import current_assignment
from allocation.selectors.assignment_check import checker_of
from allocation.selectors.assignment_objections import (
    get_late_change,
    get_objection,
    institutions_to_propose_for,
    late_changes_visible_to,
    objection_rows,
    objections_visible_to,
    settled_in,
    specialisms_by_code,
)
from allocation.selectors.cycles import get_cycle
from allocation.services.assignment import discard_correction
from allocation.services.assignment_checks import answer_objection
from allocation.services.late_changes import answer_late_change, propose_late_change
from allocation.views.assignment_parts import PAGES, crumbs, help_note
from allocation.views.refusals import told_on
from bols_portal.ui.pieces import Link, Review


@require_GET
def objections(request: HttpRequest, year: int) -> HttpResponse:
    """All objections that this person may see, those without an answer first."""
    cycle = get_cycle(request.user, year)
    rows = objection_rows(objections_visible_to(request.user, cycle), current_assignment(cycle))
    context = {
        "cycle": cycle,
        "open": [row for row in rows if not hasattr(row.check, "answer")],
        "answered": [row for row in rows if hasattr(row.check, "answer")],
        "runs": bool(may_run_process(request.user, cycle)),
        "crumbs": crumbs(cycle, Link(_("Objections"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}objections.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """The bureau answers an objection."""
    cycle = get_cycle(request.user, year)
    objection = get_objection(request.user, cycle, pk)
    may_run_process(request.user, cycle).enforce()
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            answer_objection(
                objection=objection,
                outcome=AnswerOutcome(form.cleaned_data["outcome"]),
                text=form.cleaned_data["text"],
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
            messages.success(request, _("The answer is recorded."))
            return redirect("assignment_objections", year)
    rows = objection_rows([objection], current_assignment(cycle))
    context = {
        "cycle": cycle,
        "row": rows[0],
        "settled": settled_in(objection),
        "form": form,
        "crumbs": crumbs(cycle, Link(_("Answer"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}answer.html", context)


@require_http_methods(["GET", "POST"])
def late_changes(request: HttpRequest, year: int) -> HttpResponse:
    """Changes for the next cycle: the list, and a form for who may propose one."""
    cycle = get_cycle(request.user, year)
    runs = bool(may_run_process(request.user, cycle))
    proposes = runs or bool(checker_of(request.user))
    if request.method == "POST" and not proposes:
        raise NotPermitted(
            _("Only coordinators, learning-house managers and the bureau can propose a change."),
            rule="Toewijzingsprotocol 2027, fase I 3",
        )
    moment = may_propose_late_change(cycle)
    institutions = institutions_to_propose_for(request.user, cycle) if proposes else {}
    specialisms = specialisms_by_code()
    form = LateChangeForm(
        request.POST or None,
        institutions=[(code, str(one)) for code, one in institutions.items()],
        specialisms=[(code, str(one)) for code, one in specialisms.items()],
    )
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            propose_late_change(
                cycle=cycle,
                institution=institutions[form.cleaned_data["institution"]],
                specialism=specialisms[form.cleaned_data["specialism"]],
                text=form.cleaned_data["text"],
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
            messages.success(request, _("The change is recorded for the next cycle."))
            return redirect("late_changes", year)
    context: dict[str, Any] = {
        "cycle": cycle,
        "changes": list(late_changes_visible_to(request.user, cycle)),
        "form": form if proposes and moment else None,
        "not_now": "" if moment else moment.reason,
        "runs": runs,
        "crumbs": crumbs(cycle, Link(_("For the next cycle"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}late_changes.html", context)


@require_POST
def late_change_answer(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """The bureau puts a proposed change on the list, or says why not."""
    cycle = get_cycle(request.user, year)
    change = get_late_change(request.user, cycle, pk)
    may_run_process(request.user, cycle).enforce()
    form = LateAnswerForm(request.POST)
    if not form.is_valid():
        return redirect("late_changes", year)
    try:
        answer_late_change(
            change=change,
            listed=form.cleaned_data["listed"] == "yes",
            text=form.cleaned_data["text"],
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except NotPermitted:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The answer is recorded."))
    return redirect("late_changes", year)


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, year: int) -> HttpResponse:
    """Drops a correction of the established assignment, with a reason."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    current = current_assignment(cycle)
    if current is None:
        return redirect("assignment", year)
    may_discard(current).enforce()
    form = DiscardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        discard_correction(
            version=current,
            reason=form.cleaned_data["reason"],
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
        messages.success(request, _("The correction is dropped. The established version stays."))
        return redirect("assignment", year)
    note = Review(
        happens=[
            _("Version %(number)s is dropped and stays readable.") % {"number": current.number},
            _("The version that the board established keeps holding."),
        ],
        confirm=_("Drop the correction"),
        back_href=reverse("assignment", args=[year]),
        danger=True,
    )
    context = {
        "cycle": cycle,
        "version": current,
        "form": form,
        "note": note,
        "crumbs": crumbs(cycle, Link(_("Drop the correction"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}discard.html", context)
