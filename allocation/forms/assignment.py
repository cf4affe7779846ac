"""Forms for the region assignment: uploading, checking, answering, correcting one line."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from allocation.enums import AnswerOutcome, AssignmentBasis
from allocation.protocols import Protocol
from allocation.selectors.assignment_check import CheckState
from bols_portal.ui.forms import DateInput

ALL = ""


class AssignmentUploadForm(forms.Form):
    """A filled-in template and the day of which it gives the state."""

    file = forms.FileField(
        label=_("Filled-in template (xlsx)"),
        help_text=_("You see first what changes. Nothing is stored before you confirm."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose the file you want to upload.")},
    )
    reference_date = forms.DateField(
        label=_("Reference date"),
        help_text=_("The day of which the file gives the state (peildatum)."),
        widget=DateInput,
        error_messages={"required": _("Fill in the reference date.")},
    )


class VersionReasonForm(forms.Form):
    """Why there is a new version; the data of the preview travel along, signed."""

    payload = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason for the new version"),
        help_text=_("Coordinators and the board read this with the version."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Say why there is a new version.")},
    )

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not first


class SendForm(forms.Form):
    """Until when the coordinators check."""

    until = forms.DateField(
        label=_("Check at the latest on"),
        help_text=_("This day stands in the message. The check closes when the board gets it."),
        widget=DateInput,
        error_messages={"required": _("Fill in the last day of the check.")},
    )


class DiscardForm(forms.Form):
    """Why a correction is dropped."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Say why the correction is dropped.")},
    )


class ObjectionForm(forms.Form):
    """An objection to a line."""

    reason = forms.CharField(
        label=_("What is wrong, and what should it be?"),
        help_text=_("The bureau, the board and auditors read this. So do others of this line."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Say what is wrong with this line.")},
    )


class AnswerForm(forms.Form):
    """The bureau's answer to an objection."""

    outcome = forms.ChoiceField(
        label=_("Answer"),
        choices=AnswerOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    text = forms.CharField(
        label=_("Explanation"),
        help_text=_("The one who objected reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Explain the answer.")},
    )


class LineFilterForm(forms.Form):
    """Which lines are shown; all fields may stay empty."""

    status = forms.ChoiceField(label=_("Check"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    institution = forms.ChoiceField(label=_("Institution"), required=False)
    specialism = forms.ChoiceField(label=_("Specialism"), required=False)

    def __init__(
        self,
        *args: Any,
        regions: Sequence[tuple[str, str]],
        institutions: Sequence[tuple[str, str]],
        specialisms: Sequence[tuple[str, str]],
        with_status: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = [(ALL, _("All"))]
        states = [
            (CheckState.TODO.value, _("To be viewed")),
            (CheckState.CONFIRMED.value, _("Confirmed")),
            (CheckState.OBJECTED.value, _("Objected")),
        ]
        for name, choices in (
            ("status", states),
            ("region", regions),
            ("institution", institutions),
            ("specialism", specialisms),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [*everything, *choices]
        if not with_status:
            del self.fields["status"]
        if len(regions) < 2:
            del self.fields["region"]

    def value(self, name: str) -> str:
        """What was chosen; nothing where the choice is unknown."""
        if not self.is_bound:
            return ALL
        self.is_valid()
        return str(self.cleaned_data.get(name, ALL))


class LineForm(forms.Form):
    """One line, corrected on screen: recognition, basis and a row per region."""

    recognised = forms.ChoiceField(
        label=_("Recognised"),
        choices=[("ja", _("Yes")), ("nee", _("No"))],
        widget=forms.RadioSelect(attrs={"class": "choices--inline"}),
    )
    source = forms.ChoiceField(label=_("Source of the recognition"), required=False)
    basis = forms.ChoiceField(label=_("Basis"), choices=AssignmentBasis.choices)
    reason = forms.CharField(
        label=_("Reason for the correction"),
        help_text=_("Coordinators and the board read this with the version."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Say why the line changes.")},
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, protocol: Protocol, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.protocol, self.years = protocol, years
        registers = protocol.assignment.registers if protocol.assignment else ()
        source = self.fields["source"]
        if isinstance(source, forms.ChoiceField):
            source.choices = [("", _("None")), *((one, one) for one in registers)]
        for region in protocol.regions:
            self._cell(f"share-{region.key}", _("Share of %(r)s") % {"r": region.key})
            for at, year in enumerate(years, start=1):
                self._cell(
                    f"fte{at}-{region.key}",
                    _("Fte of %(r)s in %(year)s") % {"r": region.key, "year": year},
                )

    def _cell(self, name: str, label: str) -> None:
        self.fields[name] = forms.CharField(
            label=label,
            required=False,
            max_length=20,
            widget=forms.TextInput(attrs={"aria-label": label, "autocomplete": "off", "size": 6}),
        )

    def region_rows(self) -> list[dict[str, Any]]:
        """The rows of the table: the region, its share and its fte."""
        return [
            {
                "region": region,
                "share": self[f"share-{region.key}"],
                "fte": [self[f"fte{at}-{region.key}"] for at in range(1, len(self.years) + 1)],
            }
            for region in self.protocol.regions
        ]

    def filled(self) -> dict[str, dict[str, str]]:
        """Per region that has anything filled in, what stands in its cells."""
        found = {}
        for region in self.protocol.regions:
            cells = {
                name: self.cleaned_data.get(f"{name}-{region.key}", "").strip()
                for name in ("share", "fte1", "fte2", "fte3")
            }
            if any(cells.values()):
                found[region.key] = cells
        return found


class LateChangeForm(forms.Form):
    """A change of the region assignment for the next cycle."""

    institution = forms.ChoiceField(label=_("Institution"))
    specialism = forms.ChoiceField(label=_("Specialism"))
    text = forms.CharField(
        label=_("What changes?"),
        help_text=_("Name the regions, from when it holds, and the cooperation agreement (SWO)."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Describe what changes.")},
    )

    def __init__(
        self,
        *args: Any,
        institutions: Sequence[tuple[str, str]],
        specialisms: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("institution", institutions), ("specialism", specialisms)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("Choose")), *choices]


class LateAnswerForm(forms.Form):
    """Whether a proposed change goes on the list; the choice is the button that was clicked."""

    listed = forms.ChoiceField(choices=[("yes", ""), ("no", "")], widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Explanation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
    )
