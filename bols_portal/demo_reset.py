"""Throw the demo data away, after making sure that it is demo data: `make demo-reset`."""

import os
import shutil
import sys
from pathlib import Path

from bols_portal.serve import CannotStart, hold, say, var

DATABASE = "demo.sqlite3"
# Whatever the demo writes. The static files are the same for every database and stay.
WRITTEN = [f"{DATABASE}*", "uploads", "mail", "broker", "beat-schedule*", "demo-files"]


def refusal(folder: Path) -> str:
    """Return why the folder must not be emptied, or an empty string."""
    if os.environ.get("DATABASE_URL"):
        return "DATABASE_URL is set: this throws away the demo on SQLite alone. Unset it."
    if os.environ.get("SECRET_KEY"):
        return "SECRET_KEY is set: this looks like production. Unset it."
    if (folder / "portal.sqlite3").exists():
        return f"{folder} also holds a portal that is not a demo (portal.sqlite3)."
    return ""


def reset(folder: Path) -> list[Path]:
    """Remove what the demo wrote under `folder`; return what was removed.

    Raises CannotStart when the portal is running on it, or when it is not a demo's.
    """
    if reason := refusal(folder):
        raise CannotStart(reason)
    if not (folder / DATABASE).exists():
        return []
    with hold(folder / "serve.lock"):
        found = [path for pattern in WRITTEN for path in sorted(folder.glob(pattern))]
        for path in found:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    return found


def main() -> int:
    """Reset the demo and say what happened."""
    try:
        removed = reset(var())
    except CannotStart as reason:
        say(f"Nothing was removed. {reason}")
        return 1
    if removed:
        say(f"The demo data in {var()} is gone. `make run` loads it anew.")
    else:
        say(f"There is no demo data in {var()}. `make run` loads it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
