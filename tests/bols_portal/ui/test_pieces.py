"""Deadlines, gauges and the other small pieces, as data and as drawn."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from bols_portal.ui.pieces import Deadline, Difference, Gauge, Progress, Review

NOW = datetime.datetime(2026, 4, 17, 14, 32, tzinfo=ZoneInfo("Europe/Amsterdam"))


def drawn(source: str, **context) -> str:
    with translation.override("nl"):
        return Template(source).render(Context(context))


def day(number: int) -> datetime.date:
    return datetime.date(2026, 4, number)


@pytest.mark.parametrize(
    ("number", "exclusive", "state"),
    [
        (16, False, "passed"),
        (17, True, "passed"),
        (17, False, "soon"),
        (20, False, "soon"),
        (21, False, "ahead"),
        (21, True, "soon"),
    ],
)
def test_a_deadline_knows_how_close_it_is(number, exclusive, state) -> None:
    assert Deadline(day(number), NOW, exclusive).state == state


def test_a_deadline_is_drawn_with_its_weekday_and_word() -> None:
    by = drawn("{% deadline when now=now %}", when=day(20), now=NOW)
    before = drawn("{% deadline when exclusive=True %}", when=day(24), now=NOW)
    assert "uiterlijk" in by
    assert "maandag 20 april 2026" in by
    assert "nog 3 dagen" in by
    assert "vóór" in before
    assert "nog 7 dagen" in before
    assert drawn("{% deadline when %}", when=None).strip() == ""


def test_an_unknown_status_is_a_mistake_of_the_page() -> None:
    assert "#done" in drawn('{% status "done" "Vastgesteld" %}')
    with pytest.raises(ValueError, match="unknown status kind 'good'"):
        drawn('{% status "good" "Vastgesteld" %}')


@pytest.mark.parametrize(
    ("value", "start", "width", "out"),
    [
        (0, 44.44, 0, False),
        (10, 44.44, 55.56, False),
        (-8, 0, 44.44, False),
        (11, 44.44, 55.56, True),
        (-9, 0, 44.44, True),
    ],
)
def test_a_gauge_stays_in_its_bar_and_tells_when_it_is_out(value, start, width, out) -> None:
    gauge = Gauge("NO", value)
    assert (gauge.shapes["start"], gauge.shapes["width"]) == (start, width)
    assert gauge.is_out is out


def test_gauges_tell_the_places_moved_in_words() -> None:
    html = drawn("{% gauges bars 31 %}", bars=[Gauge("NO", 12)])
    assert "31 van 30 plaatsen verschoven" in html
    assert "buiten de grenzen" in html
    assert 'x="44.44"' in html
    assert "style=" not in html


def test_a_comparison_shows_old_new_and_difference() -> None:
    lines = [Difference("Neurochirurgie", "NO", 1053, 1050, code="27", reason="Rectificatie")]
    html = drawn('{% comparison lines "Oud" "Nieuw" reasons=True %}', lines=lines)
    for text in ("1.053", "1.050", "−3", "Rectificatie", "Oud", "Nieuw"):
        assert text in html
    assert "table--blocks" in html  # on a phone the reason stands under the numbers
    assert 'data-label="Oud"' in html
    assert "Geen verschillen." in drawn('{% comparison lines "Oud" "Nieuw" %}', lines=[])


def test_progress_asks_again_only_while_the_job_runs() -> None:
    running = drawn("{% progress job %}", job=Progress("Berekenen", "/job", 1200, 5000))
    ended = drawn("{% progress job %}", job=Progress("Klaar", "/job", 5, 5, running=False))
    assert 'hx-get="/job"' in running
    assert "1.200 / 5.000" in running
    assert 'value="1200" max="5000"' in running
    assert "hx-get" not in ended
    assert "Ververs" not in ended


def test_the_review_page_says_who_is_mailed_and_carries_the_token() -> None:
    note = Review(
        ["Fase II gaat open."], "Voorleggen", "/terug", ["Bestuur"], 6, ["Dit ligt vast."]
    )
    html = drawn("{% review note %}", note=note, csrf_token="abc")
    assert "6 mensen krijgen bericht:" in html
    assert 'name="csrfmiddlewaretoken" value="abc"' in html
    assert 'href="/terug"' in html
    nobody = drawn("{% review note %}", note=Review(["Niets."], "Door", "/"))
    assert "Niemand krijgt bericht." in nobody


def test_pages_of_a_list_keep_the_filters() -> None:
    request = RequestFactory().get("/", {"q": "a&b", "page": "2"})
    page = Paginator(range(5000), 1000).page(2)
    html = drawn("{% pagination page %}", page=page, request=request)
    assert 'href="?q=a%26b&amp;page=1"' in html
    assert 'href="?q=a%26b&amp;page=3"' in html
    assert "Pagina 2 van 5, 5.000 regels" in html
    assert (
        drawn("{% pagination page %}", page=Paginator([1], 1).page(1), request=request).strip()
        == ""
    )


def test_empty_values_give_empty_texts() -> None:
    html = drawn(
        "{{ a|nl_date }}{{ a|places }}{{ a|percent }}{{ a|days_left }}{{ b|signed }}", a=None, b=""
    )
    assert html == ""
    assert drawn("{{ n|places }} {{ n|signed }}", n=0) == "0 0"
