"""The rules for passwords, and what people read when one is refused."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from bols_portal.accounts.models import User

PERSON = User(name="Anna Vermeer", email="a.v@example.org")


@pytest.mark.parametrize(
    ("password", "dutch", "english"),
    [
        ("korte zin", "te kort. Kies minstens 12 tekens", "at least 12 characters"),
        ("annavermeer1", "lijkt te veel op uw naam", "too much like your name"),
        ("a.v@example.org", "lijkt te veel op uw naam of e-mailadres", "or e-mail address"),
        ("password1234", "Veel mensen gebruiken dit", "Many people use this password"),
        ("739281645028", "alleen uit cijfers", "only digits"),
    ],
)
def test_a_refusal_says_why(password: str, dutch: str, english: str) -> None:
    for language, text in (("nl", dutch), ("en", english)):
        with translation.override(language), pytest.raises(ValidationError) as refused:
            validate_password(password, PERSON)
        assert text in " ".join(refused.value.messages)


def test_a_few_words_are_enough() -> None:
    validate_password("paard batterij nietje", PERSON)
