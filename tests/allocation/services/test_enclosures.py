"""Enclosures: what each capacity brings along, and the pdf that goes with the mail."""

import pytest
from django.core import mail
from django.utils.translation import get_language

from allocation.models import Cycle, Membership
from allocation.roles import Role
from allocation.selectors.recipients import Enclosure, recipients_with
from allocation.services import enclosures
from allocation.services.enclosures import content_of, draws
from allocation.services.messages import prepare_mailing, release_mailing
from allocation.services.outbox import send_due
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
ROLES = {Role.COORDINATOR, Role.FMS}


@pytest.fixture
def cycle() -> Cycle:
    factories.make_reference_data()
    return factories.make_cycle()


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> str:
    """A kind of enclosure that tells its key and the language."""
    monkeypatch.setattr(enclosures, "_kinds", {})
    draws("told")(lambda key: f"{key} {get_language()}".encode())
    return "told"


def regional(membership: Membership) -> list[Enclosure]:
    region = membership.region
    return [Enclosure("told", region.key, f"{region.key}.pdf")] if region else []


def test_each_capacity_brings_its_own_enclosure_and_who_brings_none_gets_nothing(
    cycle: Cycle,
) -> None:
    person = factories.make_user("Coen")
    factories.appoint(person, Role.COORDINATOR, factories.region("NO"))
    factories.appoint(person, Role.COORDINATOR, factories.region("ON"))
    factories.appoint(factories.make_user("Fem"), Role.FMS, cycle)
    found = recipients_with(ROLES, cycle, enclosing=regional)
    assert [(one.user, [each.key for each in one.enclosures]) for one in found] == [
        (person, ["NO", "ON"])
    ]


def test_the_mail_brings_the_pdf_in_the_language_of_its_reader(cycle: Cycle, kind: str) -> None:
    bureau = factories.make_bureau()
    person = factories.make_user("Coen", language="en")
    factories.appoint(person, Role.COORDINATOR, factories.region("NO"))
    prepared = prepare_mailing(
        cycle=cycle,
        key="test",
        subject="Onderwerp",
        body="Tekst",
        subject_en="Subject",
        body_en="Text",
        recipients=recipients_with(ROLES, cycle, enclosing=regional),
        by=bureau,
        now=NOW,
    )
    release_mailing(mailing=prepared, by=bureau, now=NOW)
    send_due(clock=lambda: NOW)
    assert mail.outbox[0].attachments == [("NO.pdf", b"NO en", "application/pdf")]


def test_a_kind_that_nobody_draws_is_told(kind: str) -> None:
    with pytest.raises(LookupError, match="unknown"):
        content_of(Enclosure("unknown", "1", "1.pdf"), "nl")
