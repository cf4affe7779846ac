"""The form of focus points: what was sent, as typed."""

from collections.abc import Mapping

from consultation.enums import FocusCategory


def texts_typed_in(data: Mapping[str, str]) -> dict[str, str]:
    """The text under each subject; what was not sent is empty."""
    return {one.value: data.get(f"text-{one.value}", "") for one in FocusCategory}


def removed_in(data: Mapping[str, str]) -> int | None:
    """The number of the attachment whose button “Remove” was pressed."""
    text = data.get("remove", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
