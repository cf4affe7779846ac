"""A delivery with deliberate faults, to see how the portal tells of them."""

from allocation.workbooks.writing import CellOut

Row = list[CellOut]
INSTITUTION, SPECIALISM, YEAR, AMOUNT = 0, 2, 4, 5


def spoiled(rows: list[Row], totals: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows and control totals with one fault of every common kind, near the top."""
    rows = [list(row) for row in rows]
    totals = [list(row) for row in totals]
    rows[3][INSTITUTION] = "99999999"  # an institution that nobody knows
    rows[7][SPECIALISM] = "99"
    rows[11][AMOUNT] = "veel"
    rows[15][AMOUNT] = -12
    rows[19][AMOUNT] = 10.5
    rows[23][YEAR] = 2023
    rows.insert(28, list(rows[27]))  # the same line twice
    totals[-1][-1] = int(str(totals[-1][-1])) + 100  # of a total without a line at fault
    return rows, totals
