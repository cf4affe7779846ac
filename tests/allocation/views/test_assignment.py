"""The pages of the region assignment: uploading, checking, objecting, answering, correcting."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from allocation.enums import InstitutionKind
from allocation.models import AssignmentVersion, Cycle, Institution, LateChange, LineCheck
from allocation.roles import Role
from allocation.services.assignment import send_to_check
from bols_portal.accounts.models import User
from tests.allocation.assignments import (
    REFERENCE,
    add_version,
    assignment_book,
    divided,
    line,
    moved,
    saved,
    small_lines,
    upload_of,
    version_in_check,
    whole,
)
from tests.factories import (
    NOW,
    appoint,
    institution,
    make_bureau,
    make_cycle,
    make_reference_data,
    make_user,
    region,
)

pytestmark = pytest.mark.django_db
HERE = "/toewijzing/2027/fase-1/oor-indeling/"


@pytest.fixture
def cycle() -> Cycle:
    make_reference_data()
    return make_cycle()


@pytest.fixture
def bureau(cycle: Cycle) -> User:
    return make_bureau()


@pytest.fixture
def coordinator(cycle: Cycle) -> User:
    user = make_user("Coordinator NO")
    appoint(user, Role.COORDINATOR, region("NO"))
    return user


def as_(client: Client, user: User) -> Client:
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[1])
    return client


def payload_of(page: str) -> str:
    found = re.search(r'name="payload" value="([^"]+)"', page)
    assert found
    return found[1]


ROWS = [
    ["I001", None, "01", "ja", "RGS", "SWO", "NO", 1],
    ["I002", None, "01", "ja", "RGS", "SWO", "NO", 1],
    ["I001", None, "05", "ja", "RGS", "naar rato", "NO", None, 4.2, 4.1, 4.1],
    ["I001", None, "05", "ja", "RGS", "naar rato", "OOR Amsterdam", None, 6.2, 6.2, 6.2],
]


def uploaded(client: Client, cycle: Cycle, rows: list[list[object]]) -> str:
    content = saved(assignment_book(cycle, rows))
    data = {"file": upload_of(content), "reference_date": REFERENCE.isoformat()}
    return client.post(f"{HERE}inlezen/", data).content.decode()


def test_upload_preview_confirm_and_read(client: Client, cycle: Cycle, bureau: User) -> None:
    page = uploaded(as_(client, bureau), cycle, ROWS)
    assert not AssignmentVersion.objects.exists()
    assert "2 aandelen zijn uitgerekend uit de fte" in page
    client.post(f"{HERE}inlezen/bevestigen/", {"payload": payload_of(page)})
    version = AssignmentVersion.objects.get()
    text = client.get(f"{HERE}regel/{line(version, 'I001', '05').pk}/").content.decode()
    assert "12,4 van 31 fte = 2/5" in text
    assert "18,6 van 31 fte = 3/5" in text


def test_faults_are_shown_all_at_once_with_their_cells(
    client: Client, cycle: Cycle, bureau: User
) -> None:
    rows = [["I999", *ROWS[0][1:]], [*ROWS[1][:7], 0.9]]
    text = uploaded(as_(client, bureau), cycle, rows)
    assert "2 fouten in het bestand" in text
    assert "I999" in text
    assert "9/10 = 9/10" in text


def test_the_second_of_two_uploads_is_compared_with_the_first(
    client: Client, cycle: Cycle, bureau: User
) -> None:
    page = uploaded(as_(client, bureau), cycle, ROWS)
    add_version(cycle, make_bureau("Collega"))
    facts = {"payload": payload_of(page), "reason": "Mijn reden"}
    refused = client.post(f"{HERE}inlezen/bevestigen/", facts)
    assert refused.status_code == 409
    assert "Mijn reden" in refused.content.decode()
    facts["payload"] = payload_of(refused.content.decode())
    assert client.post(f"{HERE}inlezen/bevestigen/", facts).status_code == 302
    assert AssignmentVersion.objects.get(number=2).reason == "Mijn reden"


def test_a_coordinator_confirms_line_by_line_by_institution_and_the_rest(
    client: Client, cycle: Cycle, bureau: User, coordinator: User
) -> None:
    version = version_in_check(cycle, bureau)
    as_(client, coordinator)
    text = client.get(HERE).content.decode()
    assert "0 bevestigd" in text
    assert "5 te bekijken" in text
    assert "UMC Voorbeeld Duin" not in client.get(f"{HERE}regels/").content.decode()
    one = line(version, "I001", "01").pk
    back = f"{HERE}regels/?status=todo"
    done = client.post(f"{HERE}regels/bevestigen/", {"line": one, "next": back})
    assert done.headers["Location"] == back
    client.post(f"{HERE}regels/bevestigen/", {"institution": institution("I002").pk})
    assert "3 bevestigd" in client.get(HERE).content.decode()
    page = client.get(f"{HERE}alles-bevestigen/")
    assert [view.line.specialism.code for view in page.context["divided"]] == ["05"]
    client.post(f"{HERE}alles-bevestigen/", {"version": version.number})
    assert "U hebt alle regels bekeken" in client.get(HERE).content.decode()
    assert LineCheck.objects.count() == 5


def test_going_back_never_leaves_the_portal(
    client: Client, cycle: Cycle, bureau: User, coordinator: User
) -> None:
    version = version_in_check(cycle, bureau)
    data = {"line": line(version, "I001", "01").pk, "next": "https://elders.example/"}
    done = as_(client, coordinator).post(f"{HERE}regels/bevestigen/", data)
    assert done.headers["Location"] == f"{HERE}regels/"


def test_confirm_all_asks_again_after_a_new_version(
    client: Client, cycle: Cycle, bureau: User, coordinator: User
) -> None:
    version_in_check(cycle, bureau)
    add_version(cycle, bureau, moved("I002", "01", "ON"))
    done = as_(client, coordinator).post(f"{HERE}alles-bevestigen/", {"version": 1})
    assert done.headers["Location"] == f"{HERE}alles-bevestigen/"
    assert not LineCheck.objects.exists()


def test_an_objection_is_answered_by_a_correction_on_screen(
    client: Client, cycle: Cycle, bureau: User, coordinator: User
) -> None:
    version = version_in_check(cycle, bureau)
    pk = line(version, "I002", "01").pk
    as_(client, coordinator)
    empty = client.post(f"{HERE}regel/{pk}/bezwaar/", {"reason": ""})
    assert "reason" in empty.context["form"].errors
    client.post(f"{HERE}regel/{pk}/bezwaar/", {"reason": "Hoort bij ON"})
    check = LineCheck.objects.get()
    as_(client, bureau)
    assert "Hoort bij ON" in client.get(f"{HERE}bezwaren/").content.decode()
    adopt = {"outcome": "adopted", "text": "Overgenomen"}
    refused = client.post(f"{HERE}bezwaren/{check.pk}/", adopt)
    assert refused.context["form"].non_field_errors()
    facts = {
        "based_on": 1,
        "recognised": "ja",
        "source": "RGS",
        "basis": "agreement",
        "share-ON": "1/2",
        "reason": "SWO met ON",
    }
    faulty = client.post(f"{HERE}regel/{pk}/corrigeren/", facts)
    assert "1/2 = 1/2" in faulty.content.decode()
    client.post(f"{HERE}regel/{pk}/corrigeren/", facts | {"share-ON": "1"})
    client.post(f"{HERE}bezwaren/{check.pk}/", adopt)
    answer = LineCheck.objects.get().answer
    assert answer.settled_in == AssignmentVersion.objects.get(number=2)
    seen = as_(client, coordinator).get(f"{HERE}bezwaren/").content.decode()
    assert "verwerkt in versie 2" in seen
    assert "Overgenomen" in seen


def test_exports_hold_what_one_may_see(
    client: Client, cycle: Cycle, bureau: User, coordinator: User
) -> None:
    version_in_check(cycle, bureau)

    def rows(user: User) -> list[tuple[object, ...]]:
        content = as_(client, user).get(f"{HERE}versie/1/download/").content
        return list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))

    assert len(rows(bureau)) == 1 + 7
    assert "Fte 2026" in rows(bureau)[0]
    own = rows(coordinator)
    assert len(own) == 1 + 6  # the shared line has two rows
    assert all("fte" not in str(title).lower() for title in own[0])
    assert not any("I004" in row for row in own)


def test_a_formula_in_a_name_stays_text(client: Client, cycle: Cycle, bureau: User) -> None:
    Institution.objects.filter(code="I001").update(name='=HYPERLINK("http://kwaad")')
    add_version(cycle, bureau)
    content = as_(client, bureau).get(f"{HERE}versie/1/download/").content
    cell = load_workbook(BytesIO(content)).worksheets[0]["B2"]
    assert cell.data_type == "s"
    template = load_workbook(BytesIO(client.get(f"{HERE}sjabloon/").content))
    assert template["Instellingen"]["B2"].data_type != "f"


def test_two_versions_line_by_line(client: Client, cycle: Cycle, bureau: User) -> None:
    add_version(cycle, bureau)
    add_version(cycle, bureau, [*moved("I002", "01", "ON")[:-1], whole("I004", "01", "Leiden")])
    page = as_(client, bureau).get(f"{HERE}vergelijken/")
    kinds = [(row["institution"], row["code"], row["kind"]) for row in page.context["changes"]]
    assert kinds == [
        ("Ziekenhuis Aan de Vaart", "01", "changed"),
        ("UMC Voorbeeld Duin", "01", "added"),
        ("UMC Voorbeeld Duin", "02", "removed"),
    ]


def test_late_changes_are_proposed_and_listed(
    client: Client, cycle: Cycle, bureau: User, coordinator: User
) -> None:
    version = version_in_check(cycle, bureau)
    as_(client, coordinator)
    address = f"{HERE}wijzigingen-later/"
    assert client.get(address).context["form"] is None
    version.status, version.established_at = "established", NOW
    version.save()
    client.post(address, {"institution": "I002", "specialism": "02", "text": "Vanaf 2028 bij ON"})
    change = LateChange.objects.get()
    as_(client, bureau).post(f"{address}{change.pk}/", {"listed": "yes"})
    assert "op de lijst" in as_(client, coordinator).get(address).content.decode()


# By person and page; the same for 1 and for 100 institutions.
QUERIES = {
    ("coordinator", ""): 14,
    ("bureau", ""): 19,
    ("coordinator", "regels/"): 12,
    ("bureau", "regels/"): 12,
    ("coordinator", "alles-bevestigen/"): 12,
}


@pytest.mark.parametrize(("who", "path"), [*QUERIES])
def test_pages_cost_the_same_for_1_and_100_institutions(
    client: Client,
    cycle: Cycle,
    bureau: User,
    coordinator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    who: str,
    path: str,
) -> None:
    few = send_to_check(
        version=add_version(cycle, bureau, [whole("I001", "01", "NO"), divided("I001", "05")]),
        until=REFERENCE,
        by=bureau,
        now=NOW,
    )
    as_(client, coordinator if who == "coordinator" else bureau)
    client.get(HERE)
    expected = QUERIES[who, path]
    with django_assert_num_queries(expected):
        client.get(HERE + path)
    lines = small_lines()
    for number in range(100):
        code = f"H{number:03}"
        Institution.objects.create(
            code=code, name=f"Ziekenhuis {number}", kind=InstitutionKind.GENERAL
        )
        lines += [whole(code, "01", "NO"), whole(code, "02", "NO"), divided(code, "05")]
    assert few.lines.count() == 2
    add_version(cycle, bureau, lines)
    with django_assert_num_queries(expected):
        client.get(HERE + path)
