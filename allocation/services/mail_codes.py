"""The code of a personal link: only the letter that leaves holds it.

What is stored and shown holds `CODE` in its place, so that who reads the outbox can't use a link
that was meant for somebody else. The app that makes a kind of link registers how its code is found.
"""

from collections.abc import Callable

from bols_portal.accounts.models import Invitation
from bols_portal.accounts.services import CODE, code_of_invitation

__all__ = ["CODE", "filled_in", "register_code"]

CodeOf = Callable[[str], str]  # from the number of the record that the mail is about
_codes: dict[str, CodeOf] = {Invitation._meta.label: code_of_invitation}


def register_code(object_type: str, code_of: CodeOf) -> None:
    """Says how the code is found for mails about this kind of record."""
    _codes[object_type] = code_of


def filled_in(text: str, *, object_type: str, object_id: str) -> str:
    """The text of a mail with its code, if it is about something that has one.

    Called for the letter that leaves, never for what is stored or shown.
    """
    code_of = _codes.get(object_type)
    if code_of is None or CODE not in text:
        return text
    return text.replace(CODE, code_of(object_id))
