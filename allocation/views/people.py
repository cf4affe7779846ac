"""Pages of the bureau about people: the list, a person, inviting, appointing, ending, closing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from allocation.errors import Refused
from allocation.forms.people import (
    STATES,
    AppointForm,
    CloseForm,
    EndForm,
    PeopleFilter,
)
from allocation.permissions import may_administer, may_appoint, may_close
from allocation.roles import Role
from allocation.selectors.people import (
    AccountState,
    account_state,
    get_membership,
    get_person,
    memberships_of,
    open_invitation,
    people_list,
    rows_of,
)
from allocation.services import people as service
from allocation.views.people_parts import (
    chosen_role,
    crumbs_of,
    help_note,
    object_fields,
    person_form,
    review_page,
)
from bols_portal.ui.pieces import Link, Review

PER_PAGE = 50
SHAPES = {
    AccountState.ACTIVE: "done",
    AccountState.INVITED: "waiting",
    AccountState.EXPIRED: "attention",
    AccountState.CLOSED: "stopped",
}
STATE_WORDS = {AccountState(value): label for value, label in STATES}


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Everybody, filtered, with the roles they hold today."""
    may_administer(request.user).enforce()
    form = PeopleFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(people_list(request.user, **wanted), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [
        {"person": row, "shape": SHAPES[row.state], "state": STATE_WORDS[row.state]}
        for row in rows_of(list(page.object_list))
    ]
    context = {
        "filters": form,
        "page": page,
        "rows": rows,
        "total": page.paginator.count,
        "crumbs": [Link(_("My tasks"), reverse("home")), Link(_("People"), "")],
        "help_note": help_note(),
    }
    return render(request, "allocation/people/overview.html", context)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A person: how they got in, their roles now and in the past."""
    may_administer(request.user).enforce()
    person = get_person(request.user, pk)
    state = account_state(person)
    current, past = memberships_of(person)
    context = {
        "person": person,
        "state": STATE_WORDS[state],
        "shape": SHAPES[state],
        "invitation": open_invitation(person),
        "can_invite": person.is_active and not person.has_usable_password(),
        "current": current,
        "past": past,
        "may_appoint": may_appoint(request.user, person),
        "may_close": may_close(request.user, person),
        "crumbs": crumbs_of(Link(person.name, "")),
        "help_note": help_note(),
    }
    return render(request, "allocation/people/detail.html", context)


@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role for somebody; the field for the object follows the role."""
    may_administer(request.user).enforce()
    person = get_person(request.user, pk)
    may_appoint(request.user, person).enforce()
    if request.htmx:  # type: ignore[attr-defined]
        return object_fields(request, AppointForm)
    initial = {"since": timezone.localdate(), **chosen_role(request)}
    form = AppointForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            service.appoint(
                user=person,
                role=Role(form.cleaned_data["role"]),
                on=form.held_on(),
                since=form.cleaned_data["since"],
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The role has been given."))
            return redirect("person", pk=pk)
    return person_form(request, person, form, "appoint")


@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Ends a role, at once or after a last day, with a reason."""
    may_administer(request.user).enforce()
    held = get_membership(request.user, pk, membership)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.end_membership(
                membership=held,
                last_day=form.cleaned_data["last_day"],
                reason=form.cleaned_data["reason"],
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The role has been ended."))
            return redirect("person", pk=pk)
    return person_form(request, held.user, form, "end_role", membership=held)


@require_http_methods(["GET", "POST"])
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps somebody from signing in, with a reason."""
    may_administer(request.user).enforce()
    person = get_person(request.user, pk)
    may_close(request.user, person).enforce()
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.close_account(
                user=person,
                reason=form.cleaned_data["reason"],
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The account has been closed."))
            return redirect("person", pk=pk)
    return person_form(request, person, form, "close_account")


@require_http_methods(["GET", "POST"])
def reopen_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets somebody sign in again."""
    may_administer(request.user).enforce()
    person = get_person(request.user, pk)
    may_close(request.user, person).enforce()
    if request.method == "POST":
        service.reopen_account(user=person, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("The account is open again."))
        return redirect("person", pk=pk)
    note = Review(
        happens=[
            _("%(name)s can sign in again, with the roles that still hold.") % {"name": person.name}
        ],
        confirm=_("Open the account again"),
        back_href=reverse("person", kwargs={"pk": pk}),
    )
    return review_page(request, person, note, _("Open the account again"))
