"""A confirmation by e-mail: recorded as it came, and waiting for a check."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from allocation.errors import FaultyInput, NotPermitted, Refused
from consultation.enums import SigningMethod, Stance
from consultation.models import Signature
from consultation.selectors.signing import state_of
from consultation.services.signing import Confirmation, record_email
from consultation.services.signing_emails import judge_email
from tests.consultation.region_world import RegionWorld
from tests.consultation.signing_world import (
    LATER,
    MAIL,
    cluster_sheet,
    region_sheet,
    slot_of,
    upload,
)
from tests.factories import NOW

pytestmark = pytest.mark.django_db
WHO = Confirmation("Anna de Vaart", "anna@vaart.example", NOW.date())
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


@pytest.fixture
def world() -> RegionWorld:
    return RegionWorld()


def test_a_recorded_mail_waits_for_a_check(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    signature = record_email(
        slot=slot_of(sheet, "I002"),
        file=upload(),
        confirmation=WHO,
        stance=Stance.AGREES,
        by=world.coordinator,
        now=LATER,
    )
    assert (signature.method, signature.signer_email) == (SigningMethod.EMAIL, WHO.address)
    assert signature.validation == {"sent_on": "2026-02-02"}
    place = str(signature.file.name)
    assert default_storage.open(place).read() == MAIL
    assert place.endswith(f"{signature.file_digest}.eml")
    state = state_of(sheet)
    assert (state.signed, len(state.to_check), len(state.missing)) == (0, 1, 4)


def test_the_chair_and_the_bureau_record_too_and_others_do_not(world: RegionWorld) -> None:
    sheet = cluster_sheet(world)
    for person in (world.trainer, world.administrator, world.other, world.auditor):
        with pytest.raises(NotPermitted):
            record_email(
                slot=slot_of(sheet, "N003"),
                file=upload(),
                confirmation=WHO,
                stance=Stance.AGREES,
                by=person,
                now=LATER,
            )
    for person in (world.chair, world.bureau):
        record_email(
            slot=slot_of(sheet, "N003"),
            file=upload(),
            confirmation=WHO,
            stance=Stance.DISSENTS,
            view="Anders",
            reasons="Daarom",
            by=person,
            now=LATER,
        )


def test_everything_that_is_missing_is_said_at_once(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    with pytest.raises(FaultyInput) as refusal:
        record_email(
            slot=slot_of(sheet, "I002"),
            file=None,
            confirmation=Confirmation(" ", "geen adres", None),
            stance=Stance.DISSENTS,
            by=world.coordinator,
            now=LATER,
        )
    columns = [fault.column for fault in refusal.value.faults]
    assert columns == ["view", "reasons", "sender", "address", "sent_on", "file"]
    assert not Signature.objects.exists()


@pytest.mark.parametrize("days", [-1, 2])
def test_a_mail_from_before_the_sheet_or_from_tomorrow_confirms_nothing(
    world: RegionWorld, days: int
) -> None:
    day: date = NOW.date() + timedelta(days=days)
    with pytest.raises(FaultyInput) as refusal:
        record_email(
            slot=slot_of(region_sheet(world), "I002"),
            file=upload(),
            confirmation=Confirmation("Anna", "anna@vaart.example", day),
            stance=Stance.AGREES,
            by=world.coordinator,
            now=LATER,
        )
    assert "2 februari 2026" in str(refusal.value.faults[0].message)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("bericht.msg", b"\xd0\xcf\x11\xe0", "Bewaar de e-mail als eml of pdf"),
        ("bericht.html", b"<script>alert(1)</script>", "alleen eml, txt en pdf"),
        ("bericht.eml.exe", MAIL, "alleen eml, txt en pdf"),
        ("leeg.txt", b"", "leeg"),
        ("groot.txt", b"a" * (10 * 1024 * 1024 + 1), "10 MB"),
        ("programma.txt", b"MZ\x00\x01", "geen tekst"),
        ("kop.eml", b"Hallo daar\r\n\r\nAkkoord", "geen e-mail"),
        ("zonder.eml", b"From: a@b.example\r\n\r\nAkkoord", "geen e-mail"),
        ("script.pdf", PDF.replace(b"endobj", b"/JavaScript endobj"), "script"),
        ("nep.pdf", MAIL, "pdf"),
    ],
)
def test_what_is_no_mail_is_refused_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / "upload"
    path.write_bytes(content)
    with pytest.raises(Refused, match=told):
        judge_email(path, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.eml", MAIL),
        ("a.txt", "Van: Anna\nAkkoord, één plaats.".encode()),
        ("a.txt", b"\xe9\xe9n plaats"),
        ("a.pdf", PDF),
    ],
)
def test_eml_text_and_pdf_are_kept(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / "upload"
    path.write_bytes(content)
    assert judge_email(path, name) == Path(name).suffix
