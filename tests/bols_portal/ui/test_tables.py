"""Tables as data: totals, marks, their words for screen readers."""

import pytest
from django.template import Context, Template
from django.utils import translation

from bols_portal.ui.tables import Cell, Column, Mark, Matrix, Row

COLUMNS = [Column("NO", title="OOR NO"), Column("Leiden")]


def small(**marks) -> Matrix:
    return Matrix.of_places(
        key="small",
        caption="Klein",
        columns=COLUMNS,
        rows=[("01", "Anesthesiologie", [Cell(1050, **marks), 8]), ("23", "Geriatrie", [4, 0])],
        percentages=True,
    )


def value_of(cell: Cell | None) -> int | None:
    return cell.value if cell else None


def drawn(table: Matrix) -> str:
    with translation.override("nl"):
        return Template("{% matrix table %}").render(Context({"table": table}))


def test_totals_and_shares_are_added() -> None:
    table = small()
    assert [value_of(row.total) for row in table.rows] == [1058, 4]
    assert [cell.value for cell in table.foot[0].cells] == [1054, 8]
    assert value_of(table.foot[0].total) == 1062
    with translation.override("nl"):
        shares = small().foot[1]
        assert [cell.shown for cell in shares.cells] == ["99,2\u00a0%", "0,8\u00a0%"]
        assert shares.total is not None
        assert shares.total.shown == "100,0\u00a0%"


def test_an_empty_table_of_places_has_no_shares() -> None:
    table = Matrix.of_places(key="k", caption="c", columns=COLUMNS, rows=[], percentages=True)
    assert [value_of(row.total) for row in table.foot] == [0]


def test_a_row_must_fit_the_columns() -> None:
    with pytest.raises(ValueError, match="row 01: 1 cells, 2 columns"):
        Matrix(key="k", caption="c", columns=COLUMNS, rows=[Row("A", [Cell(1)], code="01")])


@pytest.mark.parametrize(
    ("marks", "css", "words", "legend"),
    [
        ({"mark": Mark.UP}, "", "next best, naar boven", ["up"]),
        ({"mark": Mark.DOWN}, "", "next best, naar beneden", ["down"]),
        ({"zero": True}, "is-zero", "geen opleiding in deze OOR", ["zero"]),
        ({"changed": -2}, "is-changed", "gewijzigd met −2", ["changed"]),
        ({"missing_reason": True}, "is-missing", "reden ontbreekt", ["missing"]),
        ({"allowed": "0 tot 8"}, "is-out", "buiten de grenzen, toegestaan: 0 tot 8", ["out"]),
        (
            {"mark": Mark.UP, "changed": 2},
            "is-changed",
            "next best, naar boven, gewijzigd met +2",
            ["up", "changed"],
        ),
        ({}, "", "", []),
    ],
)
def test_every_mark_has_words_and_a_legend(marks, css, words, legend) -> None:
    cell = Cell(5, **marks)
    with translation.override("nl"):
        assert cell.spoken == words
    assert cell.css == css
    assert small(**marks).marks == legend
    html = drawn(small(**marks))
    assert html.count(words) >= 1
    assert ("matrix-legend" in html) == bool(legend)


def test_the_drawn_table_has_heads_caption_and_grouped_numbers() -> None:
    html = drawn(small())
    assert '<caption id="small-caption" class="sr-only">Klein</caption>' in html
    assert '<th scope="row"><span class="code">01</span> Anesthesiologie</th>' in html
    assert '<abbr title="OOR NO">NO</abbr>' in html
    assert "1.050" in html
    assert html.count('type="radio"') == 3


def test_a_number_with_an_explanation_is_a_link_that_htmx_opens_beside_the_table() -> None:
    html = drawn(small(href="/why/01/NO"))
    assert '<a class="matrix__cell" href="/why/01/NO">1.050</a>' in html
    assert 'hx-target="#why"' in html
    assert "Pijltjes" in html


def test_text_from_people_is_escaped() -> None:
    table = Matrix.of_places(
        key="k", caption="<b>", columns=[Column("<i>")], rows=[("1", "<script>", [1])]
    )
    html = drawn(table)
    assert "<script>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;" in html


def test_a_table_of_many_columns_scrolls_and_has_no_picker() -> None:
    columns = [Column(str(at)) for at in range(11)]
    table = Matrix.of_places(
        key="wide", caption="c", columns=columns, rows=[("1", "A", list(range(11)))]
    )
    html = drawn(table)
    assert "matrix--wide" in html
    assert 'type="radio"' not in html


def test_a_phone_shows_the_column_of_the_selected_cell_first():
    columns = [Column("NO"), Column("ON")]
    plain = Matrix(key="t", caption="T", columns=columns, rows=[Row("a", [Cell(1), Cell(2)])])
    chosen = Matrix(
        key="t", caption="T", columns=columns, rows=[Row("a", [Cell(1), Cell(2, selected=True)])]
    )
    assert (plain.picked, chosen.picked) == (1, 2)
