"""Forms of the outbox: the texts of a mailing, and why it is not sent."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MailingForm(forms.Form):
    """The texts of a mailing in both languages; `version` is the one that was read."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 14}))
    subject_en = forms.CharField(label=_("Subject in English"), max_length=200, required=False)
    body_en = forms.CharField(
        label=_("Text in English"),
        widget=forms.Textarea(attrs={"rows": 14}),
        required=False,
        help_text=_("For who reads the portal in English. Without it they get the Dutch text."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReleaseForm(forms.Form):
    """The version of the text that the employee saw on the review page."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CancelMailingForm(forms.Form):
    """Why the message is not sent."""

    reason = forms.CharField(
        label=_("Why is this message not sent?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
