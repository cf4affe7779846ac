"""The editable table: reading what was typed, totals and their marks."""

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from bols_portal.ui.grids import Grid, GridCell, GridRow, parse_places, read_cells
from bols_portal.ui.tables import Column

COLUMNS = [Column("NO"), Column("ON")]


def grid(first: str = "3", second: str = "4", **extra) -> Grid:
    cells = [GridCell("NO", first, base=3), GridCell("ON", second)]
    rows = [GridRow("01", "Anesthesiologie", cells, required=7)]
    return Grid(key="g", caption="Voorstel", columns=COLUMNS, rows=rows, **extra)


@pytest.mark.parametrize(
    ("text", "places"), [("12", 12), (" 0 ", 0), ("1.053", 1053), ("", None), ("\u00a07", 7)]
)
def test_whole_places_are_read_as_people_type_them(text, places) -> None:
    assert parse_places(text) == places


@pytest.mark.parametrize("text", ["1,5", "-1", "+2", "1.5", "vier", "1e3", "1 2", "12.34", "٣"])
def test_anything_else_is_refused(text) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_places(text)


def test_cells_are_read_back_by_row_and_column() -> None:
    data = {"g-01-NO": "3", "g-01-ON": "x", "other": "1"}
    assert read_cells(data, "g", ["01", "23"], ["NO", "ON"]) == {
        ("01", "NO"): "3",
        ("01", "ON"): "x",
    }


def test_totals_follow_what_was_typed_and_tell_what_is_off() -> None:
    right, wrong = grid(), grid("5", "vier")
    assert (right.total, right.rows_off) == (7, 0)
    assert (wrong.total, wrong.rows_off) == (5, 1)
    assert wrong.rows[0].cells[0].css == "is-changed"


def test_columns_are_held_to_the_leeway() -> None:
    totals = grid("12", "0", base_totals=[3, 9], low=-8, high=8).totals
    assert [(total.change, total.is_off) for total in totals] == [(9, True), (-9, True)]
    totals = grid("11", "1", base_totals=[3, 9], low=-8, high=8).totals
    assert [(total.change, total.is_off) for total in totals] == [(8, False), (-8, False)]


def test_the_grid_keeps_typed_text_and_ties_the_error_to_the_input() -> None:
    cells = [GridCell("NO", "<vier>", error="Geen aantal."), GridCell("ON", zero=True)]
    edit = Grid(key="g", caption="c", columns=COLUMNS, rows=[GridRow("01", "A", cells, 7)])
    with translation.override("nl"):
        html = Template("{% grid edit %}").render(Context({"edit": edit}))
    assert 'value="&lt;vier&gt;"' in html
    assert 'aria-describedby="g-01-NO_error" aria-invalid="true"' in html
    assert 'id="g-01-NO_error">Geen aantal.' in html
    assert 'name="g-01-ON"' not in html
    assert "1 rij klopt nog niet" in html
    assert 'aria-label="A, NO"' in html


def test_a_row_must_fit_the_columns() -> None:
    with pytest.raises(ValueError, match="row 01: 1 cells, 2 columns"):
        Grid(
            key="g",
            caption="c",
            columns=COLUMNS,
            rows=[GridRow("01", "A", [GridCell("NO")])],
        )
