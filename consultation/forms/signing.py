"""Forms of signing. What is missing in an answer, the service says; all of it at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused
from bols_portal.ui.forms import DateInput
from consultation.enums import Stance


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
        required=False,
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


class SignForm(AnswerForm):
    """An answer of the signatory, confirmed: it can't be taken back."""

    sure = forms.BooleanField(
        required=True,
        label=_("I have read this content. I know that I can’t take my answer back."),
        error_messages={"required": _("Confirm that you have read the content.")},
    )


class SlotForm(RefusedByService):
    """Who signs for an institution."""

    name = forms.CharField(label=_("Name of who signs"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("A personal address: who reads the mail can sign."),
        error_messages={"invalid": _("Fill in a whole e-mail address, with an @.")},
    )


class LinksForm(RefusedByService):
    """Which institutions get a link. The choices are those that have not answered."""

    slots = forms.MultipleChoiceField(
        label=_("Who gets a personal link"),
        required=False,
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
        required=False,
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
    sender = forms.CharField(label=_("Who sent the e-mail"), max_length=150, required=False)
    address = forms.CharField(label=_("From which address"), max_length=254, required=False)
    sent_on = forms.DateField(label=_("Sent on"), required=False, widget=DateInput)
    file = forms.FileField(
        label=_("The e-mail as a file"),
        required=False,
        help_text=_("eml, txt or pdf, at most 10 MB. It is kept as it is."),
        widget=forms.FileInput(attrs={"accept": ".eml,.txt,.pdf"}),
    )
    field_order = ("sender", "address", "sent_on", "file", "stance", "view", "reasons")
