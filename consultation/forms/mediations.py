"""The forms of mediation. What is wrong with what they hold, the services say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation.models import Institution
from allocation.selectors.deadlines import AMSTERDAM
from bols_portal.ui.forms import DateInput
from consultation.services.focus_files import ENDINGS
from consultation.services.mediation_content import NO, TEXTS, WORDS, YES

YES_NO = ((YES, _("Yes")), (NO, _("No")))
_INLINE = {"class": "choices--inline"}


def typed_in(data: QueryDict) -> dict[str, Any]:
    """What was sent of a request, as typed."""
    typed: dict[str, Any] = {key: data.get(key, "") for key in (*TEXTS, *WORDS)}
    return typed | {"specialisms": data.getlist("specialisms")}


def _area(label: Any, help_text: Any = "", rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RequestForm(forms.Form):
    """A request for mediation, as it is shown. What is missing, the service says."""

    use_required_attribute = False

    discussed = forms.ChoiceField(
        label=_("Was this discussed inside your region first?"),
        help_text=_(
            "With the trainers and institutions it concerns, the coordinator and the board of the "
            "region. Answer as it is: BOLS can only mediate when it was."
        ),
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect(attrs=_INLINE),
    )
    discussed_on = forms.CharField(
        label=_("When was it discussed?"),
        help_text=_("The last time. Leave open if it was not."),
        required=False,
        widget=DateInput,
    )
    discussed_with = _area(_("With whom was it discussed?"), rows=3)
    protocol = forms.ChoiceField(
        label=_("Do you ask for another rule in the allocation protocol itself?"),
        help_text=_("Mediation is about how the rules were followed, not about the rules."),
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect(attrs=_INLINE),
    )
    capacity = forms.ChoiceField(
        label=_("As whom do you ask for mediation?"), required=False, widget=forms.RadioSelect
    )
    specialisms = forms.MultipleChoiceField(
        label=_("Which specialisms does it concern?"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
    )
    subject = _area(
        _("What do you ask mediation about?"),
        _(
            "How the proposal came about, whether the protocol was followed, and whether your "
            "institution was treated with care."
        ),
    )
    process = _area(
        _("How did it go in your region?"), _("Who met when, who decided what, and what was said.")
    )
    views = _area(_("Which views differ?"), _("What you think and why, and what others think."))

    def __init__(
        self,
        *args: Any,
        capacities: Sequence[tuple[str, str]],
        specialisms: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["capacity"]).choices = capacities
        cast("forms.MultipleChoiceField", self.fields["specialisms"]).choices = specialisms
        if len(capacities) == 1:
            del self.fields["capacity"]
        if len(specialisms) == 1:
            self.initial["specialisms"] = [specialisms[0][0]]

    def shown(self) -> "RequestForm":
        """The same form with no field marked as optional: what is needed depends on answers."""
        self.errors  # noqa: B018 - judged before the marks change
        for field in self.fields.values():
            field.required = True
        return self


class ReasonForm(forms.Form):
    """A step that needs a reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ChairForm(forms.Form):
    """Taking the chair, with the declaration."""

    declared = forms.BooleanField(
        label=_("I declare that I have no interest in this matter myself."), required=False
    )


class OutcomeForm(forms.Form):
    """How the mediation ended."""

    consensus = forms.ChoiceField(
        label=_("Did the parties reach consensus?"),
        choices=(
            (YES, _("Yes: the region adopts a changed proposal, and it is signed again")),
            (NO, _("No: the board decides, after weighing all arguments")),
        ),
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What was agreed, or on what do they still differ?"),
        help_text=_("All parties read this text, in their mail and here."),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def outcome(self) -> dict[str, Any]:
        """What was filled in as the service takes it."""
        values = self.cleaned_data
        return {"consensus": values["consensus"] == YES, "text": values["text"]}


class SessionForm(forms.Form):
    """When and where a session is held."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    starts = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(
        label=_("Place"),
        help_text=_("An address, or how one takes part by video."),
        max_length=200,
    )

    def moments(self) -> dict[str, Any]:
        """What was filled in as the service takes it."""
        values = self.cleaned_data

        def at(time: Any) -> datetime:
            return datetime.combine(values["day"], time, tzinfo=AMSTERDAM)

        return {
            "starts_at": at(values["starts"]),
            "ends_at": at(values["ends"]),
            "place": values["place"],
        }


def session_values(starts_at: datetime, ends_at: datetime, place: str) -> dict[str, Any]:
    """What the form of a session begins with when it is moved."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return {
        "day": start.date(),
        "starts": start.strftime("%H:%M"),
        "ends": end.strftime("%H:%M"),
        "place": place,
    }


class RecordForm(forms.Form):
    """What was discussed, and who were there."""

    present = forms.CharField(
        label=_("Who were present?"),
        help_text=_("One person on each line. Take out who was not there."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    record = forms.CharField(
        label=_("What was discussed?"),
        help_text=_("All parties can read this record."),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    document = forms.FileField(
        label=_("Document"),
        help_text=_("Such as a signed record: pdf, docx, xlsx, png or jpg, at most 10 MB."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )

    def told(self) -> dict[str, Any]:
        """What was filled in as the service takes it; documents come in beside it."""
        return {name: self.cleaned_data[name] for name in ("present", "record")}


class ConcernedForm(forms.Form):
    """People whom the matter concerns by a role, to make party."""

    users = forms.TypedMultipleChoiceField(
        label=_("Whom the matter concerns"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("What was agreed on this, and with whom?"),
        help_text=_("It stays with the file, as the account of the consultation."),
        max_length=300,
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.TypedMultipleChoiceField", self.fields["users"]).choices = people


class PartyForm(forms.Form):
    """Somebody to make party by name and e-mail address."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "Does the address belong to an account on the portal? Then this person reads the file "
            "here. Otherwise they get the invitation and the outcome by mail alone."
        ),
    )
    role = forms.CharField(
        label=_("Takes part as"),
        help_text=_("For example: trainer of Cardiology, or chair of the medical staff."),
        max_length=100,
    )
    institution = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Institution.objects.order_by("name"),
        required=False,
        empty_label=_("None"),
    )
    reason = forms.CharField(
        label=_("What was agreed on this, and with whom?"),
        max_length=300,
    )
