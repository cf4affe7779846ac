"""Text as people send it, before it is kept."""

import re

# Signs that nobody types, and that no database column, XML or spreadsheet can hold.
_UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def keepable(text: str) -> str:
    """The text without control signs; tabs and line ends stay."""
    return _UNKEPT.sub("", text)
