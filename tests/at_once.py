"""Steps that are taken at the same moment, to see who wins. Only PostgreSQL lets them meet."""

import threading
from collections.abc import Callable

from django.db import connections


def at_once(*steps: Callable[[], object]) -> list[BaseException | None]:
    """Takes all steps in threads that start together; what each raised, in order."""
    start = threading.Barrier(len(steps))
    raised: list[BaseException | None] = [None] * len(steps)

    def take(number: int, step: Callable[[], object]) -> None:
        start.wait()
        try:
            step()
        except BaseException as problem:
            raised[number] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def outcomes(*steps: Callable[[], object], done: str = "done") -> list[str]:
    """What came of each step, sorted: `done`, or the name of what it raised."""
    return sorted(done if one is None else type(one).__name__ for one in at_once(*steps))
