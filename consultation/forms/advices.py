"""The form of an advice: what was sent, as typed; and the file that was filled in instead."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.selectors.advices import FIELDS


def typed_in(data: Mapping[str, str], regions: list[str]) -> dict[str, Any]:
    """The content of the form by region key; what was not sent is empty."""
    return {
        "cells": {key: {name: data.get(f"{key}-{name}", "") for name in FIELDS} for key in regions},
        "motivation": data.get("motivation", ""),
    }


def seen_in(data: Mapping[str, str]) -> int:
    """The version of the draft that the form was made from; 0 where none was."""
    text = data.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


class AdviceFileForm(forms.Form):
    """A filled-in form of an advice, as xlsx. `seen` comes from the page, with its draft."""

    file = forms.FileField(
        label=_("Filled-in form (xlsx)"),
        help_text=_("It becomes your draft. It is filed only when you file it on the next page."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose the file you want to upload.")},
    )

    def clean(self) -> dict[str, Any]:
        """The file, and the version of the draft that was seen."""
        cleaned = super().clean() or {}
        return cleaned | {"seen": seen_in(self.data)}
