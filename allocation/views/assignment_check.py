"""Checking the region assignment: one line with its history, confirming, objecting."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from allocation.errors import NotPermitted, Refused, Stale
from allocation.forms.assignment import ObjectionForm
from allocation.permissions import may_check_line, may_run_process
from allocation.policies.assignment import may_add_version, may_be_checked
from allocation.selectors.assignment import current_assignment, get_line, version_shown_to
from allocation.selectors.assignment_check import CheckState, checker_of, checks_of_key
from allocation.selectors.assignment_pages import check_page, grouped, line_view
from allocation.selectors.cycles import get_cycle
from allocation.services.assignment_checks import Confirmed, confirm_lines, object_to_line
from allocation.views.assignment_parts import PAGES, STATUS_SHAPE, crumbs, help_note
from bols_portal.ui.pieces import Link


def must_check(request: HttpRequest) -> None:
    """Only coordinators and learning-house managers check; others are told so."""
    if not checker_of(request.user):
        raise NotPermitted(
            _("Only coordinators of a region and learning-house managers check the assignment."),
            rule="Toewijzingsprotocol 2027, fase I 3",
        )


@require_GET
def line(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """One line: what it says and why, who checked it, what became of objections."""
    cycle = get_cycle(request.user, year)
    found = get_line(request.user, cycle, pk)
    return _line(request, cycle, found, ObjectionForm())


def _line(
    request: HttpRequest,
    cycle: Any,
    found: Any,
    form: ObjectionForm,
    stale: Any = "",
    status: int = 200,
) -> HttpResponse:
    view = line_view(request.user, found)
    runs = bool(may_run_process(request.user, cycle))
    shows_checks = view.state is not None
    current = current_assignment(cycle)
    context = {
        "cycle": cycle,
        "version": found.version,
        "shape": STATUS_SHAPE[found.version.status],
        "view": view,
        "form": form,
        "stale": stale,
        "checks": list(checks_of_key(found)) if shows_checks else [],
        "checkable": view.own and bool(may_be_checked(found.version)),
        "closed": may_be_checked(found.version).reason if view.own else "",
        "can_correct": runs and found.version == current and bool(may_add_version(current)),
        "runs": runs,
        "crumbs": crumbs(
            cycle,
            Link(
                found.institution.name,
                f"{reverse('assignment_lines', args=[cycle.year])}"
                f"?institution={found.institution.code}",
            ),
            Link(str(found.specialism), ""),
        ),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}line.html", context, status=status)


@require_POST
def object_(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """An objection with its reason; what was typed is kept where it is refused."""
    cycle = get_cycle(request.user, year)
    found = get_line(request.user, cycle, pk)
    may_check_line(request.user, found).enforce()
    form = ObjectionForm(request.POST)
    if form.is_valid():
        try:
            object_to_line(
                line=found,
                reason=form.cleaned_data["reason"],
                by=request.user,  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware
                now=timezone.now(),
            )
        except NotPermitted:
            raise
        except Stale as refusal:
            return _line(request, cycle, _today(request, cycle, found), form, refusal.message, 409)
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Your objection is recorded. The bureau answers it here."))
            return redirect("assignment_line", year, pk)
    return _line(request, cycle, found, form)


def _today(request: HttpRequest, cycle: Any, found: Any) -> Any:
    """The same institution and specialism in the version of today, where this person sees it."""
    shown = version_shown_to(request.user, cycle)
    page = check_page(request.user, shown) if shown else None
    same = (found.institution_id, found.specialism_id)
    for view in page.views if page else ():
        if (view.line.institution_id, view.line.specialism_id) == same:
            return get_line(request.user, cycle, view.line.pk)
    return found


@require_POST
def confirm(request: HttpRequest, year: int) -> HttpResponse:
    """Confirms one line, or all lines of an institution that were still to be viewed."""
    cycle = get_cycle(request.user, year)
    must_check(request)
    shown = version_shown_to(request.user, cycle)
    if shown is None:
        return redirect("assignment", year)
    chosen = request.POST.get("line", "")
    institution = request.POST.get("institution", "")
    facts: dict[str, Any] = {}
    if chosen.isdecimal():
        found = get_line(request.user, cycle, int(chosen))
        facts["lines"], shown = [found.pk], found.version
    elif institution.isdecimal():
        facts["institution"] = int(institution)
    else:
        return redirect("assignment_lines", year)
    done = confirm_lines(version=shown, by=request.user, now=timezone.now(), **facts)  # type: ignore[arg-type]
    _say(request, done)
    return redirect(_back(request, reverse("assignment_lines", args=[year])))


@require_http_methods(["GET", "POST"])
def confirm_all(request: HttpRequest, year: int) -> HttpResponse:
    """All lines still to be viewed at once, after looking at what they are."""
    cycle = get_cycle(request.user, year)
    must_check(request)
    shown = version_shown_to(request.user, cycle)
    if shown is None:
        return redirect("assignment", year)
    may_be_checked(shown).enforce()
    page = check_page(request.user, shown)
    todo = [view for view in page.views if view.own and view.state is CheckState.TODO]
    if request.method == "POST":
        if request.POST.get("version") != str(shown.number):
            messages.warning(
                request, _("A new version came in the meantime. Look at what is to be viewed.")
            )
            return redirect("assignment_confirm_all", year)
        done = confirm_lines(version=shown, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        _say(request, done)
        return redirect("assignment", year)
    context = {
        "cycle": cycle,
        "version": shown,
        "todo": todo,
        "groups": grouped(todo),
        "divided": [view for view in todo if view.divided],
        "unrecognised": sum(not view.line.recognised for view in todo),
        "crumbs": crumbs(cycle, Link(_("Confirm all"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}confirm_all.html", context)


def _say(request: HttpRequest, done: Confirmed) -> None:
    messages.success(
        request,
        ngettext("%(count)s line confirmed.", "%(count)s lines confirmed.", done.lines)
        % {"count": done.lines},
    )
    if done.changed:
        messages.warning(
            request, _("The line was changed in a new version. Look at it before you confirm it.")
        )


def _back(request: HttpRequest, default: str) -> str:
    """Back to the filtered list, never to another site."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe and target.startswith("/") else default
