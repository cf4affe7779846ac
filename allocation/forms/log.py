"""The filters of the log."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from allocation.models import Cycle
from allocation.selectors.log import LogFilter
from allocation.selectors.log_texts import GROUPS
from bols_portal.ui.forms import DateInput


class LogFilterForm(forms.Form):
    """Who, what, on what, in which cycle, when, and a text."""

    who = forms.CharField(label=_("Who"), required=False)
    action = forms.ChoiceField(label=_("What"), required=False)
    object_type = forms.ChoiceField(label=_("Kind of object"), required=False)
    cycle = forms.ModelChoiceField(
        label=_("Cycle"), queryset=Cycle.objects.none(), required=False, empty_label=_("All")
    )
    since = forms.DateField(label=_("From"), widget=DateInput, required=False)
    until = forms.DateField(label=_("Up to and including"), widget=DateInput, required=False)
    text = forms.CharField(label=_("Text"), required=False)

    def __init__(self, *args: Any, object_types: Sequence[str], cycles: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        every = ("", _("All"))
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            every,
            *((label, list(texts.items())) for label, texts in GROUPS),
        ]
        self.fields["object_type"].choices = [  # type: ignore[attr-defined]
            every,
            *((kind, _name(kind)) for kind in object_types),
        ]
        self.fields["cycle"].queryset = cycles  # type: ignore[attr-defined]

    def wanted(self) -> LogFilter:
        """The filter; what was filled in wrongly does not filter."""
        if not self.is_valid():
            return LogFilter()
        values = self.cleaned_data
        cycle = values["cycle"]
        return LogFilter(**(values | {"cycle": cycle.pk if cycle else None}))


def _name(kind: str) -> str:
    """The Dutch name of a kind of object, "accounts.User" as it stands in an event."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name).capitalize()
    except LookupError:
        return kind
