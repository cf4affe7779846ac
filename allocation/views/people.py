"""Pages of the bureau about people: the list, a person, inviting, appointing, ending, closing."""

from typing import Any

from django import forms
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
    InviteForm,
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
from bols_portal.ui.pieces import Help, Link, Review, Rule

PER_PAGE = 50
SHAPES = {
    AccountState.ACTIVE: "done",
    AccountState.INVITED: "waiting",
    AccountState.EXPIRED: "attention",
    AccountState.CLOSED: "stopped",
}
STATE_WORDS = {AccountState(value): label for value, label in STATES}


def _crumbs(*more: Link) -> list[Link]:
    return [Link(_("My tasks"), reverse("home")), Link(_("People"), reverse("people")), *more]


def _help() -> Help:
    return Help(
        rules=[
            Rule(
                _("A role ends, it is never deleted: who held which role when stays readable."),
                _("Rule of this portal"),
            ),
            Rule(
                _("Nobody gives themselves a role, and the last bureau employee stays."),
                _("Rule of this portal"),
            ),
        ]
    )


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
        "help_note": _help(),
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
        "crumbs": _crumbs(Link(person.name, "")),
        "help_note": _help(),
    }
    return render(request, "allocation/people/detail.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A new person: first the form, then a page that says who is mailed, then the mail."""
    may_administer(request.user).enforce()
    form = InviteForm(request.POST or None, initial=_chosen_role(request))
    if request.htmx:  # type: ignore[attr-defined]
        return _object_fields(request, InviteForm)
    if request.method == "POST" and form.is_valid():
        if "confirmed" not in request.POST:
            return _review_invitation(request, form)
        try:
            person = service.invite_person(
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                language=form.cleaned_data["language"],
                role=Role(form.cleaned_data["role"]),
                on=form.held_on(),
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("person", pk=person.pk)
    context = {"form": form, "crumbs": _crumbs(Link(_("Invite"), "")), "help_note": _help()}
    return render(request, "allocation/people/invite.html", context)


def _review_invitation(request: HttpRequest, form: InviteForm) -> HttpResponse:
    values = form.cleaned_data
    on = " · ".join(str(one) for one in form.held_on().values())
    role = f"{Role(values['role']).label}{', ' if on else ''}{on}"
    note = Review(
        happens=[
            _("%(name)s gets an account, with the role: %(role)s.")
            % {"name": values["name"], "role": role},
            _("The mail holds a link with which to choose a password; it works for 7 days, once."),
        ],
        mailed=[f"{values['name']} <{values['email']}>"],
        mailed_count=1,
        confirm=_("Invite"),
        back_href=reverse("invite_person"),
    )
    context = {"note": note, "form": _hidden(form), "crumbs": _crumbs(Link(_("Invite"), ""))}
    return render(request, "allocation/people/review.html", context | {"title": _("Invite")})


def _hidden(form: Any) -> Any:
    """The form as it was filled in, unseen, with the mark that it was confirmed."""
    for field in form.fields.values():
        field.widget = field.hidden_widget()
    form.fields["confirmed"] = forms.CharField(widget=forms.HiddenInput({"value": "1"}))
    return form


@require_http_methods(["GET", "POST"])
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link for who has not chosen a password yet."""
    may_administer(request.user).enforce()
    person = get_person(request.user, pk)
    if request.method == "POST":
        service.invite_again(user=person, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("The invitation is on its way."))
        return redirect("person", pk=pk)
    note = Review(
        happens=[
            _("%(name)s gets a new link, which works for 7 days, once.") % {"name": person.name},
            _("An earlier link no longer works."),
        ],
        mailed=[f"{person.name} <{person.email}>"],
        mailed_count=1,
        confirm=_("Invite again"),
        back_href=reverse("person", kwargs={"pk": pk}),
    )
    return _review(request, person, note, _("Invite again"))


@require_http_methods(["GET", "POST"])
def revoke_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes a mailed link useless."""
    may_administer(request.user).enforce()
    person = get_person(request.user, pk)
    if request.method == "POST":
        service.revoke_invitation(user=person, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("The link no longer works."))
        return redirect("person", pk=pk)
    note = Review(
        happens=[
            _("The link in the mail to %(name)s no longer works.") % {"name": person.name},
            _("The account and its roles stay; you can invite again later."),
        ],
        confirm=_("Revoke the invitation"),
        back_href=reverse("person", kwargs={"pk": pk}),
        danger=True,
    )
    return _review(request, person, note, _("Revoke the invitation"))


def _review(request: HttpRequest, person: Any, note: Review, title: str) -> HttpResponse:
    here = reverse("person", kwargs={"pk": person.pk})
    crumbs = _crumbs(Link(person.name, here), Link(title, ""))
    context = {"note": note, "title": title, "crumbs": crumbs}
    return render(request, "allocation/people/review.html", context)


@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role for somebody; the field for the object follows the role."""
    may_administer(request.user).enforce()
    person = get_person(request.user, pk)
    may_appoint(request.user, person).enforce()
    if request.htmx:  # type: ignore[attr-defined]
        return _object_fields(request, AppointForm)
    initial = {"since": timezone.localdate(), **_chosen_role(request)}
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
    return _person_form(request, person, form, "appoint")


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
    return _person_form(request, held.user, form, "end_role", membership=held)


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
    return _person_form(request, person, form, "close_account")


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
    return _review(request, person, note, _("Open the account again"))


def _person_form(
    request: HttpRequest, person: Any, form: Any, template: str, **more: Any
) -> HttpResponse:
    here = reverse("person", kwargs={"pk": person.pk})
    titles = {
        "appoint": _("Give a role"),
        "end_role": _("End a role"),
        "close_account": _("Close the account"),
    }
    context = {
        "person": person,
        "form": form,
        "title": titles[template],
        "crumbs": _crumbs(Link(person.name, here), Link(titles[template], "")),
        "help_note": _help(),
        **more,
    }
    return render(request, f"allocation/people/{template}.html", context)


def _chosen_role(request: HttpRequest) -> dict[str, str]:
    chosen = request.GET.get("role", "")
    return {"role": chosen} if chosen in Role.values else {}


def _object_fields(request: HttpRequest, kind: Any) -> HttpResponse:
    """The fields that fit the role just chosen, for the page without a reload."""
    form = kind(initial=_chosen_role(request))
    fields = [form[name] for name in form.on_fields]
    return render(request, "allocation/people/_object_fields.html", {"object_fields": fields})
