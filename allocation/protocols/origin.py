"""Where the values of a protocol file come from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from, and what we add where the source is silent. In Dutch, quoted."""

    source: str
    note: str = ""
