"""Forms of consultation rounds."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bols_portal.ui.forms import DateInput, DateTimeInput


class ReasonForm(forms.Form):
    """Why something is done; `help_text` says who reads it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text


class LetterForm(forms.Form):
    """The covering letter in Dutch and English; `seen` is the version that was read."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 16}))
    subject_en = forms.CharField(
        label=_("Subject in English"),
        max_length=200,
        required=False,
        help_text=_("For who reads the portal in English. Without it they get the Dutch letter."),
    )
    body_en = forms.CharField(
        label=_("Text in English"), required=False, widget=forms.Textarea(attrs={"rows": 16})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class OpenForm(forms.Form):
    """Opening: now or at which moment, and which version of the letter was read."""

    when = forms.ChoiceField(
        label=_("When does the round open?"),
        choices=[("now", _("Now")), ("later", _("At a later moment"))],
        initial="now",
        widget=forms.RadioSelect(attrs={"class": "choices--inline"}),
    )
    opens_at = forms.DateTimeField(
        label=_("Opens on"),
        required=False,
        widget=DateTimeInput,
        help_text=_("Only for a later moment. Until then parties see the round and can't file."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A later moment needs one; now has none."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("when") != "later":
            given["opens_at"] = None
        elif not given.get("opens_at") and "opens_at" not in self.errors:
            self.add_error("opens_at", _("Give the day and the time."))
        return given


class LeaveForm(ReasonForm):
    """Which party may still file, until and including which day, and why."""

    party = forms.ChoiceField(label=_("Party"))
    until = forms.DateField(label=_("Until and including"), widget=DateInput)
    field_order = ("party", "until", "reason")

    def __init__(self, *args: Any, parties: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"] = forms.ChoiceField(label=_("Party"), choices=parties)
        self.order_fields(self.field_order)
