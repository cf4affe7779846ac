"""What the pages about people share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.roles import Role
from bols_portal.ui.pieces import Help, Link, Review, Rule


def crumbs_of(*more: Link) -> list[Link]:
    """The way back from a page about people."""
    return [Link(_("My tasks"), reverse("home")), Link(_("People"), reverse("people")), *more]


def help_note() -> Help:
    """The rules that hold for roles."""
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


def review_page(request: HttpRequest, person: Any, note: Review, title: str) -> HttpResponse:
    """The page before a step that mails somebody or takes something away."""
    here = reverse("person", kwargs={"pk": person.pk})
    crumbs = crumbs_of(Link(person.name, here), Link(title, ""))
    context = {"note": note, "title": title, "crumbs": crumbs}
    return render(request, "allocation/people/review.html", context)


def person_form(
    request: HttpRequest, person: Any, form: Any, template: str, **more: Any
) -> HttpResponse:
    """A page with a form about one person."""
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
        "crumbs": crumbs_of(Link(person.name, here), Link(titles[template], "")),
        "help_note": help_note(),
        **more,
    }
    return render(request, f"allocation/people/{template}.html", context)


def chosen_role(request: HttpRequest) -> dict[str, str]:
    """The role in the address, for the form to start with."""
    chosen = request.GET.get("role", "")
    return {"role": chosen} if chosen in Role.values else {}


def object_fields(request: HttpRequest, kind: Any) -> HttpResponse:
    """The fields that fit the role just chosen, for the page without a reload."""
    form = kind(initial=chosen_role(request))
    fields = [form[name] for name in form.on_fields]
    return render(request, "allocation/people/_object_fields.html", {"object_fields": fields})
