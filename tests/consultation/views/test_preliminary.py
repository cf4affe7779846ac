"""The pages of the preliminary proposal: the bureau's, the joined table, and the decision."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from allocation.enums import AssignmentBasis, InstitutionKind, TableKind
from allocation.models import (
    AllocationTable,
    AssignmentLine,
    AssignmentShare,
    DeadlineVersion,
    Institution,
)
from allocation.models import TableCell as Cell
from allocation.services.tables import Places, add_table
from consultation.selectors.preliminary_letter import established
from tests.consultation.preliminary_world import SAID, WHY, PreliminaryWorld
from tests.factories import NOW, region, specialism

pytestmark = pytest.mark.django_db
HERE = "/toewijzing/2027/fase-3/voorlopig-voorstel/"
TABLE, FILE = f"{HERE}tabel/", f"{HERE}tabel.xlsx"
DECIDE = "/toewijzing/2027/fase-3/besluit/"
REGION = f"{DECIDE}oor/NO/"


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def add_institutions(world: PreliminaryWorld, table: AllocationTable, count: int) -> None:
    """More institutions that take part in 05 of NO, with no places."""
    for number in range(count):
        one = Institution.objects.create(
            code=f"Q{number:03d}",
            name=f"Ziekenhuis {number:03d}",
            city="Assen",
            kind=InstitutionKind.GENERAL,
            home_region=region("NO"),
        )
        line = AssignmentLine.objects.create(
            version=world.assignment,
            institution=one,
            specialism=specialism("05"),
            recognised=True,
            recognition_source="RGS",
            basis=AssignmentBasis.AGREEMENT,
        )
        AssignmentShare.objects.create(line=line, region=region("NO"), numerator=1, denominator=1)
        Cell.objects.create(
            table=table, specialism=specialism("05"), region=region("NO"), institution=one, places=0
        )


def last_year(world: PreliminaryWorld) -> None:
    """I001 had two places of 02, and I002 two."""
    cells = [Places("02", "NO", 2, institution=at) for at in ("I001", "I002")]
    add_table(cycle=world.cycle, kind=TableKind.PREVIOUS, cells=cells, by=world.bureau, now=NOW)


def test_the_bureau_sees_what_each_region_still_needs() -> None:
    world = PreliminaryWorld(without=("Utrecht",), missing=("N003",), dissents=("I002",))
    world.mediate("05")
    page = as_(world.bureau).get(HERE)
    lines = {one.name: one for one in page.context["lines"]}
    assert lines["OOR NO"].signed == "2 van 4"
    assert [one.names for one in lines["OOR NO"].told] == [
        "Ziekenhuis Wolddijk",
        "Ziekenhuis Aan de Vaart",
    ]
    assert "Heelkunde" in lines["OOR NO"].decides
    assert lines["OOR NO"].sums_right
    assert not lines["OOR Utrecht"].sums_right
    assert len(lines["OOR Utrecht"].faults) == 2
    assert "0 verdeeld, 4 toegekend" in page.text
    assert "2 specialismen nog te verwachten" in page.text  # it is late, not wrong
    assert lines["OOR Utrecht"].decides == "alles, als de OOR niets indient"
    assert "Nog te verwachten: Utrecht." in page.text


def test_the_joined_table_is_filtered_and_compared() -> None:
    world = PreliminaryWorld()
    last_year(world)
    client = as_(world.bureau)
    page = client.get(TABLE)
    assert page.context["total"] == page.context["whole"] == 16
    assert [one.institution.code for one in page.context["rows"]][-2:] == ["I003", "U002"]
    page = client.get(TABLE, {"oor": "NO", "specialisme": "02", "vorig": "on"})
    assert page.context["total"] == 5
    matrix = page.context["matrix"]
    assert [[cell.changed for cell in row.cells] for row in matrix.rows] == [[1], [-1], [1]]
    page = client.get(TABLE, {"instelling": "wolddijk"})
    assert [one.institution.code for one in page.context["rows"]] == ["N003"]
    assert [row.code for row in page.context["matrix"].rows] == ["02"]
    page = client.get(TABLE, {"instelling": "bestaat niet"})
    assert page.context["matrix"] is None
    assert client.get(TABLE, {"oor": "?", "specialisme": "99"}).context["total"] == 16


def test_the_download_is_exactly_what_is_filtered() -> None:
    world = PreliminaryWorld()
    content = as_(world.auditor).get(FILE, {"oor": "Utrecht"}).content
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    rows = [[cell for cell in row if cell is not None] for row in sheet.values]
    assert ["Utrecht", "I003", "UMC Voorbeeld Midden", 3, 1, 4] in rows
    assert ["Totaal", 4, 1, 5] in [row[-4:] for row in rows]
    assert not any("NO" in row for row in rows)


def test_no_region_sees_another_before_the_board_decided() -> None:
    world = PreliminaryWorld()
    client = as_(world.coordinator)
    page = client.get(TABLE)
    assert page.status_code == 200
    assert "UMC Voorbeeld" not in page.text
    assert client.get(FILE).status_code == 404
    assert client.get(f"{TABLE}NO/02/I001/").status_code == 404
    world.adopt(world.propose())
    assert "UMC Voorbeeld Midden" in client.get(TABLE).text
    assert client.get(FILE).status_code == 200


@pytest.mark.parametrize("more", [1, 100])
def test_pages_cost_the_same_for_one_institution_and_a_hundred(
    more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world = PreliminaryWorld()
    add_institutions(world, world.proposals["NO"].table, more)
    client = as_(world.bureau)
    client.get(TABLE)
    with django_assert_num_queries(27):
        assert client.get(TABLE).status_code == 200
    with django_assert_num_queries(42):
        assert client.get(HERE).status_code == 200


def test_the_board_decides_in_a_region_and_nothing_typed_is_lost() -> None:
    world = PreliminaryWorld(dissents=("I002",))
    client = as_(world.member)
    page = client.get(REGION, {"rij": "02"})
    assert SAID in page.text
    assert [one.code for one in page.context["rows"]] == ["02"]
    typed = {"rij": "02", "seen": "0", "places-02-I001": "2", "reason-02": WHY}
    page = client.post(REGION, typed | {"places-02-I002": "7", "places-02-N003": "1"})
    assert page.status_code == 200
    assert "10 plaatsen verdeeld" in page.text
    assert 'value="7"' in page.text
    assert WHY in page.text
    page = client.post(REGION, typed | {"places-02-I002": "2", "places-02-N003": "1"})
    assert page.status_code == 302
    page = client.post(REGION, typed | {"seen": "0"})
    assert page.status_code == 409
    page = client.get(DECIDE)
    assert "het bestuur besluit over 1 specialisme" in page.text
    page = client.post(DECIDE, {"reason": "", "seen": "1"}, follow=True)
    assert page.status_code == 200
    assert not page.context["reads_living"]
    assert as_(world.bureau).get(DECIDE).context["reads_living"]


def test_why_tells_every_step() -> None:
    world = PreliminaryWorld(dissents=("I002",))
    numbers = {("02", "I001"): "2", ("02", "I002"): "2", ("02", "N003"): "1"}
    world.adopt(world.rule(places=numbers))
    page = as_(world.other).get(f"{TABLE}NO/02/I002/")
    texts = [step.text for step in page.context["why"].steps]
    assert texts == [
        "Het bestuur gaf de OOR 5 plaatsen voor dit specialisme.",
        "De OOR stelde 1 voor (versie 1).",
        f"Het bestuur besloot: 2. {WHY}",
    ]
    sole = as_(world.other).get(f"{TABLE}NO/22/I001/", headers={"HX-Request": "true"})
    assert "één opleiding" in sole.text
    assert "<html" not in sole.text
    assert as_(world.other).get(f"{TABLE}NO/22/I002/").status_code == 404
    assert as_(world.other).get(f"{TABLE}XX/22/I002/").status_code == 404


def test_the_page_of_an_institution_tells_the_last_day_as_the_agenda_has_it_now() -> None:
    world = PreliminaryWorld()
    decision = world.adopt(world.propose())
    last = DeadlineVersion.objects.filter(deadline__key="complaints").latest("number")
    DeadlineVersion.objects.create(
        deadline=last.deadline,
        number=last.number + 1,
        day=date(2098, 6, 12),
        kind="at_the_latest",
        reason="Later.",
        set_at=decision.decided_at + timedelta(days=1),
        set_by=world.bureau,
    )
    page = as_(world.administrator).get(f"{HERE}brief/I001/")
    assert page.status_code == 200
    assert page.context["complaints"].last_day == date(2098, 6, 12)
    assert "12 juni 2098" in " ".join(page.context["complain"])
    assert established(decision).complaints.last_day != date(2098, 6, 12)  # the letter as it left
