"""Unrounded quotas that round to the published base distribution, in every cell.

The published table alone is no input: something unrounded must lie behind it. It is sought from
the end to the beginning. Start from the published places, move amounts round 2 × 2 squares (which
keeps all totals) as long as that table is still the best, shrink the whole by 3 % so that no cell
stands on the edge, choose region totals that round to the published ones, and undo the floor.
"""

import random
from math import fsum  # sum() of floats differs between versions of Python

import numpy as np

from allocation.demo.published import PublishedBase
from allocation.engine.grid import GRID
from allocation.engine.margins import Frame, Matrix
from allocation.engine.rounding import is_best, round_inside
from allocation.engine.tables import Cell

Table = list[list[float]]
MOVES = 700
SHRINK = 0.97
CARE_WITHOUT_TRAINING = 0.07  # of the national care, in a region without a training


class NotFoundError(Exception):
    """With this seed no table was found; the next attempt goes on with other random numbers."""


def fitted_table(rnd: random.Random, published: PublishedBase, zeros: tuple[Cell, ...]) -> Table:
    """Quotas with the published totals that the solver rounds to the published places."""
    places = published.places
    closed = _indexes(published, zeros)
    frame = _frame(published, closed)
    wanted = np.array(places, dtype=np.int64)
    table = [[float(value) for value in row] for row in places]
    empty = [
        (i, j)
        for i, row in enumerate(places)
        for j, value in enumerate(row)
        if value == 0 and (i, j) not in closed
    ]
    m, n = len(places), len(places[0])
    for k in range(MOVES):
        # Cells without places come first, so that they have some care too.
        i, j = empty[k % len(empty)] if k < 8 * len(empty) else (_pick(rnd, m), _pick(rnd, n))
        other, across = _pick(rnd, m), _pick(rnd, n)
        square = {(i, j), (i, across), (other, j), (other, across)}
        if len(square) < 4 or square & closed:
            continue
        amount = 0.02 + 0.45 * rnd.random()
        moved = [(i, j, amount), (other, across, amount), (i, across, -amount), (other, j, -amount)]
        if any(table[row][column] + change < 0.02 for row, column, change in moved):
            continue
        _apply(table, moved, 1)
        if not is_best(_millionths(table), frame, wanted):
            _apply(table, moved, -1)
    shrunk = [
        [place + SHRINK * (value - place) for place, value in zip(*rows, strict=True)]
        for rows in zip(places, table, strict=True)
    ]
    found = round_inside(_millionths(shrunk), frame)
    if not found.unique or (found.places != wanted).any():
        raise NotFoundError
    return shrunk


def totals_before_floor(rnd: random.Random, published: PublishedBase, low: str) -> list[float]:
    """Region totals that the floor turns into totals that round to the published ones.

    `low` is the region below the floor: it is at 9.4 % or thereabouts and is raised to 10 %.
    """
    everything = sum(published.region_totals)
    raised = published.regions.index(low)
    after = [float(total) for total in published.region_totals]
    after[raised] = everything / 10
    others = [j for j in range(len(after)) if j != raised]
    offsets = [0.3 * (2 * rnd.random() - 1) for _ in others]
    too_much = (fsum(after) + fsum(offsets) - everything) / len(others)
    for j, offset in zip(others, offsets, strict=True):
        after[j] += offset - too_much
    if any(abs(after[j] - published.region_totals[j]) > 0.44 for j in others):
        raise NotFoundError
    least = everything * (0.0936 + 0.0008 * rnd.random())
    rate = (everything - least) / (everything - after[raised])
    return [least if j == raised else total * rate for j, total in enumerate(after)]


def quotas_before_fit(
    fitted: Table, published: PublishedBase, zeros: tuple[Cell, ...], totals: list[float]
) -> Table:
    """Quotas with these region totals that the fit turns into `fitted` again.

    Scaling rows and columns doesn't change what the fit makes of a table. The structural zeros get
    care here, as patients of a specialism are seen also where nobody is trained in it.
    """
    table = [list(row) for row in fitted]
    for i, j in _indexes(published, zeros):
        table[i][j] = CARE_WITHOUT_TRAINING * published.national_intake[i]
    for _ in range(400):
        for row, places in zip(table, published.national_intake, strict=True):
            _scale_row(row, places / fsum(row))
        for j, total in enumerate(totals):
            factor = total / fsum(row[j] for row in table)
            for row in table:
                row[j] *= factor
    return table


def _indexes(published: PublishedBase, cells: tuple[Cell, ...]) -> set[tuple[int, int]]:
    return {
        (published.specialisms.index(code), published.regions.index(region))
        for code, region in cells
    }


def _frame(published: PublishedBase, closed: set[tuple[int, int]]) -> Frame:
    shape = (len(published.specialisms), len(published.regions))
    upper = np.full(shape, sum(published.region_totals) + 1, dtype=np.int64)
    for i, j in closed:
        upper[i, j] = 0
    return Frame(
        published.specialisms,
        published.regions,
        np.array(published.national_intake, dtype=np.int64),
        np.array(published.region_totals, dtype=np.int64),
        np.zeros(shape, dtype=np.int64),
        upper,
    )


def _millionths(table: Table) -> Matrix:
    return np.array([[int(value * GRID + 0.5) for value in row] for row in table], dtype=np.int64)


def _apply(table: Table, moved: list[tuple[int, int, float]], sign: int) -> None:
    for row, column, change in moved:
        table[row][column] += sign * change


def _scale_row(row: list[float], factor: float) -> None:
    for j in range(len(row)):
        row[j] *= factor


def _pick(rnd: random.Random, size: int) -> int:
    # random() alone is promised to be the same in every version of Python.
    return int(rnd.random() * size)
