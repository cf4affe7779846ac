"""Forms: bringing in a signed form, checking it, finding it back by its code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.enums import CheckOutcome
from consultation.services.signed_scans import ACCEPT

CHOICES = [
    (CheckOutcome.CONFIRMED, _("It is right: the signature counts")),
    (CheckOutcome.REFUSED, _("It is not right: who brought it in gets a mail")),
]


class _Form(forms.Form):
    """What is missing is said by the portal, in its own words and all at once."""

    use_required_attribute = False


class SignedFileForm(_Form):
    """A form that was signed, and by whom."""

    file = forms.FileField(
        label=_("The signed form"),
        help_text=_("Pdf, jpg or png, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    name = forms.CharField(
        label=_("Name of who signed"),
        help_text=_("Needed for a signature with a pen. A digital signature holds the name."),
        required=False,
        max_length=150,
    )


class CheckForm(_Form):
    """What came of comparing."""

    outcome = forms.ChoiceField(label=_("Is it right?"), choices=CHOICES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("What is not right?"),
        help_text=_("Only when it is not right. Who brought it in reads this."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CodeForm(_Form):
    """The code on a form."""

    code = forms.CharField(
        label=_("Code on the form"),
        help_text=_("For example ABCD-2345-I001. Small letters and spaces are fine."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
