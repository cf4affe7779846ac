"""The form of the bureau's test of a proposal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.services.proposal_tests import REMARKS_LENGTH


class TestForm(forms.Form):
    """The finding on the process and the remarks; `seen` is the digest of what was read."""

    careful = forms.TypedChoiceField(
        label=_("Did FMS and the associations come to this proposal with care?"),
        help_text=_("Your own finding on the process, beside what the portal checked."),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(attrs={"class": "choices--inline"}),
    )
    remarks = forms.CharField(
        label=_("Remarks for the board"),
        help_text=_("Needed where the process was not careful or a check does not hold."),
        max_length=REMARKS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)
