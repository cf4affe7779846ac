"""Everything a person must do now, gathered from the areas."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import cast

from allocation.models import Cycle
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User

Todo = Callable[[User, Cycle, datetime], Iterable[TodoItem]]
# Named, not imported: allocation knows no app that stands on it.
PACKAGES = ("allocation.selectors", "consultation.selectors")
_NEVER = datetime.max.replace(tzinfo=UTC)


@cache
def sources() -> tuple[Todo, ...]:
    """The `todo` of every module of the selectors that is named after an area and `_todo`."""
    found = [
        f"{package}.{module.name}"
        for package in PACKAGES
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__)
        if module.name.endswith("_todo")
    ]
    return tuple(cast("Todo", importlib.import_module(name).todo) for name in sorted(found))


@dataclass(frozen=True, slots=True)
class TodoGroup:
    """What is asked of a person in one capacity; the earliest deadline first."""

    capacity: str
    items: Sequence[TodoItem]


def todo_of(user: User, cycle: Cycle, now: datetime) -> list[TodoItem]:
    """What the person must do now in this cycle; the earliest deadline first, then without one."""
    items = [item for todo in sources() for item in todo(user, cycle, now)]
    return sorted(items, key=_closing)


def grouped(items: Iterable[TodoItem]) -> list[TodoGroup]:
    """The items by capacity, in the order of each capacity's first deadline."""
    groups: dict[str, list[TodoItem]] = {}
    for item in items:
        groups.setdefault(str(item.capacity), []).append(item)
    return [TodoGroup(capacity, found) for capacity, found in groups.items()]


def _closing(item: TodoItem) -> datetime:
    return (item.deadline.closes_at if item.deadline else None) or _NEVER
