"""The best table by trying every table: slow, obvious, and independent of the engine."""

from collections.abc import Iterator

G = 10**6
Table = tuple[tuple[int, ...], ...]


def figures(quotas: Table, places: Table) -> tuple[int, int, int]:
    """(a) steps outside floor and ceiling, (b) integers strictly nearer, (c) deviation."""
    outside = rank = deviation = 0
    for quota_row, place_row in zip(quotas, places, strict=True):
        for quota, place in zip(quota_row, place_row, strict=True):
            distance = abs(place * G - quota)
            floor, ceiling = quota // G, -(-quota // G)
            outside += max(0, floor - place) + max(0, place - ceiling)
            around = range(place - 2 * distance // G - 2, place + 2 * distance // G + 3)
            rank += sum(1 for other in around if abs(other * G - quota) < distance)
            deviation += distance
    return outside, rank, deviation


def all_tables(
    row_totals: tuple[int, ...], column_totals: tuple[int, ...], lower: Table, upper: Table
) -> Iterator[Table]:
    """Every whole table with these margins, each cell within its bounds."""
    if not row_totals:
        if not any(column_totals):
            yield ()
        return
    for row in _rows(row_totals[0], column_totals, lower[0], upper[0]):
        left = tuple(total - value for total, value in zip(column_totals, row, strict=True))
        for rest in all_tables(row_totals[1:], left, lower[1:], upper[1:]):
            yield (row, *rest)


def _rows(
    total: int, room: tuple[int, ...], lower: tuple[int, ...], upper: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    if not room:
        if total == 0:
            yield ()
        return
    for value in range(lower[0], min(total, room[0], upper[0]) + 1):
        for rest in _rows(total - value, room[1:], lower[1:], upper[1:]):
            yield (value, *rest)


def best(
    quotas: Table,
    row_totals: tuple[int, ...],
    column_totals: tuple[int, ...],
    lower: Table,
    upper: Table,
) -> tuple[Table, tuple[int, int, int], bool] | None:
    """The best table, its figures, and whether it is the only one; None where there is none."""
    found: list[tuple[tuple[int, int, int], Table]] = [
        (figures(quotas, table), table)
        for table in all_tables(row_totals, column_totals, lower, upper)
    ]
    if not found:
        return None
    least = min(cost for cost, _ in found)
    tied = [table for cost, table in found if cost == least]
    return max(tied), least, len(tied) == 1
