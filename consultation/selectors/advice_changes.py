"""What differs between two contents of an advice, as typed."""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from consultation.selectors.advices import FIELDS, Content

SHOWN = 200  # characters of a text


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs; `region` is empty for the motivation of the whole."""

    region: str
    field: str
    old: str
    new: str

    def as_dict(self) -> dict[str, str]:
        """The change as plain data, to keep for the next page."""
        return asdict(self)


def changes_between(before: Content, after: Content, zeros: Collection[str] = ()) -> list[Change]:
    """Every field that differs, by region in the order of `after`; texts are shortened.

    `zeros`: regions without training, of which the numbers say nothing.
    """
    old_cells, new_cells = before.get("cells", {}), after.get("cells", {})
    pairs = [
        (key, name, old_cells.get(key, {}).get(name, ""), cell.get(name, ""))
        for key, cell in new_cells.items()
        for name in FIELDS
        if key not in zeros or name == "reason"
    ]
    pairs.append(("", "motivation", before.get("motivation", ""), after.get("motivation", "")))
    return [
        Change(key, name, _short(old), _short(new))
        for key, name, old, new in pairs
        if old.strip() != new.strip()
    ]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
