"""Forms of phase III in which a file is uploaded: a region's workbook, last year's places."""

from typing import Any

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


class PreviousFileForm(forms.Form):
    """Last year's places per institution, as xlsx or csv."""

    file = forms.FileField(
        label=_("File with last year’s places (xlsx or csv)"),
        help_text=_("You see first what changes. Nothing is stored before you confirm."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": _("Choose the file you want to upload."),
            "empty": _("The file is empty."),
        },
    )


class PreviousConfirmForm(forms.Form):
    """What is stored, as the preview showed it; from the second version on with a reason."""

    payload = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason for the new version"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Say why there is a new version.")},
    )

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["reason"]
