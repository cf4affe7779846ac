"""Make and keep up the virtual environment: `python3 tools/venv.py base|dev`.

Runs on the machine's own Python, before anything is installed: standard library only, and nothing
that an older Python can't read, so that it can say what is wrong.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
INSTALLER = "requirements/uv.txt"
# The development environment holds everything of the base one.
LOCKS = {
    "base": ["requirements/base.txt"],
    "dev": ["requirements/base.txt", "requirements/dev.txt"],
}


def main(argv):
    """Bring the environment up to the locks of the wanted set; quick when it already is."""
    if len(argv) != 1 or argv[0] not in LOCKS:
        return f"usage: python3 tools/venv.py {'|'.join(LOCKS)}"
    wanted = argv[0]
    if wanted == "base" and marker("dev").exists():
        wanted = "dev"  # never take a developer's tools away
    if up_to_date(wanted):
        return None
    try:
        make()
        get_installer()
        install(wanted)
    except subprocess.CalledProcessError as failure:
        command = " ".join(str(part) for part in failure.cmd)
        return f"Setting up failed (exit {failure.returncode}): {command}"
    return None


def python():
    """Return the environment's Python."""
    return VENV / "bin" / "python"


def marker(wanted):
    """Return the file that holds the digest of the locks last installed."""
    return VENV / f".{wanted}-installed"


def digest(wanted):
    """Return the SHA-256 over the locks of a set and the version of Python."""
    content = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for name in [INSTALLER, *LOCKS[wanted]]:
        content.update((ROOT / name).read_bytes())
    return content.hexdigest()


def up_to_date(wanted):
    """Whether the environment is there and holds what the locks say."""
    installed = marker(wanted)
    return python().exists() and installed.exists() and installed.read_text() == digest(wanted)


def make():
    """Make an empty environment, unless there is one with this version of Python."""
    if works():
        return
    say("Making the virtual environment .venv")
    shutil.rmtree(str(VENV), ignore_errors=True)
    # Debian packs ensurepip apart; the installer can do without.
    pip = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    run(sys.executable, "-m", "venv", *pip, VENV)


def works():
    """Whether the environment's Python starts and is of this version."""
    code = f"import sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    return starts("-c", code)


def get_installer():
    """Put the locked installer into the environment, checked against its hash."""
    if starts("-c", "import pip"):
        pip = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run(*pip, "--require-hashes", "-r", INSTALLER)
        return
    sys.path.insert(0, str(ROOT))
    from tools import fetch_uv

    try:
        fetch_uv.fetch((ROOT / INSTALLER).read_text(), VENV / "bin" / "uv")
    except fetch_uv.NotFetched as reason:
        sys.exit(
            f"This Python has no pip, and the installer could not be fetched without: {reason}. "
            "On Debian and Ubuntu `apt-get install python3-venv` helps."
        )


def install(wanted):
    """Install the locked dependencies, checked against their hashes, and note that it is done."""
    say(f"Installing the locked dependencies ({wanted})")
    # The interpreter is the machine's own: never download one.
    environment = dict(os.environ, UV_PYTHON_DOWNLOADS="never")
    uv = [VENV / "bin" / "uv", "pip", "sync", "--quiet", "--python", python(), "--require-hashes"]
    run(*uv, *LOCKS[wanted], INSTALLER, env=environment)
    for name in LOCKS:
        if marker(name).exists():
            marker(name).unlink()
    marker(wanted).write_text(digest(wanted))


def starts(*arguments):
    """Whether the environment's Python is there and runs this."""
    try:
        return subprocess.call([str(python()), *arguments], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def run(*command, **options):
    """Run a command in the project's folder; raise CalledProcessError when it fails."""
    subprocess.check_call([str(part) for part in command], cwd=str(ROOT), **options)


def say(text):
    """Tell what is going on."""
    print("==> " + text, flush=True)


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        oldest, found = ".".join(map(str, OLDEST)), sys.version.split()[0]
        sys.exit(
            f"The portal needs Python {oldest} or newer; this is {found} ({sys.executable}). "
            "Name another one with: make PYTHON=python3.12 run"
        )
    sys.exit(main(sys.argv[1:]))
