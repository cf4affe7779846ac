"""Forms of a region: a meeting of the general board, adopting, submitting, sending back, leave."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bols_portal.ui.forms import DateInput
from consultation.selectors.region_departures import Departure
from consultation.services.meetings import IN_FUTURE
from consultation.services.region_content import WITHOUT_REASON, WITHOUT_VIEWS

TEXT = 8000
YES, NO = "yes", "no"


class BoardMeetingForm(forms.Form):
    """When the general board met, what it changed, and the minutes."""

    held_on = forms.DateField(label=_("Day of the meeting"), widget=DateInput)
    adjustments = forms.CharField(
        label=_("What the general board changed, and why"),
        help_text=_("Nothing was changed? Leave this empty."),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    minutes = forms.FileField(
        label=_("Minutes"),
        help_text=_("A pdf of at most 10 MB. Bureau, board members and auditors can read it."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_held_on(self) -> date:
        """A day that has been, told together with whatever else is wrong."""
        day: date = self.cleaned_data["held_on"]
        if day > self.today:
            raise forms.ValidationError(IN_FUTURE)
        return day


class AdoptForm(forms.Form):
    """What the general board adopted beside the numbers.

    `seen` and `replaces` say what the coordinator looked at.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput)
    replaces = forms.IntegerField(widget=forms.HiddenInput)
    consensus = forms.ChoiceField(
        label=_("Did the general board adopt it by consensus?"),
        choices=[(YES, _("Yes")), (NO, _("No, views differ"))],
        widget=forms.RadioSelect(attrs={"class": "choices--inline"}),
    )
    views = forms.CharField(
        label=_("Views that differ"),
        help_text=_("Only without consensus: who has another view, which one, and why."),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    motivation = forms.CharField(
        label=_("Motivation of the whole"),
        help_text=_("In a few sentences: how your region came to this division."),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(
        self, *args: Any, departures: Sequence[Departure], replaced: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [one.code for one in departures]
        for one in departures:
            self.fields[f"adjust_{one.code}"] = forms.CharField(
                label=_("%(name)s: why the region departs from the cluster")
                % {"name": f"{one.code} {one.name}"},
                help_text="; ".join(
                    f"{change.institution}: {change.old} → {change.new}" for change in one.changes
                ),
                max_length=TEXT,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": WITHOUT_REASON % {"name": one.name}},
            )
        if replaced:
            self.fields["reason"] = forms.CharField(
                label=_("Why do you replace version %(number)s?") % {"number": replaced},
                help_text=_("Who signed the earlier version reads this reason."),
                max_length=TEXT,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        """Asks for the views where there is no consensus, together with all else that is wrong."""
        told = super().clean() or self.cleaned_data
        if told.get("consensus") == NO and not told.get("views"):
            self.add_error("views", WITHOUT_VIEWS)
        return told

    @property
    def content(self) -> dict[str, Any]:
        """What was filled in, as the service takes it."""
        told = self.cleaned_data
        return {
            "consensus": told["consensus"] == YES,
            "views": told["views"],
            "motivation": told["motivation"],
            "adjustments": {code: told.get(f"adjust_{code}", "") for code in self.codes},
            "reason": told.get("reason", ""),
            "seen": told["seen"],
            "replaces": told["replaces"],
        }


class IncompleteForm(forms.Form):
    """Submitting a proposal in which something is missing, knowingly."""

    incomplete = forms.BooleanField(
        label=_("I submit the proposal although this is missing"),
        error_messages={"required": _("Tick this if you want to submit it incomplete.")},
    )


class ReturnForm(forms.Form):
    """Sending a submitted proposal back to the region."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The coordinators of the region read it."),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    until = forms.DateField(
        label=_("Last day to submit again"),
        help_text=_("Only needed when that is after the deadline."),
        required=False,
        widget=DateInput,
    )


class LeaveForm(forms.Form):
    """Letting a region submit after the deadline."""

    until = forms.DateField(label=_("Last day to submit"), widget=DateInput)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The coordinators of the region read it."),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
