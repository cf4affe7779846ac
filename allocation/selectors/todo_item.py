"""What a person must do now, as the home page shows it."""

from dataclasses import dataclass

from django.utils.functional import Promise

from allocation.selectors.deadlines import DeadlineMoment


@dataclass(frozen=True, slots=True)
class TodoItem:
    """One thing to do, with one button. `capacity` says as whom: "Coordinator OOR Utrecht"."""

    title: str | Promise
    detail: str | Promise
    deadline: DeadlineMoment | None
    url: str
    button: str | Promise
    capacity: str | Promise = ""
