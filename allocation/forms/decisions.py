"""Forms for preparing a decision, voting on it, and taking it back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allocation.enums import DecisionKind, ErrorSource, VoteChoice


class DecisionForm(forms.Form):
    """What the bureau asks the board to decide."""

    title = forms.CharField(label=_("Title"), max_length=200)
    reason = forms.CharField(
        label=_("Why the earlier decision is replaced"),
        help_text=_("All parties read this: with the new decision, and with the earlier one."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    text = forms.CharField(
        label=_("Text of the decision"),
        help_text=_("What the board establishes, in full sentences."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20000,
    )
    minutes = forms.FileField(
        label=_("Minutes"),
        help_text=_("A pdf of at most 10 MB. Bureau, board members and auditors can read it."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != DecisionKind.RECTIFICATION:
            del self.fields["reason"]


class VoteForm(forms.Form):
    """What a board member says; the choice is the button that was clicked."""

    choice = forms.ChoiceField(choices=VoteChoice.choices, widget=forms.HiddenInput)
    remark = forms.CharField(
        label=_("Remark"),
        help_text=_(
            "Needed if you do not approve. Bureau, board members and auditors can read it."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )

    def clean(self) -> dict[str, Any]:
        """A rejection says why."""
        cleaned = super().clean() or {}
        if cleaned.get("choice") == VoteChoice.REJECT and not cleaned.get("remark", "").strip():
            self.add_error("remark", _("Say why you do not approve."))
        return cleaned


class ReasonForm(forms.Form):
    """A step that needs a reason."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept with this step and stays readable."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )


class ErrorForm(forms.Form):
    """An error that was found after the framework was established."""

    error_in = forms.ChoiceField(
        label=_("Where is the error?"), choices=ErrorSource.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("For example: care of two regions was attributed to the wrong one."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
