"""Forms of the bureau about people: inviting, appointing, ending, closing."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from allocation.roles import Role
from allocation.selectors.people import AccountState, fields_for, objects_for
from bols_portal.ui.forms import DateInput

LABELS = {
    "cycle": _("Cycle"),
    "region": _("Region (OOR)"),
    "association": _("Scientific association"),
    "institution": _("Institution"),
    "specialism": _("Specialism"),
}
STATES = [
    (AccountState.ACTIVE.value, _("Can sign in")),
    (AccountState.INVITED.value, _("Invited")),
    (AccountState.EXPIRED.value, _("Invitation not used")),
    (AccountState.CLOSED.value, _("Account closed")),
]


class PeopleFilter(forms.Form):
    """Which people are listed."""

    text = forms.CharField(label=_("Name or e-mail address"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    state = forms.ChoiceField(label=_("Account"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        self.fields["role"].choices = [every, *Role.choices]  # type: ignore[attr-defined]
        self.fields["state"].choices = [every, *STATES]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            every,
            *(
                (LABELS[kind], [(f"{kind}:{one.pk}", str(one)) for one in objects_for(kind)])
                for kind in ("region", "association", "institution")
            ),
        ]


class HeldOnForm(forms.Form):
    """A role, and the object that fits it: the fields follow the role that was chosen."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", "—"), *Role.choices],
        # Fetches the fields that fit; without script they come after the first try.
        widget=forms.Select({"hx-get": "", "hx-target": "#held-on", "hx-trigger": "change"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("role") if self.is_bound else self.initial.get("role")
        self.on_fields = fields_for(Role(chosen)) if chosen in Role.values else []
        for name in self.on_fields:
            self.fields[name] = forms.ModelChoiceField(
                label=LABELS[name], queryset=objects_for(name), empty_label="—"
            )

    def held_on(self) -> dict[str, Any]:
        """The chosen objects, as the service takes them."""
        return {name: self.cleaned_data[name] for name in self.on_fields}


class InviteForm(HeldOnForm):
    """A new person with a first role."""

    name = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("As it stands in letters and in the log.")
    )
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The person's own address: it is also the login.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ["name", "email", "language", "role"]


class AppointForm(HeldOnForm):
    """Another role for somebody."""

    since = forms.DateField(
        label=_("From"), widget=DateInput, help_text=_("The first day on which the role holds.")
    )
    field_order = ["role", "cycle", "region", "association", "institution", "specialism", "since"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)


class EndForm(forms.Form):
    """The end of a role."""

    NOW, LATER = "now", "later"
    when = forms.ChoiceField(
        label=_("When does the role end?"),
        choices=[(NOW, _("At once")), (LATER, _("After a last day"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    last_day = forms.DateField(label=_("Last day"), widget=DateInput, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays readable in the log."),
    )

    def clean(self) -> dict[str, Any]:
        """A role that ends later has a last day."""
        cleaned = super().clean() or {}
        if cleaned.get("when") == self.LATER and not cleaned.get("last_day"):
            self.add_error("last_day", _("Fill in the last day on which the role holds."))
        if cleaned.get("when") == self.NOW:
            cleaned["last_day"] = None
        return cleaned


class CloseForm(forms.Form):
    """The reason for which an account is closed."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays readable in the log; the person does not see it."),
    )
