"""Keeps the codes of personal links out of the log: who reads a log can't use somebody's link."""

import logging
import re

# An address that opens something by itself; codes on paper are shorter, and open nothing.
_LINK = re.compile(r"(/(?:ondertekenen|uitnodiging)/)[^/\s\"']{16,}")


class WithoutCodes(logging.Filter):
    """A filter of a handler: what is refused or breaks is logged with its address, not the code."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Takes the codes out of the line; every line stays."""
        text = record.getMessage()
        if _LINK.search(text):
            record.msg, record.args = _LINK.sub(r"\1[code]", text), None
        return True
