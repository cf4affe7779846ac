"""Pages of invitations: invite, again, revoke."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allocation.errors import Refused
from allocation.forms.people import InviteForm
from allocation.permissions import may_administer
from allocation.roles import Role
from allocation.selectors.people import get_person
from allocation.services import people as service
from allocation.views.people_parts import (
    chosen_role,
    crumbs_of,
    help_note,
    object_fields,
    review_page,
)
from bols_portal.ui.pieces import Link, Review


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A new person: first the form, then a page that says who is mailed, then the mail."""
    may_administer(request.user).enforce()
    form = InviteForm(request.POST or None, initial=chosen_role(request))
    if request.htmx:  # type: ignore[attr-defined]
        return object_fields(request, InviteForm)
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
    context = {"form": form, "crumbs": crumbs_of(Link(_("Invite"), "")), "help_note": help_note()}
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
    context = {"note": note, "form": _hidden(form), "crumbs": crumbs_of(Link(_("Invite"), ""))}
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
    return review_page(request, person, note, _("Invite again"))


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
    return review_page(request, person, note, _("Revoke the invitation"))
