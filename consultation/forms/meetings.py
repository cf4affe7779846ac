"""The form of a meeting of the Raad Opleiding."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from bols_portal.ui.forms import DateInput
from consultation.services.meetings import IN_FUTURE, NOBODY


class MeetingForm(forms.Form):
    """When it was, who was there, and the minutes."""

    held_on = forms.DateField(label=_("Day of the meeting"), widget=DateInput)
    present = forms.MultipleChoiceField(
        label=_("Associations that were there"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NOBODY},
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("For example: what was discussed, and what was agreed."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    minutes = forms.FileField(
        label=_("Minutes"),
        help_text=_("A pdf of at most 10 MB. FMS, bureau, board members and auditors can read it."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def __init__(
        self, *args: Any, associations: Sequence[tuple[str, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        present = cast("forms.MultipleChoiceField", self.fields["present"])
        present.choices = associations

    def clean_held_on(self) -> date:
        """A day that has been, told together with whatever else is wrong."""
        day: date = self.cleaned_data["held_on"]
        if day > self.today:
            raise forms.ValidationError(IN_FUTURE)
        return day
