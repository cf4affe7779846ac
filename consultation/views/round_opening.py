"""The covering letter of a round, who gets it, and opening the round."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from allocation.errors import NotNow, NotPermitted, Refused, Stale
from allocation.services.enclosures import content_of
from allocation.views.files import pdf_file
from allocation.views.person import signed_in
from bols_portal.ui.formats import date_text
from bols_portal.ui.pieces import Link, Review
from consultation.forms.rounds import LetterForm, OpenForm
from consultation.policies.rounds import may_open
from consultation.selectors.round_letters import (
    addressee_in,
    asked_in,
    enclosure_for,
    letter_of,
    names_an_addressee,
)
from consultation.selectors.rounds import agenda_of
from consultation.services import rounds as service
from consultation.views.round_parts import (
    FORM_METHODS,
    PAGES,
    address,
    crumbs,
    for_bureau,
    form_page,
    help_note,
)

if TYPE_CHECKING:
    from allocation.models import Cycle
    from allocation.selectors.recipients import Recipient
    from consultation.models import Round

TEXTS = ("subject", "body", "subject_en", "body_en")
_PASSED = gettext_lazy(
    "A last day above has passed: nobody can file until you move it in the agenda. Move it first."
)


@require_http_methods(FORM_METHODS)
def letter(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Changes the covering letter, in Dutch and in English."""
    cycle, consultation = for_bureau(request, year, number)
    title, button = _("Change the letter"), _("Save")
    last = letter_of(consultation)
    initial: dict[str, Any] = {"seen": last.number if last else 0}
    if last:
        initial |= {name: getattr(last, name) for name in TEXTS}
    form = LetterForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            service.save_letter(
                consultation=consultation,
                **form.cleaned_data,
                by=signed_in(request),
                now=timezone.now(),
            )
        except (NotNow, NotPermitted):
            raise
        except Refused as refusal:  # what was typed stays on the page
            form.add_error(None, str(refusal.message))
            status = 409 if isinstance(refusal, Stale) else 200
        else:
            messages.success(request, _("The letter is saved."))
            return redirect("round", year, number)
    page = form_page(request, cycle, consultation, form, title, button)
    page.status_code = status
    return page


@require_safe
def letter_file(request: HttpRequest, year: int, number: int, kind: str, code: str) -> HttpResponse:
    """The letter to one addressee as pdf, in the language that is asked for."""
    _cycle, consultation = for_bureau(request, year, number)
    last = letter_of(consultation)
    addressee = f"{kind}:{code}"
    if last is None or not names_an_addressee(addressee):
        raise Http404
    enclosure = enclosure_for(last, number, addressee)
    language = "en" if request.GET.get("language") == "en" else "nl"
    return pdf_file(content_of(enclosure, language), enclosure.name)


@require_http_methods(FORM_METHODS)
def open_one(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Says what opening does and whom it mails, and opens, now or at a chosen moment."""
    cycle, consultation = for_bureau(request, year, number)
    may_open(consultation).enforce()
    last = letter_of(consultation)
    form = OpenForm(
        request.POST or None, initial={"seen": last.number if last else 0, "when": "now"}
    )
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            service.open_round(
                consultation=consultation,
                opens_at=form.cleaned_data["opens_at"] or now,
                seen=form.cleaned_data["seen"],
                by=signed_in(request),
                now=now,
            )
        except (NotNow, NotPermitted, Stale):
            raise
        except Refused as refusal:
            form.add_error("opens_at", str(refusal.message))
        else:
            messages.success(request, _("The round is open. Release its letter in Messages."))
            return redirect("round", year, number)
    mailed = asked_in(consultation)
    context = {
        "cycle": cycle,
        "round": consultation,
        "letter": last,
        "form": form,
        "mailed": [(one, _letters_to(cycle, consultation, one)) for one in mailed],
        "review": _review(cycle, consultation, len(mailed)),
        "crumbs": crumbs(cycle, consultation),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}open.html", context)


def _letters_to(cycle: "Cycle", consultation: "Round", recipient: "Recipient") -> list[Link]:
    """The letters that this person gets, each as a link to the pdf in their language."""
    language = recipient.user.language if recipient.user else "nl"
    links = []
    for enclosure in recipient.enclosures:
        kind, _colon, code = addressee_in(enclosure).partition(":")
        page = reverse("round_letter_file", args=[cycle.year, consultation.number, kind, code])
        links.append(Link(code, f"{page}?language={language}"))
    return links


def _review(cycle: "Cycle", consultation: "Round", mailed: int) -> Review:
    days, now = agenda_of(cycle).last_days, timezone.now()
    happens = [
        _("The parties can file from the opening on, on the table of the framework in force."),
        *(f"{one.title}: {date_text(one.last_day)}" for one in days if one.last_day),
        *([str(_PASSED)] if any(not one.is_open(now) for one in days) else []),
        _("A round that is open now is replaced at once. What was filed in it stays readable."),
        _("The letter waits in Messages until the bureau releases it."),
    ]
    return Review(
        happens=happens,
        confirm=_("Open the round"),
        back_href=address(cycle, consultation),
        mailed_count=mailed,
    )
