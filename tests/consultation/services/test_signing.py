"""Signing one exact content: who may, once, and never on a closed sheet."""

from datetime import timedelta

import pytest

from allocation.enums import PhaseStatus
from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused
from bols_portal.audit.models import Event
from consultation.enums import CheckOutcome, SigningMethod, Stance
from consultation.models import SignatureCheck, SigningLink
from consultation.selectors.signing import ALPHABET, normal_code, shown_code, state_of, states_of
from consultation.services.signing import (
    SlotWish,
    add_signature,
    close_sheet,
    open_sheet,
    sign,
)
from tests.consultation.region_world import RegionWorld
from tests.consultation.signing_world import (
    DIGEST,
    FILE,
    LATER,
    cluster_sheet,
    region_sheet,
    scan,
    slot_of,
)
from tests.factories import NOW, institution, region, specialism

pytestmark = pytest.mark.django_db
TRUSTED = {"chain": "trusted", "intact": True, "covers_all": True}


@pytest.fixture
def world() -> RegionWorld:
    return RegionWorld()


def test_a_sheet_asks_every_institution_and_has_a_code_that_reads_well(world: RegionWorld) -> None:
    sheet, other = region_sheet(world), region_sheet(world, "Utrecht", by=world.other)
    state = state_of(sheet)
    assert (state.asked, state.signed, len(state.missing)) == (4, 0, 4)
    assert not state.all_signed
    assert len(sheet.code) == 8
    assert set(sheet.code) <= set(ALPHABET)
    assert sheet.code != other.code
    assert normal_code(f" {shown_code(sheet.code).lower()} ") == sheet.code
    event = Event.objects.filter(action="signing.opened").first()
    assert event is not None
    assert sorted(event.data["institutions"]) == ["I001", "I002", "N003", "N004"]


def test_a_sheet_without_anybody_is_not_opened(world: RegionWorld) -> None:
    with pytest.raises(Refused, match="niemand die dit kan"):
        open_sheet(
            cycle=world.cycle,
            region=region("NO"),
            specialism=None,
            digest=DIGEST,
            slots=[],
            by=world.coordinator,
            now=NOW,
        )


def test_one_address_does_not_stand_for_two_trainers(world: RegionWorld) -> None:
    wishes = [SlotWish(institution(code), "V", "v@x.example") for code in ("I001", "I002")]
    with pytest.raises(Refused, match="bij twee instellingen"):
        open_sheet(
            cycle=world.cycle,
            region=region("NO"),
            specialism=specialism("02"),
            digest=DIGEST,
            slots=wishes,
            by=world.chair,
            now=NOW,
        )


def test_an_administrator_signs_for_the_own_institution_alone(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    signature = sign(slot=slot_of(sheet), stance=Stance.AGREES, by=world.administrator, now=LATER)
    assert (signature.digest, signature.signer_name) == (DIGEST, "Bea Bestuurder")
    for person in (world.elsewhere, world.coordinator, world.bureau, world.trainer):
        with pytest.raises(NotPermitted, match="Alleen een bestuurder"):
            sign(slot=slot_of(sheet, "I002"), stance=Stance.AGREES, by=person, now=LATER)
    state = state_of(sheet)
    assert (state.signed, [one.slot.institution.code for one in state.missing]) == (
        1,
        ["N004", "I002", "N003"],
    )
    event = Event.objects.filter(action="signing.signed").get()
    assert (event.data["institution"], event.data["digest"]) == ("I001", DIGEST)


def test_a_trainer_is_known_by_the_address_at_the_institution(world: RegionWorld) -> None:
    sheet = cluster_sheet(world)
    sign(slot=slot_of(sheet), stance=Stance.AGREES, by=world.trainer, now=LATER)
    sign(slot=slot_of(sheet, "I002"), stance=Stance.AGREES, by=world.chair, now=LATER)
    for person in (world.chair, world.trainer, world.administrator, world.coordinator):
        with pytest.raises(NotPermitted, match="Alleen de opleider"):
            sign(slot=slot_of(sheet, "N003"), stance=Stance.AGREES, by=person, now=LATER)


def test_nobody_signs_twice_nor_after_another_view(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    sign(
        slot=slot_of(sheet),
        stance=Stance.DISSENTS,
        view="Eén plaats meer.",
        reasons="De vraag groeit.",
        by=world.administrator,
        now=LATER,
    )
    with pytest.raises(NotNow, match="ondertekent twee keer"):
        sign(slot=slot_of(sheet), stance=Stance.AGREES, by=world.administrator, now=LATER)
    state = state_of(sheet)
    assert (state.signed, len(state.dissenting), len(state.missing)) == (0, 1, 3)
    assert Event.objects.filter(action="signing.dissented").count() == 1


def test_withholding_needs_a_view_and_reasons_told_at_once(world: RegionWorld) -> None:
    with pytest.raises(FaultyInput) as refusal:
        sign(
            slot=slot_of(region_sheet(world)),
            stance=Stance.DISSENTS,
            view=" ",
            by=world.administrator,
            now=LATER,
        )
    assert [fault.column for fault in refusal.value.faults] == ["view", "reasons"]
    with pytest.raises(FaultyInput, match="nog niets ondertekend"):
        sign(
            slot=slot_of(region_sheet(world)),
            stance="perhaps",
            by=world.administrator,
            now=LATER,
        )


def test_a_closed_sheet_takes_nothing(world: RegionWorld) -> None:
    for because, told in [("replaced", "is daarna gewijzigd"), ("returned", "is teruggestuurd")]:
        sheet = region_sheet(world)
        close_sheet(sheet=sheet, because=because, now=LATER, by=world.coordinator)
        assert sheet.closed_because == because
        with pytest.raises(NotNow, match=told):
            sign(slot=slot_of(sheet), stance=Stance.AGREES, by=world.administrator, now=LATER)


def test_a_sheet_stays_as_it_was_closed_and_takes_its_links_along(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    link = SigningLink.objects.create(
        slot=slot_of(sheet),
        name="B",
        email="b@x.example",
        made_at=NOW,
        made_by=world.coordinator,
        expires_at=NOW + timedelta(days=14),
    )
    close_sheet(sheet=sheet, because="replaced", now=LATER)
    close_sheet(sheet=sheet, because="submitted", now=LATER)
    link.refresh_from_db()
    assert (sheet.closed_because, link.revoked_at) == ("replaced", LATER)
    assert Event.objects.filter(action="signing.closed").count() == 1


def test_nothing_is_signed_while_phase_iii_does_not_run(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    world.set_phase(PhaseStatus.AT_BOARD)
    with pytest.raises(NotNow, match="bij het bestuur"):
        sign(slot=slot_of(sheet), stance=Stance.AGREES, by=world.administrator, now=LATER)


def test_a_scan_counts_once_it_was_checked(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    signature = scan(slot_of(sheet, "I002"), world.coordinator)
    state = state_of(sheet)
    assert (state.signed, len(state.missing), len(state.to_check)) == (0, 4, 1)
    SignatureCheck.objects.create(
        signature=signature, outcome=CheckOutcome.CONFIRMED, at=LATER, by=world.bureau
    )
    state = state_of(sheet)
    assert (state.signed, len(state.to_check)) == (1, 0)
    with pytest.raises(NotNow, match="al ondertekend"):
        scan(slot_of(sheet, "I002"), world.coordinator)


def test_a_refused_scan_leaves_the_place_open(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    signature = scan(slot_of(sheet), world.bureau)
    SignatureCheck.objects.create(
        signature=signature,
        outcome=CheckOutcome.REFUSED,
        reason="Onleesbaar",
        at=LATER,
        by=world.secretary,
    )
    state = state_of(sheet)
    assert (len(state.missing), len(state.to_check)) == (4, 0)
    assert next(one for one in state.slots if one.refused).slot.institution.code == "I001"
    again = sign(slot=slot_of(sheet), stance=Stance.AGREES, by=world.administrator, now=LATER)
    assert (again.number, state_of(sheet).signed) == (2, 1)


@pytest.mark.parametrize(
    ("found", "signed"),
    [
        (TRUSTED, 1),
        ({**TRUSTED, "chain": "unknown"}, 0),
        ({**TRUSTED, "covers_all": False}, 0),
        ({**TRUSTED, "form": "changed"}, 0),
    ],
)
def test_a_digital_signature_counts_at_once_on_a_trusted_chain(
    world: RegionWorld, found: dict[str, object], signed: int
) -> None:
    sheet = region_sheet(world)
    add_signature(
        slot=slot_of(sheet),
        stance=Stance.AGREES,
        method=SigningMethod.DIGITAL,
        signer_name="Bea Bestuurder",
        file=FILE,
        validation=found,
        by=world.administrator,
        now=LATER,
    )
    assert (state_of(sheet).signed, len(state_of(sheet).to_check)) == (signed, 1 - signed)


def test_others_bring_nothing_in(world: RegionWorld) -> None:
    slot = slot_of(region_sheet(world), "I002")
    for person in (world.other, world.elsewhere, world.chair, world.member, world.auditor):
        with pytest.raises(NotPermitted):
            scan(slot, person)
    with pytest.raises(NotPermitted, match="niet voor deze instelling"):
        add_signature(
            slot=slot,
            stance=Stance.AGREES,
            method=SigningMethod.LINK,
            signer_name="B",
            by=None,
            now=NOW,
        )


def test_states_cost_the_same_for_one_sheet_and_many(
    world: RegionWorld, django_assert_num_queries: object
) -> None:
    sheets = [region_sheet(world), cluster_sheet(world), region_sheet(world, "Utrecht")]
    sign(slot=slot_of(sheets[0]), stance=Stance.AGREES, by=world.administrator, now=LATER)
    for chosen in (sheets[:1], sheets):
        with django_assert_num_queries(3):  # type: ignore[operator]
            found = states_of(chosen)
            assert all(one.slot.institution.name for state in found.values() for one in state.slots)
