"""How large and how costly a file may be. Two sizes: a form that people fill in, and a delivery."""

from dataclasses import asdict, dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed of a file before it is parsed, and of the process that parses it.

    Sizes in bytes, times in seconds; `cells` counts the cells of all sheets together.
    """

    file_size: int
    unpacked_size: int
    ratio: int  # unpacked over packed, of one part of more than a megabyte
    parts: int
    rows: int
    columns: int
    cells: int
    memory: int
    cpu_seconds: int
    seconds: int

    def as_dict(self) -> dict[str, int]:
        """The limits as plain data, to hand to the reading process."""
        return asdict(self)


# A file that people fill in by hand: intake, assignment, control totals.
SMALL = Limits(
    file_size=5 * MEGABYTE,
    unpacked_size=60 * MEGABYTE,
    ratio=200,
    parts=300,
    rows=20_000,
    columns=100,
    cells=300_000,
    memory=1024 * MEGABYTE,
    cpu_seconds=40,
    seconds=60,
)
# A supplier's delivery: a million lines and their header.
LARGE = Limits(
    file_size=200 * MEGABYTE,
    unpacked_size=1500 * MEGABYTE,
    ratio=200,
    parts=300,
    rows=1_000_100,
    columns=40,
    cells=21_000_000,
    memory=3072 * MEGABYTE,
    cpu_seconds=240,
    seconds=600,
)
