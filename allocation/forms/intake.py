"""Forms for the national intake: a table to type in, an upload, and the confirmation."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allocation.enums import VersionStatus
from allocation.protocols import Protocol
from allocation.services.intake import MOST
from bols_portal.ui.formats import places_text
from bols_portal.ui.grids import parse_places

KEY = "intake"


class IntakeGridForm(forms.Form):
    """Two fields a specialism: last year's and this year's places. What was typed is kept."""

    def __init__(
        self, *args: Any, protocol: Protocol, numbers: Mapping[str, tuple[int, int]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.protocol = protocol
        for one in protocol.specialisms:
            previous, places = numbers.get(one.code, (one.places_previous, None))
            for column, initial, year in (
                ("previous", previous, protocol.year - 1),
                ("places", places, protocol.year),
            ):
                self.fields[f"{KEY}-{one.code}-{column}"] = forms.CharField(
                    label=f"{one.code} {one.name}, {year}",
                    initial="" if initial is None else str(initial),
                    max_length=12,
                    widget=forms.TextInput(
                        attrs={
                            "inputmode": "numeric",
                            "autocomplete": "off",
                            "aria-label": f"{one.name}, {year}",
                        }
                    ),
                    error_messages={"required": _("Fill in a whole number, also when it is 0.")},
                )
        self.fields["based_on"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean(self) -> dict[str, Any]:
        """Every cell a whole number; all faults at once."""
        cleaned = super().clean() or {}
        for name in [name for name in cleaned if name.startswith(f"{KEY}-")]:
            try:
                places = parse_places(cleaned[name])
            except ValueError:
                places = None
            if places is None or places > MOST:
                self.add_error(
                    name,
                    _("“%(found)s” is not a whole number from 0 to %(most)s.")
                    % {"found": cleaned[name], "most": places_text(MOST)},
                )
            else:
                cleaned[name] = places
        return cleaned

    @property
    def numbers(self) -> dict[str, tuple[int, int]]:
        """Per specialism code last year's and this year's places; after validation."""
        data = self.cleaned_data
        return {
            one.code: (data[f"{KEY}-{one.code}-previous"], data[f"{KEY}-{one.code}-places"])
            for one in self.protocol.specialisms
        }

    def rows(self, *, in_framework: bool) -> list[dict[str, Any]]:
        """The rows of the table: code, name and the two bound fields."""
        return [
            {
                "code": one.code,
                "name": one.name,
                "previous": self[f"{KEY}-{one.code}-previous"],
                "places": self[f"{KEY}-{one.code}-places"],
            }
            for one in self.protocol.specialisms
            if one.in_framework == in_framework
        ]

    def framework_rows(self) -> list[dict[str, Any]]:
        """The specialisms inside the framework."""
        return self.rows(in_framework=True)

    def outside_rows(self) -> list[dict[str, Any]]:
        """The specialisms outside the framework."""
        return self.rows(in_framework=False)


class WorkbookForm(forms.Form):
    """An xlsx template, filled in."""

    file = forms.FileField(
        label=_("Filled-in template (xlsx)"),
        help_text=_("You see first what changes. Nothing is stored before you confirm."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose the file you want to upload.")},
    )


class IntakeConfirmForm(forms.Form):
    """What belongs to a version besides its numbers."""

    payload = forms.CharField(widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=VersionStatus.choices,
        widget=forms.RadioSelect,
        help_text=_("Definitive once the ministry has fixed the numbers."),
    )
    source = forms.CharField(
        label=_("Letter of the ministry"),
        max_length=200,
        help_text=_("For example: Instruction of VWS of 30 January 2026."),
        error_messages={"required": _("Name the letter that the numbers come from.")},
    )
    reason = forms.CharField(
        label=_("Reason for the new version"),
        help_text=_("All parties read this with the version."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Say why there is a new version.")},
    )
    totals_reason = forms.CharField(
        label=_("Why the totals differ from the protocol"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Say why these totals are right.")},
    )

    def __init__(self, *args: Any, first: bool, totals_right: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not first
        if totals_right:
            del self.fields["totals_reason"]
