"""The form of a meeting of the Raad Opleiding."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from bols_portal.ui.forms import DateInput


class MeetingForm(forms.Form):
    """When it was, who was there, and the minutes."""

    held_on = forms.DateField(label=_("Day of the meeting"), widget=DateInput)
    present = forms.MultipleChoiceField(
        label=_("Associations that were there"),
        widget=forms.CheckboxSelectMultiple,
        required=False,  # the service says so, with whatever else is wrong
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

    def __init__(self, *args: Any, associations: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = cast("forms.MultipleChoiceField", self.fields["present"])
        present.choices = associations
