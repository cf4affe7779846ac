"""What is filtered in the joined table, and what was typed where the board decides itself."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bols_portal.ui.typed import keepable
from consultation.selectors.preliminary_checks import rulable
from consultation.selectors.preliminary_ground import RegionGround
from consultation.selectors.preliminary_joined import Filter, Joined
from consultation.services.preliminary_content import Wish, place_field, reason_field

ROW = "rij"  # of the parameters: a specialism on which the board decides


class JoinedFilter(forms.Form):
    """Region, specialism and institution; with last year beside it or not."""

    oor = forms.ChoiceField(label=_("Region"), required=False)
    specialisme = forms.ChoiceField(label=_("Specialism"), required=False)
    instelling = forms.CharField(label=_("Institution"), required=False, max_length=100)
    vorig = forms.BooleanField(label=_("Beside last year"), required=False)

    def __init__(self, joined: Joined, data: Mapping[str, str]) -> None:
        super().__init__(data)
        everything = ("", gettext("All"))
        regions = [(key, f"OOR {key}") for key in joined.regions]
        names = [(code, f"{code} {name}") for code, name in joined.names.items()]
        self.fields["oor"].choices = [everything, *regions]  # type: ignore[attr-defined]
        self.fields["specialisme"].choices = [everything, *names]  # type: ignore[attr-defined]
        if joined.previous is None:
            del self.fields["vorig"]

    def wish(self) -> Filter:
        """The filter; whatever is no choice filters nothing."""
        self.is_valid()
        told = self.cleaned_data
        return Filter(
            region=told.get("oor", ""),
            specialism=told.get("specialisme", ""),
            institution=told.get("instelling", ""),
            compared=bool(told.get("vorig")),
        )


def wish_in(data: QueryDict, one: RegionGround) -> Wish:
    """The rows, numbers and reasons of a region as they were sent."""
    rows = tuple(code for code in one.given if code in data.getlist(ROW))
    fields = {(code, at): place_field(code, at) for code in rows for at in one.takers(code)}
    return Wish(
        rows=rows,
        places={cell: data.get(name, "") for cell, name in fields.items() if name in data},
        reasons={code: keepable(data.get(reason_field(code), "")) for code in rows},
        reason=keepable(data.get(reason_field(""), "")),
    )


def rows_in(data: QueryDict, one: RegionGround) -> list[str]:
    """The specialisms that were picked to be decided on, besides the required ones."""
    return [code for code in rulable(one) if code in data.getlist(ROW)]
