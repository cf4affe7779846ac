"""What stands in the header of every page, as data.

The setting ``UI_NAV_PROVIDER`` names a callable ``(request) -> Navigation`` in an app that knows
the cycle
and the person. It leaves out what the person may not see; the template shows all it is given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from bols_portal.ui.formats import roman_text

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its text; ``open`` when it is the page (or tab) that is being read."""

    label: Text
    href: str
    open: bool = False
    count: int | None = None


class PhaseState(StrEnum):
    """How far a phase (fase) of the cycle is."""

    DONE = "done"
    CURRENT = "current"
    UPCOMING = "upcoming"


@dataclass(frozen=True, slots=True)
class PhaseItem:
    """A phase on the line: number 1 to 6, name, state, and where its page is (empty: not open to
    this person).

    ``note`` is shown on the long line only: the date, or what the phase waits for. ``open`` marks
    the phase whose
    page is being read.
    """

    number: int
    name: Text
    state: PhaseState
    href: str = ""
    note: Text = ""
    open: bool = False

    @property
    def numeral(self) -> str:
        """The number as the protocol writes it."""
        return roman_text(self.number)


@dataclass(frozen=True, slots=True)
class NavItem:
    """A link in the header; ``open`` when the page that is being read belongs to it."""

    label: Text
    href: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Navigation:
    """The header: the cycle's name, its phases in order, the other entries, and the person's roles
    in words.
    """

    cycle_name: Text = ""
    home_href: str = "/"
    phases: Sequence[PhaseItem] = ()
    items: Sequence[NavItem] = ()
    roles: Sequence[Text] = ()


def navigation_for(request: HttpRequest) -> Navigation:
    """The header of this request, from the provider in the settings; an empty one where none is
    set.
    """
    path: str = getattr(settings, "UI_NAV_PROVIDER", "")
    if not path:
        return Navigation()
    provider = cast("Callable[[HttpRequest], Navigation]", import_string(path))
    return provider(request)
