"""Where no table exists, the rows and columns that are in each other's way are named."""

from typing import Any

import pytest

from allocation.engine.cases import round_case_from_json
from allocation.engine.errors import NoSolutionError
from allocation.engine.margins import feasible_table
from allocation.engine.round_table import frame_of, round_table


def _case(rows: list[int], columns: list[int], **more: Any) -> Any:
    return {
        "rows": [str(i + 1) for i in range(len(rows))],
        "columns": [str(j + 1) for j in range(len(columns))],
        "quotas": [[1] * len(columns)] * len(rows),
        "row_totals": rows,
        "column_totals": columns,
        **more,
    }


def _conflict(data: Any) -> tuple[str, list[dict[str, Any]]]:
    with pytest.raises(NoSolutionError) as refused:
        round_table(round_case_from_json(data))
    return refused.value.message, refused.value.to_json()["error"]["where"]


def _only(row: str, column: str, columns: int) -> list[list[str]]:
    return [[row, str(j + 1)] for j in range(columns) if str(j + 1) != column]


def test_rows_that_share_too_small_a_column() -> None:
    zeros = _only("1", "3", 3) + _only("4", "3", 3)
    said, where = _conflict(_case([1, 2, 1, 2], [2, 3, 1], zeros=zeros))
    assert said == "rows 1 and 4 may only use column 3: need 3, room 1"
    assert where == [
        {"code": "no_solution", "rows": ["1", "4"], "columns": ["3"], "need": 3, "room": 1}
    ]


def test_two_conflicts_that_have_nothing_to_do_with_each_other() -> None:
    zeros = _only("1", "1", 5) + _only("2", "2", 5)
    said, where = _conflict(_case([3, 3, 2, 2, 2], [1, 2, 3, 3, 3], zeros=zeros))
    assert said == (
        "row 1 may only use column 1: need 3, room 1; row 2 may only use column 2: need 3, room 2"
    )
    assert len(where) == 2


def test_a_column_that_nobody_can_fill_is_said_from_its_side() -> None:
    zeros = [[str(i + 1), "2"] for i in range(5) if i != 3]
    said, where = _conflict(_case([2, 2, 2, 2, 2], [6, 4], zeros=zeros))
    assert said == "column 2 may only use row 4: need 4, room 2"
    assert (where[0]["rows"], where[0]["columns"]) == (["4"], ["2"])


def test_a_row_without_any_column() -> None:
    said, _ = _conflict(_case([1, 2, 3], [2, 4], zeros=[["1", "1"], ["1", "2"]]))
    assert said == "row 1 may use no column: need 1, room 0"


def test_room_within_bounds_counts() -> None:
    said, where = _conflict(_case([5, 3, 3, 3], [1, 7, 6], upper=[[None, 1, 1]] + [[None] * 3] * 3))
    assert said == "row 1 may within the bounds only use column 1: need 5, room 3"
    assert where[0]["room"] == 3


def test_lower_bounds_above_a_total() -> None:
    said, _ = _conflict(_case([2, 3], [2, 3], lower=[[2, 1], [None, None]]))
    assert said == "row 1 must hold more than its total: need 3, room 2"
    said, _ = _conflict(_case([4, 3], [2, 5], lower=[[2, 1], [1, None]]))
    assert said == "column 1 must hold more than its total: need 3, room 2"


def test_a_lower_bound_in_a_zero() -> None:
    said, where = _conflict(_case([2, 3], [2, 3], lower=[[1, 0], [0, 0]], zeros=[["1", "1"]]))
    assert said == "row 1 must have places in column 1 but may not: need 1, room 0"
    assert (where[0]["rows"], where[0]["columns"]) == (["1"], ["1"])


def test_a_feasible_table_meets_margins_and_bounds() -> None:
    frame = frame_of(
        round_case_from_json(
            _case([4, 3], [2, 5], lower=[[1, 0], [0, 2]], upper=[[None, 3], [None, None]])
        )
    )
    table = feasible_table(frame)
    assert table.sum(axis=1).tolist() == [4, 3]
    assert table.sum(axis=0).tolist() == [2, 5]
    assert (table >= frame.lower).all()
    assert (table <= frame.upper).all()
