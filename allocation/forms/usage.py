"""Forms for care usage: the delivery with its control totals, and the judgement on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allocation.enums import CareType
from allocation.services.usage_controls import whole_amount

KEY = "control"


def field_name(code: str, care: CareType) -> str:
    """The name of the field of one control total."""
    return f"{KEY}-{code}-{care.value}"


@dataclass(frozen=True, slots=True)
class ControlRow:
    """A row of the table of control totals: a field for each care type that counts for it."""

    code: str
    name: str
    fields: Sequence[forms.BoundField | None]


class UsageUploadForm(forms.Form):
    """A delivery and, beside it, the control totals: typed, pasted, or in a file of their own."""

    file = forms.FileField(
        label=_("Delivery (xlsx or csv)"),
        help_text=_("At most 200 MB and a million lines. It is read in the background."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    controls_file = forms.FileField(
        label=_("Control totals (xlsx or csv)"),
        required=False,
        help_text=_(
            "Not needed where they are typed below, or stand in the delivery on a sheet "
            "“Controletotalen”."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(
        self, *args: Any, expected: Sequence[tuple[str, str, list[CareType]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        for code, name, cares in expected:
            for care in cares:
                self.fields[field_name(code, care)] = forms.CharField(
                    label=f"{name}, {care.label}",
                    required=False,
                    max_length=24,
                    widget=forms.TextInput(
                        attrs={
                            "inputmode": "numeric",
                            "autocomplete": "off",
                            "aria-label": f"{name}, {care.label}",
                        }
                    ),
                )

    @property
    def cares(self) -> list[CareType]:
        """The columns of the table."""
        return list(dict.fromkeys(care for _code, _name, cares in self.expected for care in cares))

    @property
    def rows(self) -> list[ControlRow]:
        """The rows of the table, with what was typed."""
        return [
            ControlRow(
                code,
                name,
                [self[field_name(code, care)] if care in cares else None for care in self.cares],
            )
            for code, name, cares in self.expected
        ]

    def clean(self) -> dict[str, Any]:
        """Reads the typed totals into `typed`; all faults at once."""
        cleaned = super().clean() or {}
        typed: dict[tuple[str, CareType], int] = {}
        for code, _name, cares in self.expected:
            for care in cares:
                text = str(cleaned.get(field_name(code, care)) or "").strip()
                if not text:
                    continue
                amount = whole_amount(text)
                if amount is None:
                    self.add_error(
                        field_name(code, care), _("Fill in a whole number of 0 or more.")
                    )
                else:
                    typed[code, care] = amount
        if typed and cleaned.get("controls_file"):
            self.add_error(
                "controls_file",
                _("Control totals are typed below too. Use one of the two."),
            )
        cleaned["typed"] = typed
        return cleaned


class RejectForm(forms.Form):
    """Why a delivery is not accepted."""

    reason = forms.CharField(
        label=_("Why do you reject this delivery?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Your colleague reads this. Don’t put amounts in it: it is kept in the log."),
    )
