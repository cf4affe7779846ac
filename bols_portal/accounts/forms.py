"""The forms of sign-in and passwords: allauth's, with our words and without its placeholders."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.fields import PasswordField, SetPasswordField
from django import forms
from django.utils.translation import gettext_lazy as _

from bols_portal.accounts.models import User

NEW = _("New password")
AGAIN = _("The same password again")
RULES = _(
    "At least 12 characters. Not only digits, not a password that many people use, and not like "
    "your name or e-mail address. Three or four words in a row are easy to remember."
)
DIFFERENT = _("The two passwords are not the same.")


def _own_words(form: forms.Form) -> None:
    """Labels say what to fill in; a placeholder would vanish as soon as one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _own_words(self)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""


class ForgottenPasswordForm(allauth.ResetPasswordForm):
    """Asks for a link. The answer is the same whether the address is known or not."""

    users: Any  # who has the address, as allauth found them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _own_words(self)
        self.fields["email"].label = _("E-mail address")

    def clean_email(self) -> str:
        """Only who has a password gets a link: an invitation can't be renewed this way."""
        email: str = super().clean_email()
        users: list[User] = self.users  # who has this address, as allauth looked it up
        self.users = [user for user in users if user.has_usable_password()]
        return email


class _NewPassword:
    """What the forms for a new password share: the rules are told before one types."""

    fields: dict[str, forms.Field]

    def explain(self) -> None:
        """Our labels, and the rules under the first field."""
        _own_words(self)  # type: ignore[arg-type]
        self.fields["password1"].label = NEW
        self.fields["password1"].help_text = RULES
        self.fields["password2"].label = AGAIN

    def clean(self) -> dict[str, Any]:
        """Says in our words that the two differ; allauth has compared them."""
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        if cleaned.get("password1") and self.errors.get("password2"):  # type: ignore[attr-defined]
            self.errors["password2"] = self.error_class([DIFFERENT])  # type: ignore[attr-defined]
        return cleaned


class NewPasswordForm(_NewPassword, allauth.ResetPasswordKeyForm):
    """A new password after the link by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.explain()


class ChangePasswordForm(_NewPassword, allauth.ChangePasswordForm):
    """Another password, by who knows the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.explain()
        self.fields["oldpassword"].label = _("Current password")
        self.fields["oldpassword"].help_text = ""


class FirstPasswordForm(_NewPassword, allauth.SetPasswordForm):
    """A first password, by who is signed in without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.explain()


class AcceptInvitationForm(_NewPassword, allauth.PasswordVerificationMixin, forms.Form):
    """The own password of an invited person."""

    password1 = SetPasswordField(label=NEW)
    password2 = PasswordField(label=AGAIN, autocomplete="new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.explain()
        self.fields["password1"].user = user  # type: ignore[attr-defined]
