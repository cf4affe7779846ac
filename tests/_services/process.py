"""Start a service as a child that doesn't outlive the tests, as root or as anybody."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

START_TIMEOUT = 30.0  # seconds; a loaded machine with two cores needs most of it
NOBODY = 65534


class ServiceUnavailable(Exception):
    """The service can't be had on this machine; the message says why."""


def unprivileged(command: Sequence[str], folder: Path) -> list[str]:
    """Wrap a command that refuses to run as root (PostgreSQL does); `folder` is where it writes.

    In a user namespace the process is user 1000 and root's files are its own, so nothing has to be
    handed over. Where namespaces are forbidden (many containers), it is nobody, who gets `folder`.
    """
    if os.geteuid() != 0:
        return list(command)
    namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
    if _works([*namespace, "true"]):
        return [*namespace, *command]
    nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
    if _works([*nobody, "true"]):
        os.chown(folder, NOBODY, NOBODY)
        folder.parent.chmod(0o711)  # the way to it
        return [*nobody, *command]
    raise ServiceUnavailable("running as root, and neither unshare nor setpriv can leave it")


def _works(command: Sequence[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def with_parent(command: Sequence[str], *, when_it_dies: str) -> list[str]:
    """Have the kernel send a signal to the command when its parent dies (Linux; else unchanged)."""
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    return [setpriv, "--pdeathsig", when_it_dies, "--", *command] if setpriv else list(command)


class Service:
    """A running server, its log and how to stop it."""

    def __init__(self, command: Sequence[str], log: Path, stop_signal: signal.Signals) -> None:
        """Start the command in a session of its own, writing to `log`."""
        self._log = log
        self._signal = stop_signal
        with log.open("wb") as stream:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until(self, ready: Callable[[], bool]) -> None:
        """Wait until the server answers; ServiceUnavailable, with the end of its log, if not."""
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            if ready():
                return
            time.sleep(0.05)
        self.stop()
        raise ServiceUnavailable(f"it did not start:\n{tail(self._log)}")

    def stop(self) -> None:
        """Ask the server to stop, and insist after ten seconds."""
        if self._process.poll() is not None:
            return
        self._process.send_signal(self._signal)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def tail(log: Path, lines: int = 15) -> str:
    """Return the last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def run(command: Iterable[str]) -> None:
    """Run a command to its end; raise ServiceUnavailable with its output if it fails."""
    done = subprocess.run(list(command), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServiceUnavailable((done.stderr or done.stdout).strip())
