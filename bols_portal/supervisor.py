"""Start processes, keep them running, and leave none behind.

Every child leads a session of its own, so a Ctrl-C reaches only the supervisor, which then asks the
children to stop and insists after a while. A watchdog does the same when the supervisor is killed
outright: it reads from a pipe that only closes when the supervisor is gone. That works on Linux and
macOS alike, and reaches grandchildren too.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Self

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 8.0  # seconds that a child gets to finish what it is doing
POLL = 0.1  # seconds
QUICK_DEATH = 10.0  # seconds; a child that lives shorter did not start properly
ATTEMPTS = 3


class ChildFailed(Exception):
    """A child keeps ending as soon as it is started."""

    def __init__(self, name: str, code: int) -> None:
        super().__init__(f"{name} does not keep running (exit code {code})")


@dataclass
class _Child:
    command: Sequence[str]
    process: subprocess.Popen[bytes]
    started: float
    attempts: int = 1


class Supervisor:
    """Use as a context: whatever was started within it has ended when it is left."""

    def __init__(self, environment: Mapping[str, str], *, grace: float = GRACE) -> None:
        self.stopping = False
        self._environment = dict(environment)
        self._grace = grace
        self._children: dict[str, _Child] = {}
        self._parent = os.getppid()

    def __enter__(self) -> Self:
        self._watchdog = _Watchdog(self._grace)
        self._handlers = {number: signal.signal(number, self._stop) for number in STOP_SIGNALS}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end_all()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._watchdog.release()

    def complete(self, command: Sequence[str]) -> bool:
        """Run a command to its end; whether it succeeded (not, when told to stop meanwhile)."""
        process = self._start(command)
        while process.poll() is None and not self._should_stop():
            time.sleep(POLL)
        if process.poll() is None:
            self._end([process])
            return False
        return process.returncode == 0

    def keep(self, name: str, command: Sequence[str]) -> None:
        """Start a command, to be started again whenever it ends."""
        self._children[name] = _Child(command, self._start(command), time.monotonic())

    def wait(self, until: Callable[[], bool] = lambda: False) -> None:
        """Keep the children running until `until()` holds or a signal tells to stop.

        Raises ChildFailed when one ends three times within ten seconds of its start.
        """
        while not self._should_stop() and not until():
            for name, child in self._children.items():
                if child.process.poll() is not None:
                    self._restart(name, child)
            time.sleep(POLL)

    def _should_stop(self) -> bool:
        # Whoever started this may be killed without a word; then nobody is left to stop it.
        self.stopping = self.stopping or os.getppid() != self._parent
        return self.stopping

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - the commands are the portal's own
            command, env=self._environment, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self._watchdog.guard(process.pid)
        return process

    def _restart(self, name: str, child: _Child) -> None:
        quick = time.monotonic() - child.started < QUICK_DEATH
        if quick and child.attempts >= ATTEMPTS:
            raise ChildFailed(name, child.process.returncode)
        _signal_group(child.process.pid, signal.SIGKILL)
        child.attempts = child.attempts + 1 if quick else 1
        child.process, child.started = self._start(child.command), time.monotonic()

    def _end_all(self) -> None:
        self._end([child.process for child in self._children.values()])
        self._children.clear()

    def _end(self, processes: Sequence[subprocess.Popen[bytes]]) -> None:
        for process in processes:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + self._grace
        while time.monotonic() < deadline and any(each.poll() is None for each in processes):
            time.sleep(POLL)
        for process in processes:
            _signal_group(process.pid, signal.SIGKILL)
            process.wait()


class _Watchdog:
    """A process that ends the groups it guards once the process that made it is gone."""

    def __init__(self, grace: float) -> None:
        reading, self._writing = os.pipe()
        self._pid = os.fork()
        if self._pid:
            os.close(reading)
            return
        try:
            os.setsid()
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            os.close(self._writing)
            with os.fdopen(reading) as lines:
                groups = {int(line) for line in lines if line.strip()}
            _end_groups(groups, grace)
        finally:
            os._exit(0)

    def guard(self, group: int) -> None:
        os.write(self._writing, f"{group}\n".encode())

    def release(self) -> None:
        os.close(self._writing)
        os.waitpid(self._pid, 0)


def _end_groups(groups: set[int], grace: float) -> None:
    alive = {group for group in groups if _signal_group(group, signal.SIGTERM)}
    deadline = time.monotonic() + grace
    while alive and time.monotonic() < deadline:
        time.sleep(POLL)
        alive = {group for group in alive if _signal_group(group, 0)}
    for group in alive:
        _signal_group(group, signal.SIGKILL)


def _signal_group(group: int, number: int) -> bool:
    """Send a signal to a process group; whether there was one to send it to."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
        return True
    return False
