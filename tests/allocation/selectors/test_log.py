"""Who reads which events, the filters, and a text for every code."""

import ast
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from allocation.models import Cycle
from allocation.phases.transitions import MACHINES
from allocation.roles import Role
from allocation.selectors.log import LogFilter, events_matching, lines_of
from allocation.selectors.log_texts import LABELS, action_text
from allocation.services import audit
from allocation.services.log import check_log, download_log
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from tests import factories

ROOT = Path(__file__).resolve().parents[3]
NOW = timezone.now()
# Machines whose steps are written to the trail as "<name>.<action>".
WRITTEN = {"Phase": "phase", "BoardDecision": "decision", "UsageImport": "usage"}


@pytest.fixture
def cycle(db: None) -> Cycle:
    factories.make_reference_data()
    return factories.make_cycle(2027, protocol={})


@pytest.fixture
def bureau(cycle: Cycle) -> User:
    return factories.make_bureau("Anna Vermeer")


def found(user: User, **wanted: object) -> list[str]:
    return [event.action for event in events_matching(user, LogFilter(**wanted))]  # type: ignore[arg-type]


def codes_in_source() -> set[str]:
    """Every literal first argument of a call to write(…) or record(action=…)."""
    codes = set()
    for path in [*(ROOT / "allocation").rglob("*.py"), *(ROOT / "bols_portal").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                function = node.func
                name = getattr(function, "attr", "") or getattr(function, "id", "")
                if name.strip("_") in {"write", "record", "record_view", "audit", "audit_content"}:
                    codes |= {
                        value.value
                        for value in [*node.args[:1], *(k.value for k in node.keywords)]
                        if isinstance(value, ast.Constant)
                        and isinstance(value.value, str)
                        and value.value.count(".") == 1
                        and value.value.replace(".", "").replace("_", "").islower()
                    }
    return codes


def test_every_code_that_is_written_has_a_text() -> None:
    codes = codes_in_source()
    assert len(codes) > 20
    assert sorted(codes - set(LABELS)) == []


def test_every_step_of_a_state_machine_has_a_text() -> None:
    codes = {
        f"{WRITTEN[machine.name]}.{edge.action}"
        for machine in MACHINES
        if machine.name in WRITTEN
        for edge in machine.edges
    }
    assert sorted(codes - set(LABELS)) == []


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert action_text("something.new") == "something.new"


def test_the_bureau_reads_everything_and_an_auditor_their_own_cycle(
    cycle: Cycle, bureau: User
) -> None:
    other = factories.make_cycle(2026, protocol={})
    auditor = factories.make_user("Lodewijk")
    factories.appoint(auditor, Role.AUDITOR, cycle)
    audit.write("cycle.opened", by=bureau, now=NOW, cycle=cycle)
    audit.write("deadline.moved", by=bureau, now=NOW, cycle=other)
    audit.write("person.added", by=bureau, now=NOW)
    assert found(bureau) == ["person.added", "deadline.moved", "cycle.opened"]
    assert found(auditor) == ["person.added", "cycle.opened"]
    for role, on in ((Role.BOARD, cycle), (Role.COORDINATOR, factories.region())):
        user = factories.make_user()
        factories.appoint(user, role, on)
        assert found(user) == []


def test_the_filters(cycle: Cycle, bureau: User) -> None:
    audit.write("cycle.opened", by=bureau, now=NOW - timedelta(days=9), subject=cycle, cycle=cycle)
    audit.write("person.closed", by=bureau, now=NOW, subject=bureau, reason="Naar Ziekenhuis X")
    audit.write("message.sent", by=None, now=NOW)
    today = timezone.localdate(NOW)
    assert found(bureau, who="vermeer") == ["person.closed", "cycle.opened"]
    assert found(bureau, action="person.closed") == ["person.closed"]
    assert found(bureau, object_type="allocation.Cycle") == ["cycle.opened"]
    assert found(bureau, cycle=cycle.pk) == ["cycle.opened"]
    assert found(bureau, text="ziekenhuis x") == ["person.closed"]
    assert found(bureau, since=today) == ["message.sent", "person.closed"]
    assert found(bureau, until=today - timedelta(days=1)) == ["cycle.opened"]
    assert found(bureau, since=today, who="anna") == ["person.closed"]


def test_a_line_in_words(cycle: Cycle, bureau: User) -> None:
    audit.write(
        "membership.appointed", by=bureau, now=NOW, subject=bureau, role="coordinator", on="OOR NO"
    )
    with translation.override("en"):
        (line,) = lines_of(Event.objects.all())
        assert (line.who, line.what, line.about) == ("Anna Vermeer", "gave a role", "Anna Vermeer")
        assert line.roles == "Bureau employee"
        assert line.facts == "role: Region coordinator; for: OOR NO"


def test_the_download_is_what_was_filtered_and_is_written_down(cycle: Cycle, bureau: User) -> None:
    audit.write("cycle.opened", by=bureau, now=NOW, subject=cycle, cycle=cycle)
    audit.write("person.closed", by=bureau, now=NOW, subject=bureau, reason="=1+1")
    wanted = LogFilter(action="person.closed")
    with translation.override("en"):
        content = download_log(wanted=wanted, by=bureau, now=NOW)
    book = load_workbook(BytesIO(content))
    notice, sheet = book.worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][0] == 2
    assert rows[1][7] == "=1+1"
    assert sheet.cell(2, 8).data_type == "s", "text, not a formula"
    assert "person.closed" in notice["A2"].value
    event = Event.objects.latest("sequence")
    assert event.action == "log.downloaded"
    assert event.data == {"lines": 1, "filters": {"action": "person.closed"}}


def test_checking_is_written_down(cycle: Cycle, bureau: User) -> None:
    state = check_log(by=bureau, now=NOW)
    assert state.whole
    assert Event.objects.latest("sequence").data == {"events": 0, "whole": True, "broken_at": None}


@pytest.mark.parametrize("events", [1, 120])
def test_the_page_costs_the_same_for_one_event_and_for_many(
    client: Client,
    cycle: Cycle,
    bureau: User,
    events: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(events):
        audit.write("cycle.opened", by=bureau, now=NOW, cycle=cycle, label=str(number))
    client.force_login(bureau, "allauth.account.auth_backends.AuthenticationBackend")
    client.get("/logboek/")
    with django_assert_num_queries(14):
        page = client.get("/logboek/")
    assert page.status_code == 200
