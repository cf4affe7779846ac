"""Forms of consultation rounds."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bols_portal.ui.forms import DateInput


class ReasonForm(forms.Form):
    """Why something is done; `needed` says whether it may stay empty."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed


class LetterForm(forms.Form):
    """The covering letter; `seen` is the version that was read."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 18}))
    seen = forms.IntegerField(widget=forms.HiddenInput)


class OpenForm(forms.Form):
    """Opening: which version of the letter was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class LeaveForm(ReasonForm):
    """Which party may still file, until and including which day, and why."""

    party = forms.ChoiceField(label=_("Party"))
    until = forms.DateField(label=_("Until and including"), widget=DateInput)
    field_order = ("party", "until", "reason")

    def __init__(self, *args: Any, parties: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"] = forms.ChoiceField(label=_("Party"), choices=parties)
        self.order_fields(self.field_order)
