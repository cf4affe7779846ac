"""Forms of the versions of the proposal."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class VersionForm(forms.Form):
    """Saving a version; `seen` is the version of the workbench that was looked at."""

    note = forms.CharField(
        label=_("What is this version?"),
        help_text=_("For example: after the meeting of the Raad Opleiding."),
        max_length=200,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """Taking a submitted proposal back."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Bureau, board members and auditors can read it."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CompareForm(forms.Form):
    """Which two tables are laid side by side."""

    old = forms.ChoiceField(label=_("First table"))
    new = forms.ChoiceField(label=_("Second table"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("old", "new"):
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, choices=choices)
