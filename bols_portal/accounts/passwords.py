"""Rules for passwords: Django's, with refusals that say what to do, in both languages."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(password_validation.MinimumLengthValidator):
    """Refuses what is short. Django's own Dutch lacks this text."""

    def get_error_message(self) -> str:
        """How long it must be."""
        text = ngettext(
            "This password is too short. Choose at least %(count)s character.",
            "This password is too short. Choose at least %(count)s characters.",
            self.min_length,
        )
        return text % {"count": self.min_length}


class UnlikeThePerson(password_validation.UserAttributeSimilarityValidator):
    """Refuses what looks like the name or the e-mail address."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("name", "email"))

    def get_error_message(self) -> str:
        """What it looks like."""
        return _("This password is too much like your name or e-mail address. Choose another one.")


class Uncommon(password_validation.CommonPasswordValidator):
    """Refuses the twenty thousand passwords that are tried first."""

    def get_error_message(self) -> str:
        """That others use it."""
        return _("Many people use this password. Choose another one.")


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    """Refuses a number."""

    def get_error_message(self) -> str:
        """That letters are needed."""
        return _("This password holds only digits. Use letters or words too.")
