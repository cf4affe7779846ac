"""The form of a cluster's proposal: what was sent, as typed."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


def cluster_typed_in(data: QueryDict, codes: list[str]) -> dict[str, Any]:
    """The content of the form by institution code; what was not sent is empty."""
    return {
        "assembly": data.get("assembly") == "on",
        "places": {code: data.get(f"{code}-places", "") for code in codes},
        "reasons": {code: data.get(f"{code}-reason", "") for code in codes},
        # Without empty fields, so that a fault names the field that shows the day.
        "meetings": [one for one in data.getlist("meeting") if one.strip()],
        "motivation": data.get("motivation", ""),
        "trainers": {
            code: {name: data.get(f"{code}-{name}", "") for name in ("name", "email")}
            for code in codes
        },
    }


class ReturnForm(forms.Form):
    """Why a proposal is sent back."""

    reason = forms.CharField(
        label=_("What should the cluster change, and why?"),
        help_text=_("The cluster reads this in the message and in the portal."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Say what should change, and why.")},
    )
