"""The calculation's pages: what they cost, and what they keep to themselves."""

import re
import zipfile
from collections import Counter
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse

from allocation.enums import AssignmentStatus, CareType, InstitutionKind
from allocation.models import (
    AssignmentLine,
    AssignmentShare,
    CalculationDetail,
    CalculationRequest,
    Institution,
    Region,
    UsageImport,
    UsageRow,
)
from allocation.roles import SCOPE_OF, Role, Scope
from bols_portal.accounts.models import User
from bols_portal.ui.formats import places_text
from tests import factories
from tests.allocation.calculation_world import (
    World,
    add_assignment,
    adopt,
    calculate,
    framework,
    make_world,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


def add_institutions(world: World, count: int) -> None:
    """More hospitals, each with care in one specialism, so that the world is of real size."""
    region = Region.objects.get(key="NO")
    [specialism, *_rest] = framework(world.cycle)
    delivery = UsageImport.objects.get(source="vektis")
    for number in range(count):
        one = Institution.objects.create(
            code=f"98{number:06}",
            name=f"Ziekenhuis {number}",
            kind=InstitutionKind.GENERAL,
            home_region=region,
        )
        line = AssignmentLine.objects.create(
            version=world.assignment,
            institution=one,
            specialism=specialism,
            recognised=False,
            basis="service_area",
        )
        AssignmentShare.objects.create(line=line, region=region, numerator=1, denominator=1)
        UsageRow.objects.create(
            usage_import=delivery,
            institution=one,
            specialism=specialism,
            care_type=CareType.FIRST_VISIT,
            amount=7,
        )


def recalculate(world: World, times: int) -> CalculationRequest:
    """Calculations on as many region assignments; returns the last."""
    found = calculate(world)
    for _again in range(times - 1):
        version = add_assignment(
            world.cycle, world.bureau, world.institutions, AssignmentStatus.DRAFT
        )
        found = calculate(world, version)
    return found


@pytest.mark.parametrize("count", [1, 5])
def test_the_overview_costs_the_same_for_one_and_for_five(count, django_assert_num_queries) -> None:
    world = make_world()
    recalculate(world, count)
    client = signed_in(world.bureau)
    address = reverse("calculations", args=[2027])
    client.get(address)  # the session and content types are there after a first time
    with django_assert_num_queries(16):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("more", [0, 93])
def test_the_table_costs_the_same_for_seven_and_for_a_hundred_institutions(
    more, django_assert_num_queries
) -> None:
    world = make_world()
    add_institutions(world, more)
    found = calculate(world)
    client = signed_in(world.bureau)
    address = reverse("calculation", args=[2027, found.number])
    client.get(address)
    with django_assert_num_queries(10):
        assert client.get(address).status_code == 200


# --- Confidentiality: Notitie adherentieberekening 2026, vraag 14 ---------------------------

ADDRESS = re.compile(r'(?:href|hx-get|src)="(/[^"#]*)"')
NUMBER = re.compile(r"(?<![\w.,:-])\d+(?:[.,]\d+)*(?![\w:-])")
SKIPPED = ("/static/", "/uitloggen/", "/demo/", "/taal/")
OTHERS = [role for role in Role if role not in {Role.BUREAU, Role.SECRETARY, Role.AUDITOR}]


def secrets_of(found: CalculationRequest) -> set[str]:
    """The unrounded numbers and amounts of a result, in the ways a page or file writes them."""
    result = CalculationDetail.objects.get(calculation__request=found).result
    amounts = {str(amount) for amount in UsageRow.objects.values_list("amount", flat=True)}
    exact = amounts | set(numbers_in(result["adherence"]))
    secrets = exact | {places_text(int(text)) for text in exact if text.isdigit()}
    for name, factor in (("shares", 100), ("quotas", 1), ("fitted", 1)):
        for text in numbers_in(result[name]):
            if Decimal(text) % 1:  # a whole one tells nothing that the table doesn't
                value = Decimal(text) * factor
                secrets |= {text, f"{value:.2f}", f"{value:.3f}"}
    secrets |= {text.replace(".", ",") for text in secrets if "," not in text}
    # Short ones stand on pages for other reasons: a number of a version, a whole total.
    return {text for text in secrets if sum(sign.isdigit() for sign in text) >= 3}


def numbers_in(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for one in value for text in numbers_in(one)]
    return [str(value)]


def told_in(text: str, secrets: set[str]) -> set[str]:
    """The secrets that stand in a text as a number of their own, not inside a digest or a date."""
    return secrets & set(NUMBER.findall(text))


def text_of(answer: Any) -> str:
    """What an answer says; of a workbook every part of it."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] != b"PK":
        return content.decode(errors="replace")
    with zipfile.ZipFile(BytesIO(content)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def held_on(role: Role, world: World) -> Any:
    return {
        Scope.EVERYTHING: lambda: None,
        Scope.CYCLE: lambda: world.cycle,
        Scope.REGION: lambda: factories.region("Leiden"),
        Scope.ASSOCIATION: lambda: factories.association("NVVC"),
        Scope.INSTITUTION: lambda: world.institutions["Leiden"],
        Scope.SPECIALISM: lambda: factories.specialism("46"),
        Scope.REGION_SPECIALISM: lambda: factories.cluster("Leiden", "02"),
    }[SCOPE_OF[role]]()


def crawl(client: Client, start: list[str], of_each: int = 3) -> dict[str, str]:
    """What one reaches by links, with what it says: some addresses of every route."""
    found: dict[str, str] = {}
    seen: Counter[str] = Counter()
    waiting = list(start)
    while waiting:
        address = waiting.pop(0).replace("&amp;", "&")
        if address in found or address.startswith(SKIPPED):
            continue
        route = resolve(address.partition("?")[0]).url_name or ""
        seen[route] += 1
        if seen[route] > of_each and address not in start:
            continue
        answer = client.get(address, follow=True)
        found[address] = text_of(answer)
        if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
            waiting += ADDRESS.findall(found[address])
    return found


def asked_for(found: CalculationRequest) -> list[str]:
    """Where the confidential numbers stand for who may see them."""
    one = {"year": 2027, "number": found.number}
    return [
        reverse("home"),
        reverse("calculation", kwargs=one),
        reverse("calculation_steps", kwargs=one),
        reverse("calculation_cell", kwargs={**one, "code": "02", "region": "Leiden"}),
        reverse("calculation_download", kwargs=one),
        *(
            reverse("calculation_table", kwargs={**one, "name": name})
            for name in ("zorggebruik", "aandelen", "onafgerond", "gepast", "totalen")
        ),
        *(
            reverse("calculation_dossier", kwargs={**one, "part": part})
            for part in ("case", "result")
        ),
        reverse("usage", args=[2027]),
    ]


def test_nobody_but_bureau_and_auditor_finds_an_unrounded_number_or_an_amount() -> None:
    world = make_world()
    found = calculate(world)
    adopt(found)
    secrets = secrets_of(found)
    assert len(secrets) > 500
    for role in OTHERS:
        user = factories.make_user(f"Persoon {role}")
        factories.appoint(user, role, held_on(role, world))
        pages = crawl(signed_in(user), asked_for(found))
        assert len(pages) > 12, role
        for address, text in pages.items():
            assert not told_in(text, secrets), (role, address)


def test_bureau_and_auditor_do_find_them() -> None:
    """So the test above would notice them, on pages and in files."""
    world = make_world()
    found = calculate(world)
    auditor = factories.make_user("Auke Auditor")
    factories.appoint(auditor, Role.AUDITOR, world.cycle)
    secrets = secrets_of(found)
    cell = reverse("calculation_cell", args=[2027, found.number, "02", "Leiden"])
    dossier = reverse("calculation_dossier", args=[2027, found.number, "result"])
    shares = reverse("calculation_table", args=[2027, found.number, "aandelen"])
    for user in (world.bureau, auditor):
        client = signed_in(user)
        for address in (cell, dossier, shares):
            assert told_in(text_of(client.get(address)), secrets), address
