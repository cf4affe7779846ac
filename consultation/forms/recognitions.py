"""The forms of a reported recognition, and of the bureau's answer."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from allocation.models import Institution, Specialism
from bols_portal.ui.forms import DateInput
from consultation.enums import CheckOutcome, RecognitionChange
from consultation.services.recognitions import Reported


class ReportForm(forms.Form):
    """Which recognition is new or has lapsed, from when, and where that can be read."""

    change = forms.ChoiceField(
        label=_("What changed?"), choices=RecognitionChange.choices, widget=forms.RadioSelect
    )
    specialism = forms.ChoiceField(label=_("Specialism"))
    institution = forms.ChoiceField(label=_("Institution"))
    valid_from = forms.DateField(label=_("From which day"), widget=DateInput)
    note = forms.CharField(
        label=_("Where can this be read?"),
        help_text=_("For example the register (RGS), or a letter with its date."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        specialisms: Sequence[Specialism],
        institutions: Sequence[Institution],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.specialisms = {one.code: one for one in specialisms}
        self.institutions = {one.code: one for one in institutions}
        self._choose("specialism", [(one.code, str(one)) for one in specialisms])
        self._choose("institution", [(one.code, one.name) for one in institutions])

    def _choose(self, name: str, options: list[tuple[str, str]]) -> None:
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = options if len(options) == 1 else [("", _("Choose")), *options]

    def reported(self) -> Reported:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return Reported(
            institution=self.institutions[data["institution"]],
            specialism=self.specialisms[data["specialism"]],
            change=RecognitionChange(data["change"]),
            valid_from=data["valid_from"],
            note=data["note"],
        )


class AnswerForm(forms.Form):
    """What the bureau finds in the register."""

    outcome = forms.ChoiceField(
        label=_("What does the register say?"),
        choices=[
            (CheckOutcome.CONFIRMED, _("The report is right")),
            (CheckOutcome.REFUSED, _("The report is not right: it counts no longer")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Explanation"),
        help_text=_("Needed when the report is not right. Region and cluster read it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
