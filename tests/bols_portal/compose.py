"""Read docker-compose.yml as an engine would, as far as the portal's file needs it."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
PORTAL = ["prepare", "web", "worker", "beat"]
VARIABLE = re.compile(r"\$(?:\$|\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<word>[^}]*))?\})")


def document() -> dict[str, Any]:
    """Return the file, with its anchors filled in."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return read


def schema() -> dict[str, Any]:
    """Return the Compose project's own schema, as the package check-jsonschema carries it."""
    schemas = files("check_jsonschema") / "builtin_schemas" / "vendor"
    read: dict[str, Any] = json.loads((schemas / "compose-spec.json").read_text())
    return read


def interpolate(text: str, values: dict[str, str]) -> str:
    """Fill in `${NAME:-default}` and `${NAME:?message}`; KeyError where a required one lacks."""

    def fill(match: re.Match[str]) -> str:
        name, kind, word = match["name"], match["kind"], match["word"]
        if name is None:
            return "$"
        if values.get(name):
            return values[name]
        if kind == "?":
            raise KeyError(f"{name}: {word}")
        return word or ""

    return VARIABLE.sub(fill, text)


def environment(service: str, values: dict[str, str]) -> dict[str, str]:
    """Return the environment that a container of the service gets."""
    given = document()["services"][service]["environment"]
    return {name: interpolate(str(value), values) for name, value in given.items()}
