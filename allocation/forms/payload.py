"""What a preview carries to its confirmation: signed, so that only what was shown is stored.

Nothing is stored between the two. The text is bound to the person, the cycle and the page, and
holds for a working day.
"""

from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from allocation.errors import Refused
from allocation.models import Cycle
from bols_portal.accounts.models import User

MAX_AGE = 12 * 3600  # seconds


def _salt(kind: str, cycle: Cycle, user: User) -> str:
    return f"allocation.{kind}.{cycle.pk}.{user.pk}"


def pack(kind: str, content: Any, *, cycle: Cycle, user: User) -> str:
    """Content (plain JSON) as a signed and compressed text for a hidden field."""
    return signing.dumps(content, salt=_salt(kind, cycle, user), compress=True)


def unpack(kind: str, text: str, *, cycle: Cycle, user: User) -> Any:
    """The content of a packed text; Refused where it is not whole, another's or too old."""
    try:
        return signing.loads(text, salt=_salt(kind, cycle, user), max_age=MAX_AGE)
    except signing.SignatureExpired:
        raise Refused(_("This preview is too old. Enter or upload the data again.")) from None
    except signing.BadSignature:
        raise Refused(_("This preview is not whole. Enter or upload the data again.")) from None
