"""The form of an advice: what was sent, as typed."""

from collections.abc import Mapping
from typing import Any

from consultation.selectors.advices import FIELDS


def typed_in(data: Mapping[str, str], regions: list[str]) -> dict[str, Any]:
    """The content of the form by region key; what was not sent is empty."""
    return {
        "cells": {key: {name: data.get(f"{key}-{name}", "") for name in FIELDS} for key in regions},
        "motivation": data.get("motivation", ""),
    }


def seen_in(data: Mapping[str, str]) -> int:
    """The version of the draft that the form was made from; 0 where none was."""
    text = data.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
