"""Signed forms that are brought in: what counts at once, what waits, and what is refused."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from allocation.enums import PhaseStatus
from allocation.errors import FaultyInput, NotNow, NotPermitted
from allocation.models import Message
from bols_portal.audit.models import Event
from consultation.enums import CheckOutcome, SigningMethod
from consultation.models import Signature
from consultation.selectors.signing import state_of
from consultation.services.bols_form import blank_form
from consultation.services.signed_files import (
    check_signature,
    sign_with_file,
    sign_with_pdf,
    sign_with_scan,
)
from consultation.services.signing import close_sheet, correct_slot
from tests.consultation.signed_world import LATER, SignedWorld, a_file, a_png, a_scan
from tests.consultation.signing_world import slot_of
from tests.factories import institution, make_bureau
from tests.signed_pdfs import Maker, a_form, appended

pytestmark = pytest.mark.django_db
ROOT = Maker("Wortel van de test", ca=True)
PERSON = Maker("drs. B. Bestuurder", ROOT)


@pytest.fixture
def world() -> SignedWorld:
    return SignedWorld()


@pytest.fixture
def _known(settings, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_text(ROOT.pem())
    settings.SIGNATURE_ROOTS = str(tmp_path)


def by_pdf(world: SignedWorld, content: bytes, code: str = "I001", by=None) -> Signature:
    person = by or world.administrator
    return sign_with_pdf(slot=world.slot(code), file=a_file(content), by=person, now=LATER)


def by_scan(world: SignedWorld, code: str = "I001", by=None, file=None) -> Signature:
    person = by or world.administrator
    return sign_with_scan(
        slot=world.slot(code), file=file or a_scan(), name="Bea Bestuurder", by=person, now=LATER
    )


def checked(signature: Signature, by, outcome=CheckOutcome.CONFIRMED, reason="", now=LATER):
    return check_signature(signature=signature, outcome=outcome, reason=reason, by=by, now=now)


@pytest.mark.usefixtures("_known")
def test_a_known_certificate_in_the_name_of_who_was_asked_counts_at_once(world):
    signature = by_pdf(world, PERSON.signs(world.form()))
    assert (signature.method, signature.signer_name) == (
        SigningMethod.DIGITAL,
        "drs. B. Bestuurder",
    )
    assert signature.validation["at_once"] is True
    assert signature.validation["named"] is True
    assert (state_of(world.sheet).signed, state_of(world.sheet).to_check) == (1, ())
    assert default_storage.exists(signature.file.name)
    event = Event.objects.get(action="signing.signed")
    assert event.data["to_check"] is False


@pytest.mark.usefixtures("_known")
def test_a_known_certificate_in_another_name_waits(world):
    signature = by_pdf(world, Maker("J. Anders", ROOT).signs(world.form()))
    assert signature.validation["named"] is False
    assert [one.waiting for one in state_of(world.sheet).to_check] == [signature]


@pytest.mark.usefixtures("_known")
def test_who_brings_in_for_others_does_not_sign_for_them_with_an_own_certificate(world):
    slot = world.slot("I001")
    own = world.coordinator.name
    correct_slot(slot=slot, name=own, email="prive@mail.test", by=world.coordinator, now=LATER)
    signature = by_pdf(world, Maker(own, ROOT).signs(world.form()), by=world.coordinator)
    assert signature.validation["named"] is False
    assert (state_of(world.sheet).signed, len(state_of(world.sheet).to_check)) == (0, 1)
    with pytest.raises(NotPermitted):
        checked(signature, world.coordinator)


@pytest.mark.usefixtures("_known")
def test_the_form_saved_anew_by_another_program_waits(world):
    signature = by_pdf(world, PERSON.signs(appended(world.form())))
    assert signature.validation["form"] == "changed"
    assert len(state_of(world.sheet).to_check) == 1


def test_an_unknown_chain_counts_after_the_check_of_the_bureau(world):
    signature = by_pdf(world, PERSON.signs(world.form()))
    assert (signature.validation["chain"], state_of(world.sheet).signed) == ("unknown", 0)
    check = checked(signature, world.bureau)
    assert (check.by, state_of(world.sheet).signed) == (world.bureau, 1)
    assert Event.objects.filter(action="signing.confirmed").count() == 1


def _tampered(content: bytes) -> bytes:
    place = content.index(b"stream") + 20
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda form: form, "geen digitale handtekening"),
        (lambda form: _tampered(PERSON.signs(form)), "gewijzigd nadat"),
        (lambda form: appended(PERSON.signs(form)), "toegevoegd"),
        (lambda form: PERSON.signs(form) + b"rommel", "toegevoegd"),
        (lambda form: Maker("B", ROOT, days=(-9, -1)).signs(form), "verlopen"),
        (lambda form: PERSON.signs(a_form("Iets anders")), "niet het formulier"),
    ],
    ids=["unsigned", "byte changed", "revision", "junk", "expired", "other form"],
)
def test_what_is_broken_is_refused_with_what_was_found(world, make, says):
    with pytest.raises(FaultyInput) as refusal:
        by_pdf(world, make(world.form()))
    assert says in " ".join(str(fault.message) for fault in refusal.value.faults)
    assert not Signature.objects.exists()


def test_the_form_of_another_institution_or_sheet_is_not_this_one(world):
    for other in (world.form("I002"), blank_form(slot_of(world.cluster_sheet))):
        with pytest.raises(FaultyInput) as refusal:
            by_pdf(world, PERSON.signs(other))
        assert "niet het formulier" in str(refusal.value.faults[0].message)


def test_a_scan_waits_for_the_bureau_and_then_counts(world):
    signature = by_scan(world)
    assert (signature.method, state_of(world.sheet).signed) == (SigningMethod.SCAN, 0)
    checked(signature, world.bureau)
    assert state_of(world.sheet).signed == 1
    with pytest.raises(NotNow, match="gecontroleerd"):
        checked(signature, world.bureau)
    with pytest.raises(NotNow, match="twee keer"):
        by_scan(world)


def test_a_refused_scan_leaves_the_place_open_and_mails_who_brought_it_in(world):
    signature = by_scan(world, "N003", by=world.coordinator)
    with pytest.raises(FaultyInput) as refusal:
        checked(signature, world.bureau, CheckOutcome.REFUSED)
    assert refusal.value.faults[0].column == "reason"
    checked(signature, world.bureau, CheckOutcome.REFUSED, "De code is niet te lezen.")
    assert state_of(world.sheet).of("N003").refused == signature
    message = Message.objects.get(mailing__key="signature_refused")
    assert message.recipient == world.coordinator
    assert "De code is niet te lezen." in message.body
    with pytest.raises(NotNow, match="eerder bekeken"):
        by_scan(world, "N003", by=world.coordinator)
    again = by_scan(world, "N003", by=world.coordinator, file=a_scan(width=50))
    assert again.number == 2


def test_nobody_checks_what_he_brought_in_and_only_the_bureau_checks(world):
    own = by_scan(world, "N003", by=world.bureau)
    with pytest.raises(NotPermitted, match="collega"):
        checked(own, world.bureau)
    checked(own, make_bureau("Tweede van het bureau"))
    signature = by_scan(world)
    for person in (world.coordinator, world.administrator, world.chair, world.member):
        with pytest.raises(NotPermitted):
            checked(signature, person)


def test_a_check_says_what_it_found(world):
    with pytest.raises(FaultyInput) as refusal:
        checked(by_scan(world), world.bureau, "misschien")
    assert refusal.value.faults[0].column == "outcome"


def test_the_coordinator_checks_what_trainers_of_a_cluster_signed(world):
    slot = slot_of(world.cluster_sheet, "N003")
    signature = sign_with_scan(
        slot=slot, file=a_scan(), name="Wim Wolddijk", by=world.chair, now=LATER
    )
    with pytest.raises(NotPermitted):
        checked(signature, world.other)
    checked(signature, world.coordinator)
    assert state_of(world.cluster_sheet).signed == 1


def test_who_may_bring_in(world):
    by_scan(world, "I002", by=world.coordinator)
    for person in (world.other, world.elsewhere, world.chair, world.trainer, world.member):
        with pytest.raises(NotPermitted):
            by_scan(world, "N003", by=person)
    with pytest.raises(NotPermitted):  # not for another institution
        by_scan(world, "N004", by=world.administrator)


def test_what_came_later_takes_the_place_of_what_waits(world):
    first = by_scan(world)
    second = by_scan(world, file=a_scan(width=60))
    assert state_of(world.sheet).of("I001").waiting == second
    with pytest.raises(NotNow, match="latere handtekening"):
        checked(first, world.bureau)


def test_a_closed_sheet_takes_nothing_but_a_submitted_one_is_still_checked(world):
    signature, other = by_scan(world), by_scan(world, "N003", by=world.coordinator)
    close_sheet(sheet=world.sheet, because="submitted", now=LATER)
    with pytest.raises(NotNow):
        by_scan(world, "I002", by=world.coordinator)
    checked(signature, world.bureau)
    assert state_of(world.sheet).signed == 1
    world.sheet.refresh_from_db()
    world.sheet.closed_because = "replaced"
    world.sheet.save()
    with pytest.raises(NotNow, match="daarna gewijzigd"):
        checked(other, world.bureau)


def test_when_phase_three_is_over_nothing_is_brought_in_or_checked(world):
    signature = by_scan(world)
    world.set_phase(PhaseStatus.CLOSED)
    with pytest.raises(NotNow):
        by_scan(world, "I002", by=world.coordinator)
    with pytest.raises(NotNow):
        checked(signature, world.bureau)


def test_the_file_itself_says_how_it_was_signed(world):
    def brought(content: bytes, code: str, name: str = "formulier.pdf") -> str:
        return sign_with_file(
            slot=world.slot(code),
            file=a_file(content, name),
            name="Wie Tekende",
            by=world.coordinator,
            now=LATER + timedelta(minutes=1),
        ).method

    assert brought(PERSON.signs(world.form("I001")), "I001") == SigningMethod.DIGITAL
    assert brought(world.form("I002"), "I002") == SigningMethod.SCAN
    assert brought(a_png(), "N003", "foto.png") == SigningMethod.SCAN
    with pytest.raises(FaultyInput):  # a broken signature is no scan
        brought(_tampered(PERSON.signs(world.form("N004"))), "N004")


def test_a_scan_needs_a_file_and_a_name(world):
    for file, name, column in ((None, "Bea", "file"), (a_scan(), "  ", "name")):
        with pytest.raises(FaultyInput) as refusal:
            sign_with_scan(
                slot=world.slot(), file=file, name=name, by=world.administrator, now=LATER
            )
        assert refusal.value.faults[0].column == column


def test_the_form_is_the_same_whenever_it_is_made_and_differs_for_everybody(world):
    assert world.form() == world.form()
    assert world.form() != world.form("I002")
    slot = world.slot()
    slot.name = "Iemand anders"
    slot.save()
    assert world.form() == blank_form(slot)
    assert institution("I001").name
