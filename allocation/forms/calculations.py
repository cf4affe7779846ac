"""Forms of the calculation pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from allocation.models import AssignmentVersion, CalculationRequest, Cycle
from allocation.selectors.assignment import established_assignment


class CalculationForm(forms.Form):
    """Which region assignment to calculate on, and why."""

    assignment = forms.ModelChoiceField(
        queryset=AssignmentVersion.objects.none(), label=_("Region assignment"), empty_label=None
    )
    reason = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: after the rectification of the region assignment."),
    )

    def __init__(self, *args: object, cycle: Cycle, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they are
        versions = AssignmentVersion.objects.filter(cycle=cycle).order_by("-number")
        field = self.fields["assignment"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = versions
        field.label_from_instance = label_of_assignment  # type: ignore[method-assign,assignment]  # as Django documents
        field.initial = established_assignment(cycle) or versions.first()


def label_of_assignment(version: AssignmentVersion) -> str:
    """A version as it is chosen: its number and where it stands."""
    return _("Version %(number)s – %(status)s") % {
        "number": version.number,
        "status": version.get_status_display().lower(),
    }


class CompareForm(forms.Form):
    """Which two calculations to compare, by number."""

    old = forms.TypedChoiceField(label=_("Earlier calculation"), coerce=int)
    new = forms.TypedChoiceField(label=_("Later calculation"), coerce=int)

    def __init__(self, *args: object, done: list[CalculationRequest], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they are
        choices = [
            (one.number, _("Calculation %(number)s") % {"number": one.number}) for one in done
        ]
        for name in ("old", "new"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
