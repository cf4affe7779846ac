"""The form of the nearest fitting proposal: a weight for each specialism."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.services.suggestions import HEAVIEST


class WeightsForm(forms.Form):
    """One whole number a specialism; empty counts as 1."""

    def __init__(
        self,
        *args: Any,
        specialisms: Sequence[tuple[str, str]],
        weights: Mapping[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for code, name in specialisms:
            self.fields[code] = forms.IntegerField(
                label=f"{code} {name}",
                initial=weights.get(code, 1),
                required=False,
                min_value=1,
                max_value=HEAVIEST,
                error_messages={"invalid": _("Give a whole number.")},
            )

    @property
    def weights(self) -> dict[str, int]:
        """The weights that are not 1, by code."""
        return {code: value for code, value in self.cleaned_data.items() if value not in (None, 1)}


class TakeOverForm(forms.Form):
    """Taking a suggestion over: the version of the workbench that was seen (0: there was none)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
