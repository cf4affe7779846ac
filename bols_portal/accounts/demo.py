"""Signing in with one click, in demo mode only: who can be chosen, in groups.

Accounts knows no roles: the setting DEMO_PEOPLE_PROVIDER names a callable that tells the people.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

Text = str | Promise


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo: who they are and in what capacity."""

    pk: int
    name: str
    role: Text


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """People who belong together on the sign-in page."""

    label: Text
    people: Sequence[DemoPerson]


def demo_groups() -> Sequence[DemoGroup]:
    """The people who can be chosen; nobody outside demo mode."""
    if not settings.DEMO:
        return ()
    provider = cast(
        "Callable[[], Sequence[DemoGroup]]", import_string(settings.DEMO_PEOPLE_PROVIDER)
    )
    return provider()


def can_be_chosen(pk: int) -> bool:
    """Whether one click signs in as this person."""
    return any(person.pk == pk for group in demo_groups() for person in group.people)
