"""Resolve requirements/*.in into lock files with hashes and without addresses: `make lock`."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
# base first: the development set is bound to its versions.
SETS = ["uv", "base", "dev"]
OPTIONS = [
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
]


def compile_set(name: str, *, folder: Path = REQUIREMENTS, upgrade: bool = False) -> None:
    """Write `<name>.txt` from `<name>.in`; versions that still fit stay, unless told to upgrade."""
    command = [
        str(Path(sys.executable).parent / "uv"),
        "pip",
        "compile",
        f"requirements/{name}.in",
        f"--output-file=requirements/{name}.txt",
        "--custom-compile-command=make lock",
        *OPTIONS,
        *(["--upgrade"] if upgrade else []),
    ]
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    subprocess.run(command, cwd=folder.parent, env=environment, check=True)


def main() -> None:
    """Compile every set; `--upgrade` takes the newest versions that requirements/*.in allow."""
    for name in SETS:
        compile_set(name, upgrade="--upgrade" in sys.argv[1:])
        print(f"requirements/{name}.txt is up to date")


if __name__ == "__main__":
    main()
