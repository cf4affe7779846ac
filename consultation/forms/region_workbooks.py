"""Forms of phase III in which a file is uploaded: a region's workbook, last year's places."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RegionWorkbookForm(forms.Form):
    """A workbook of a region, filled in."""

    file = forms.FileField(
        label=_("Filled-in workbook (xlsx)"),
        help_text=_("You see first what changes. Nothing is taken over before you accept it."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("Choose the file you want to upload."),
            "empty": _("The file is empty."),
        },
    )
