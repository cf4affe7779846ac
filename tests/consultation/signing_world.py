"""Sheets to sign, on top of the world of phase III. Invented names and addresses."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from bols_portal.accounts.models import User
from consultation.enums import SigningMethod, Stance
from consultation.models import Signature, SigningSheet, SigningSlot
from consultation.services.signing import SlotWish, StoredFile, add_signature, open_sheet
from tests.consultation.region_world import TRAINED, RegionWorld
from tests.factories import NOW, institution, region, specialism
from tests.phase_1 import sha

LATER = NOW + timedelta(days=1)
DIGEST = sha("the division of NO")
FILE = StoredFile("signatures/2027/scan.pdf", "scan.pdf", sha("a scan"))
MAIL = b"From: Anna <anna@vaart.example>\r\nDate: Mon, 2 Feb 2026 12:00:00 +0100\r\n\r\nEens.\r\n"


def region_sheet(world: RegionWorld, key: str = "NO", by: User | None = None) -> SigningSheet:
    """Every institution of the region is asked, the administrator of I001 by name."""
    codes = sorted({one for (at, _), codes in TRAINED.items() if at == key for one in codes})
    known = {"I001": (world.administrator.name, world.administrator.email)}
    return open_sheet(
        cycle=world.cycle,
        region=region(key),
        specialism=None,
        digest=DIGEST,
        slots=[SlotWish(institution(code), *known.get(code, ("", ""))) for code in codes],
        by=by or world.coordinator,
        now=NOW,
    )


def cluster_sheet(world: RegionWorld) -> SigningSheet:
    """The three trainers of cardiology in NO: the trainer at I001, the chair at I002."""
    wishes = [
        SlotWish(institution("I001"), world.trainer.name, world.trainer.email),
        SlotWish(institution("I002"), world.chair.name, world.chair.email),
        SlotWish(institution("N003"), "Wim Wolddijk", "wim@wolddijk.example"),
    ]
    return open_sheet(
        cycle=world.cycle,
        region=region("NO"),
        specialism=specialism("02"),
        digest=sha("cardiology"),
        slots=wishes,
        by=world.chair,
        now=NOW,
    )


def slot_of(sheet: SigningSheet, code: str = "I001") -> SigningSlot:
    """The place of an institution on a sheet."""
    return sheet.slots.select_related("sheet__cycle", "institution").get(institution__code=code)


def scan(slot: SigningSlot, by: User) -> Signature:
    """A scan of a wet signature that nobody checked yet."""
    return add_signature(
        slot=slot,
        stance=Stance.AGREES,
        method=SigningMethod.SCAN,
        signer_name="Bea Bestuurder",
        file=FILE,
        by=by,
        now=NOW,
    )


def upload(content: bytes = MAIL, name: str = "akkoord.eml") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)
