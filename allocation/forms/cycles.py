"""Forms for opening a cycle and moving its dates."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allocation.enums import DeadlineKind
from allocation.policies.deadlines import Conflict
from bols_portal.ui.forms import DateInput


class OpenCycleForm(forms.Form):
    """The name of the new cycle; the digest says which text of the protocol was read."""

    name = forms.CharField(
        label=_("Name of the cycle"),
        max_length=100,
        help_text=_("As it stands on every page and in every message."),
    )
    digest = forms.CharField(widget=forms.HiddenInput)


class MoveDeadlineForm(forms.Form):
    """The new day, whether it still counts, and why. `seen` is the version that was read."""

    day = forms.DateField(label=_("New day"), widget=DateInput)
    kind = forms.ChoiceField(
        label=_("Does the day itself still count?"),
        choices=[
            (DeadlineKind.AT_THE_LATEST, _("Yes: at the latest on this day (until midnight)")),
            (DeadlineKind.BEFORE, _("No: before this day (until midnight of the day before)")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody concerned reads this in the message and in the agenda."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ConfirmMoveForm(MoveDeadlineForm):
    """The same, out of sight, with a tick for every conflict that the employee accepts."""

    def __init__(self, *args: Any, conflicts: Sequence[Conflict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("day", "kind", "reason"):
            self.fields[name].widget = forms.HiddenInput()
        if conflicts:
            self.fields["accepted"] = forms.MultipleChoiceField(
                label=_("Tick what you have seen and accept"),
                choices=[(one.code, one.text) for one in conflicts],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
