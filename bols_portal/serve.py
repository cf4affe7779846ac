"""Start the portal: `python -m bols_portal.serve [prepare | web | worker | beat | check ROLE]`.

Without a word it starts everything on this machine, as `make run` does: prepares the database, then
serves pages, carries out tasks and keeps the schedule until Ctrl-C. With a word it becomes that one
process, as the containers of docker-compose.yml do. Where nothing is set it needs no other service.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from bols_portal.supervisor import ChildFailed, Supervisor

ROOT = Path(__file__).resolve().parent.parent
CHECK_TIMEOUT = 5  # seconds a health check may take
BEAT_SILENCE = 300  # seconds; beat writes its schedule every three minutes
# Celery warns whoever tries the portal out as root; the containers run as somebody else.
QUIET_FOR_ROOT = "ignore:You're running the worker with superuser privileges"


class CannotStart(Exception):
    """The portal can't be started here and now; the message says why and what to do."""


def host() -> str:
    """Return the address to listen on: this machine alone, unless BOLS_HOST says otherwise."""
    return os.environ.get("BOLS_HOST", "127.0.0.1")


def port() -> int:
    """Return the port to listen on (BOLS_PORT)."""
    return int(os.environ.get("BOLS_PORT", "8000"))


def var() -> Path:
    """Return the folder that holds the data (BOLS_VAR)."""
    return Path(os.environ.get("BOLS_VAR") or ROOT / "var").resolve()


def command(role: str, *, embedded: bool = False) -> list[str]:
    """Return the command line of one of the portal's processes.

    Embedded, the worker carries out one task at a time, by itself, as a queue in a folder serves
    one reader; and it sends no heartbeats: nobody listens, and they make stopping slow.
    """
    python, level = sys.executable, os.environ.get("LOG_LEVEL", "INFO")
    celery = [python, "-W", QUIET_FOR_ROOT, "-m", "celery", "--quiet", "-A", "bols_portal"]
    web = [python, "-m", "gunicorn", "bols_portal.wsgi", "--bind", f"{host()}:{port()}"]
    threads = ["--workers", "2", "--threads", "4", "--timeout", "120", "--no-control-socket"]
    worker = ["worker", "--loglevel", level, "--without-gossip", "--without-mingle"]
    pool = ["--pool", "solo", "--without-heartbeat"] if embedded else ["--concurrency", "2"]
    return {
        "prepare": [python, "-m", "bols_portal.prepare"],
        "web": [*web, *threads, "--log-level", level.lower()],
        "worker": [*celery, *worker, *pool],
        "beat": [*celery, "beat", "--loglevel", level, "--pidfile="],
    }[role]


def answers(path: str = "/healthz") -> bool:
    """Whether the web process of this machine answers a health check."""
    name = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].lstrip(".")
    request = urllib.request.Request(
        f"http://127.0.0.1:{port()}{path}",
        headers={"Host": name if name not in {"", "*"} else "127.0.0.1"},
    )
    try:
        with urllib.request.urlopen(request, timeout=CHECK_TIMEOUT) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def worker_answers() -> bool:
    """Whether the worker of this machine answers; it does so while it carries out a task."""
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "bols_portal", "inspect", "ping"]
    this = ["--destination", f"celery@{socket.gethostname()}", "--timeout", str(CHECK_TIMEOUT)]
    return subprocess.run([*celery, *this], capture_output=True, check=False).returncode == 0


def beat_writes() -> bool:
    """Whether beat has lately written down when it last did what."""
    written = [path.stat().st_mtime for path in var().glob("beat-schedule*")]
    return bool(written) and time.time() - max(written) < BEAT_SILENCE


CHECKS = {"web": answers, "worker": worker_answers, "beat": beat_writes}


def serve() -> None:
    """Start everything, say where, and stop everything on Ctrl-C."""
    var().mkdir(parents=True, exist_ok=True)
    with hold(var() / "serve.lock"):
        require_free_port()
        os.environ |= {"BOLS_VAR": str(var()), "PYTHONUNBUFFERED": "1"}
        os.environ.setdefault("LOG_LEVEL", "WARNING")
        with Supervisor(os.environ) as supervisor:
            if not supervisor.complete(command("prepare")):
                if supervisor.stopping:
                    return
                raise CannotStart("The portal could not be prepared; the reason stands above.")
            # The pages first: on two cores, starting all at once makes everybody wait.
            supervisor.keep("web", command("web"))
            supervisor.wait(until=answers)
            if not supervisor.stopping:
                for role in ("worker", "beat"):
                    supervisor.keep(role, command(role, embedded=not os.environ.get("REDIS_URL")))
                say(f"The portal is ready: http://{host()}:{port()}", *_how())
            supervisor.wait()
            say("Stopping ...")
        say("Stopped. The data is kept; make run goes on where you left off.")


def _how() -> list[str]:
    data = [f"Data:     {var()} (make demo-reset starts over)"]
    return [*(data if os.environ.get("BOLS_DEMO") == "1" else []), "To stop:  Ctrl-C"]


def hold(path: Path) -> IO[str]:
    """Lock the data for as long as the returned file is open; raise CannotStart if it is held."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise CannotStart(f"The portal already runs on the data in {path.parent}.") from None
    return file


def require_free_port() -> None:
    """Raise CannotStart when another program listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host(), port()))
        except OSError as reason:
            raise CannotStart(
                f"Can't listen on {host()}:{port()} ({reason.strerror}). Stop the program that "
                f"does, or use another port: BOLS_PORT={port() + 1} make run"
            ) from None


def say(*lines: str) -> None:
    """Write lines to the terminal, set apart from what the processes log."""
    width = min(72, shutil.get_terminal_size().columns)
    print("\n".join(["", "-" * width, *(f"  {line}" for line in lines), "-" * width]), flush=True)


def main(arguments: Sequence[str]) -> int:
    """Start everything, become one process, or answer whether one is healthy."""
    roles = ["prepare", "web", "worker", "beat"]
    try:
        match arguments:
            case []:
                serve()
            case ["check", role] if role in CHECKS:
                return 0 if CHECKS[role]() else 1
            case [role] if role in roles:
                os.execv(sys.executable, command(role))  # noqa: S606 - our own command line
            case _:
                print(f"usage: python -m bols_portal.serve [{' | '.join([*roles, 'check ROLE'])}]")
                return 2
    except (CannotStart, ChildFailed) as reason:
        say(str(reason))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
