"""The pages of care usage: what they show, to whom, at which cost, and what the log keeps."""

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from allocation.enums import ImportStatus, InstitutionKind, JobStatus, UsageSource
from allocation.models import Cycle, Institution, Job, UsageImport
from allocation.roles import Role
from allocation.selectors.usage_todo import todo
from allocation.services.usage import accept_import
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from tests import factories
from tests.allocation.services import usage_deliveries as deliveries

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    return deliveries.usage_cycle()


@pytest.fixture
def first(cycle: Cycle) -> User:
    return factories.make_bureau("Eerste")


@pytest.fixture
def second(cycle: Cycle) -> User:
    return factories.make_bureau("Tweede")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[1])
    return client


def page(user: User, name: str, *args: object) -> str:
    response = browser(user).get(reverse(name, args=[2027, *args]))
    assert response.status_code == 200
    return response.content.decode()


def test_totals_stand_beside_the_control_totals(cycle: Cycle, first: User, second: User) -> None:
    lines = deliveries.lines()
    for line in lines:
        line[5] = 1_234_567
    found = deliveries.imported(cycle, first, deliveries.xlsx(lines, deliveries.controls(lines)))
    html = page(second, "usage_import", found.number)
    assert html.count("2.469.134") == 2 * len(found.totals)
    assert reverse("usage_accept", args=[2027, found.number]) in html
    own = page(first, "usage_import", found.number)
    assert "Een tweede bureaumedewerker beoordeelt haar" in own
    assert reverse("usage_accept", args=[2027, found.number]) not in own


def test_looking_and_downloading_are_kept_in_the_log(
    cycle: Cycle, first: User, second: User
) -> None:
    auditor = factories.make_user("Auditor")
    factories.appoint(auditor, Role.AUDITOR, cycle)
    found = deliveries.imported(cycle, first)
    page(auditor, "usage_import", found.number)
    page(auditor, "usage_institutions", found.number)
    page(auditor, "usage_institution", found.number, "I001")
    client = browser(auditor)
    for name in ("usage_delivery", "usage_table"):
        assert client.get(reverse(name, args=[2027, found.number])).status_code == 200
    events = Event.objects.filter(actor_id=auditor.pk, action__startswith="usage.")
    told = list(events.values_list("action", flat=True))
    assert told == [
        "usage.viewed",
        "usage.institutions_viewed",
        "usage.institution_viewed",
        "usage.delivery_downloaded",
        "usage.table_downloaded",
    ]


def test_delivery_comes_back_as_it_was_and_is_not_kept_on_the_way(
    cycle: Cycle, first: User
) -> None:
    file = deliveries.text(deliveries.lines())
    content = file.read()
    file.seek(0)
    found = deliveries.upload(cycle, first, file)
    response = browser(first).get(reverse("usage_delivery", args=[2027, found.number]))
    assert b"".join(response.streaming_content) == content  # type: ignore[attr-defined]
    assert response["Cache-Control"] == "no-store"
    assert "attachment" in response["Content-Disposition"]


def test_faults_are_shown_and_can_be_downloaded(cycle: Cycle, first: User) -> None:
    lines = [*deliveries.lines(), ["X999", "", "02", "Dagopname", 2024, 5]]
    found = deliveries.imported(
        cycle, first, deliveries.xlsx(lines, deliveries.controls(deliveries.lines()))
    )
    html = page(first, "usage_import", found.number)
    assert "Onbekende instellingscode" in html
    assert f"A{len(lines) + 1}" in html
    response = browser(first).get(reverse("usage_faults", args=[2027, found.number]))
    sheet = openpyxl.load_workbook(BytesIO(response.content)).worksheets[1]
    assert [cell.value for cell in sheet[2]] == [
        "Onbekende instellingscode",
        "Zorggebruik",
        f"A{len(lines) + 1}",
        "X999",
        "een code uit de lijst van instellingen",
    ]


def test_typed_control_totals_are_used(cycle: Cycle, first: User) -> None:
    lines = deliveries.lines()
    data: dict[str, object] = {"file": deliveries.text(lines)}
    words = {word: care for care, word in deliveries.WORDS.items()}
    for code, word, amount in deliveries.controls(lines):
        data[f"control-{code}-{words[word]}"] = f"{amount:,}".replace(",", ".")
    url = reverse("usage_upload", args=[2027, "vektis"])
    response = browser(first).post(url, data)
    found = UsageImport.objects.get()
    assert response["Location"] == reverse("usage_import", args=[2027, found.number])
    assert deliveries.read(found).status == ImportStatus.READY


def test_control_totals_in_a_file_of_their_own(cycle: Cycle, first: User) -> None:
    lines = deliveries.lines()
    stated = deliveries.text(deliveries.controls(lines), deliveries.CONTROL_HEADER)
    url = reverse("usage_upload", args=[2027, "vektis"])
    data = {"file": deliveries.text(lines), "controls_file": stated}
    assert browser(first).post(url, data).status_code == 302
    assert deliveries.read(UsageImport.objects.get()).status == ImportStatus.READY


def test_what_was_typed_stays_when_something_is_wrong(cycle: Cycle, first: User) -> None:
    url = reverse("usage_upload", args=[2027, "vektis"])
    html = (
        browser(first)
        .post(url, {"control-02-day_admission": "12,5", "control-02-first_visit": "77"})
        .content.decode()
    )
    assert 'value="12,5"' in html
    assert 'value="77"' in html
    assert "Vul een heel getal van 0 of meer in." in html
    assert not UsageImport.objects.exists()


def test_wrong_file_and_wrong_control_file_say_why(cycle: Cycle, first: User) -> None:
    url = reverse("usage_upload", args=[2027, "vektis"])
    from django.core.files.uploadedfile import SimpleUploadedFile

    pdf = SimpleUploadedFile("a.xlsx", b"%PDF-1.7")
    assert "Dit is een pdf" in browser(first).post(url, {"file": pdf}).content.decode()
    bad = deliveries.text([["02", "Dagopname", "veel"]], deliveries.CONTROL_HEADER)
    data = {"file": deliveries.text(deliveries.lines()), "controls_file": bad}
    html = browser(first).post(url, data).content.decode()
    assert "Controletotaal dat geen heel getal is" in html
    assert "C2" in html


def test_progress_refreshes_with_and_without_script(cycle: Cycle, first: User) -> None:
    found = deliveries.upload(cycle, first)
    url = reverse("usage_import", args=[2027, found.number])
    client = browser(first)
    whole = client.get(url).content.decode()
    piece = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert f'href="{url}"' in whole
    assert f'hx-get="{url}"' in piece
    assert "<html" not in piece
    deliveries.read(found)
    done = client.get(url, headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == url


def test_broken_off_reading_can_be_started_again(cycle: Cycle, first: User) -> None:
    found = deliveries.upload(cycle, first)
    Job.objects.filter(pk=found.job_id).update(status=JobStatus.FAILED, error_code="worker_lost")
    assert "Opnieuw lezen" in page(first, "usage_import", found.number)
    url = reverse("usage_again", args=[2027, found.number])
    assert browser(first).post(url).status_code == 302
    assert deliveries.read(UsageImport.objects.get()).status == ImportStatus.READY


def test_accepting_shows_first_what_it_replaces(cycle: Cycle, first: User, second: User) -> None:
    old = deliveries.imported(cycle, first)
    accept_import(usage_import=old, by=second, now=factories.NOW)
    new = deliveries.imported(cycle, first)
    html = page(second, "usage_accept", new.number)
    assert f"Zij vervangt import {old.number}." in html
    url = reverse("usage_accept", args=[2027, new.number])
    assert browser(second).post(url).status_code == 302
    assert UsageImport.objects.get(pk=old.pk).status == ImportStatus.REPLACED
    html = page(second, "usage_changes", new.number)
    assert "De landelijke totalen zijn gelijk." in html


def test_template_can_be_filled_in_and_uploaded(cycle: Cycle, first: User) -> None:
    response = browser(first).get(reverse("usage_template", args=[2027, "dhd"]))
    book = openpyxl.load_workbook(BytesIO(response.content))
    lines = deliveries.lines("dhd")
    for line in lines:
        book["Zorggebruik"].append(line)
    stated = {(code, care): amount for code, care, amount in deliveries.controls(lines)}
    names = {care.casefold(): care for care in deliveries.WORDS.values()}
    names |= {"verrichting eigen patienten": deliveries.WORDS["procedure_own"]}
    names |= {"verrichting patienten van derden": deliveries.WORDS["procedure_third"]}
    for row in book["Controletotalen"].iter_rows(min_row=2):
        row[2].value = stated[row[0].value, names[str(row[1].value).casefold()]]
    buffer = BytesIO()
    book.save(buffer)
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("ingevuld.xlsx", buffer.getvalue())
    found = deliveries.imported(cycle, first, file, UsageSource.DHD)
    assert (found.status, found.faults) == (ImportStatus.READY, [])
    assert "other_sheet" not in {one["code"] for one in found.warnings}  # our own notes


def test_todo_asks_the_second_employee_alone(cycle: Cycle, first: User, second: User) -> None:
    found = deliveries.imported(cycle, first)
    assert list(todo(first, cycle, factories.NOW)) == []
    (item,) = todo(second, cycle, factories.NOW)
    assert item.url == reverse("usage_import", args=[2027, found.number])
    coordinator = factories.make_user("Coördinator")
    factories.appoint(coordinator, Role.COORDINATOR, factories.region("NO"))
    assert list(todo(coordinator, cycle, factories.NOW)) == []


def _with_institutions(cycle: Cycle, by: User, count: int) -> UsageImport:
    codes = ["I001"]
    for number in range(1, count):
        code = f"N{number:03d}"
        Institution.objects.create(code=code, name=f"Huis {code}", kind=InstitutionKind.GENERAL)
        codes.append(code)
    lines = [[code, "", *line[2:]] for line in deliveries.lines("dhd", ["I001"]) for code in codes]
    file = deliveries.xlsx(lines, deliveries.controls(lines))
    return deliveries.imported(cycle, by, file, UsageSource.DHD)


def _overview(number: int) -> str:
    return reverse("usage", args=[2027])


def _detail(number: int) -> str:
    return reverse("usage_import", args=[2027, number])


def _institutions(number: int) -> str:
    return reverse("usage_institutions", args=[2027, number])


def _institution(number: int) -> str:
    return reverse("usage_institution", args=[2027, number, "I001"])


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize(
    ("address", "queries"),
    [(_overview, 10), (_detail, 20), (_institutions, 19), (_institution, 21)],
)
def test_pages_cost_the_same_for_one_and_a_hundred_institutions(
    cycle: Cycle,
    first: User,
    second: User,
    count: int,
    address: Callable[[int], str],
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    found = _with_institutions(cycle, first, count)
    client = browser(second)
    client.get(address(found.number))  # content types and the like are kept after the first time
    with django_assert_num_queries(queries):
        assert client.get(address(found.number)).status_code == 200
