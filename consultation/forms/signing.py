"""Forms of signing. What is missing in an answer, the service says; all of it at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused
from bols_portal.ui.forms import DateInput
from consultation.enums import Stance
from consultation.services.signatures import answer_faults

if TYPE_CHECKING:
    from consultation.models import SigningSlot


class RefusedByService(forms.Form):
    """A form that shows beside its fields what a service refused."""

    def put(self, refusal: Refused) -> None:
        """Who and when are not for the form: those are raised on."""
        if isinstance(refusal, NotNow | NotPermitted):
            raise refusal
        if not isinstance(refusal, FaultyInput):
            self.add_error(None, str(refusal.message))
            return
        for fault in refusal.faults:
            field = fault.column if fault.column in self.fields else None
            self.add_error(field, str(fault.message))


class AnswerForm(RefusedByService):
    """Signing, or withholding with a view and reasons."""

    stance = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (Stance.AGREES, _("I sign: I agree with this content")),
            (Stance.DISSENTS, _("I do not sign: I have another view")),
        ],
        error_messages={"required": _("Choose whether you sign.")},
        widget=forms.RadioSelect,
    )
    view = forms.CharField(
        label=_("Your view (zienswijze)"),
        required=False,
        max_length=5000,
        help_text=_("Only if you do not sign: what should be different?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reasons = forms.CharField(
        label=_("Your reasons"),
        required=False,
        max_length=5000,
        help_text=_("Only if you do not sign. Your view and reasons stay with the proposal."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Another view needs the view and its reasons, told with whatever else is missing."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("stance") == Stance.DISSENTS:
            typed = {key: given.get(key, "") for key in ("view", "reasons")}
            for fault in answer_faults(given["stance"], **typed):
                self.add_error(fault.column, str(fault.message))
        return given


class SignForm(AnswerForm):
    """An answer of the signatory, confirmed: it can't be taken back."""

    sure = forms.BooleanField(
        required=True,
        label=_("I have read this content. I know that I can’t take my answer back."),
        error_messages={"required": _("Confirm that you have read the content.")},
    )


class PeopleForm(RefusedByService):
    """Who signs for each institution that has not answered; empty as long as nobody knows."""

    def __init__(self, *args: Any, slots: "Sequence[SigningSlot]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._codes = [slot.institution.code for slot in slots]
        for slot in slots:
            code = slot.institution.code
            self.fields[f"{code}-name"] = forms.CharField(
                label=_("Name of who signs"), max_length=150, required=False, initial=slot.name
            )
            self.fields[f"{code}-email"] = forms.CharField(
                label=_("Own e-mail address"), max_length=254, required=False, initial=slot.email
            )
        self._names = {slot.institution.code: slot.institution.name for slot in slots}

    @property
    def rows(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """Code, institution, and its two fields."""
        return [
            (code, self._names[code], self[f"{code}-name"], self[f"{code}-email"])
            for code in self._codes
        ]

    @property
    def people(self) -> dict[str, tuple[str, str]]:
        """What was typed, by institution."""
        given = self.cleaned_data
        return {code: (given[f"{code}-name"], given[f"{code}-email"]) for code in self._codes}


class LinksForm(RefusedByService):
    """Which institutions get a link. The choices are those that have not answered."""

    slots = forms.MultipleChoiceField(
        label=_("Who gets a personal link"),
        error_messages={"required": _("Choose at least one institution.")},
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slots"].choices = choices  # type: ignore[attr-defined]


class EmailForm(AnswerForm):
    """A confirmation that came by e-mail."""

    stance = forms.ChoiceField(
        label=_("What the e-mail says"),
        choices=[
            (Stance.AGREES, _("Signs: agrees with this content")),
            (Stance.DISSENTS, _("Does not sign: has another view")),
        ],
        error_messages={"required": _("Choose whether you sign.")},
        widget=forms.RadioSelect,
    )
    view = forms.CharField(
        label=_("The other view"),
        required=False,
        max_length=5000,
        help_text=_("Only if the e-mail says so: what should be different?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reasons = forms.CharField(
        label=_("The reasons"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sender = forms.CharField(
        label=_("Who sent the e-mail"),
        max_length=150,
        error_messages={"required": _("Fill in who sent the e-mail.")},
    )
    address = forms.EmailField(
        label=_("From which address"),
        error_messages={
            "required": _("Fill in the e-mail address of the sender, with an @."),
            "invalid": _("Fill in the e-mail address of the sender, with an @."),
        },
    )
    sent_on = forms.DateField(
        label=_("Sent on"),
        widget=DateInput,
        error_messages={"required": _("Fill in the day on which the e-mail was sent.")},
    )
    file = forms.FileField(
        label=_("The e-mail as a file"),
        error_messages={"required": _("Add the e-mail as eml, txt or pdf.")},
        help_text=_("eml, txt or pdf, at most 10 MB. It is kept as it is."),
        widget=forms.FileInput(attrs={"accept": ".eml,.txt,.pdf"}),
    )
    field_order = ("sender", "address", "sent_on", "file", "stance", "view", "reasons")
