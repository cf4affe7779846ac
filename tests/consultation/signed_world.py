"""A proposal of region NO that is being signed, with its numbers, and signed forms for it."""

import zlib
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.enums import TableKind
from allocation.models import Cycle
from allocation.services.tables import Places, add_table
from consultation.models import (
    ClusterCell,
    ClusterMeeting,
    ClusterProposal,
    RegionProposal,
    SigningSlot,
)
from consultation.services.bols_form import blank_form
from tests.consultation.region_world import FITTING, RegionWorld
from tests.consultation.signing_world import cluster_sheet, region_sheet, slot_of
from tests.factories import NOW, institution, region, specialism
from tests.phase_1 import sha

LATER = NOW + timedelta(days=1)


class SignedWorld(RegionWorld):
    """The sheet of NO lies with its four institutions; that of cardiology with three trainers."""

    def __init__(self, cycle: Cycle | None = None) -> None:
        super().__init__(cycle)
        self.sheet = region_sheet(self)
        cells = [
            Places(code, "NO", places, institution=at)
            for code, row in FITTING["NO"].items()
            for at, places in row.items()
        ]
        table = add_table(
            cycle=self.cycle, kind=TableKind.REGION, cells=cells, by=self.coordinator, now=NOW
        )
        self.proposal = RegionProposal.objects.create(
            cycle=self.cycle,
            region=region("NO"),
            number=1,
            table=table,
            decided=self.decided.table,
            sheet=self.sheet,
            consensus=True,
            motivation="Zoals besproken.",
            digest=self.sheet.digest,
            adopted_at=NOW,
            adopted_by=self.coordinator,
        )
        self.cluster_sheet = cluster_sheet(self)
        cluster = ClusterProposal.objects.create(
            cycle=self.cycle,
            region=region("NO"),
            specialism=specialism("02"),
            number=1,
            report="cluster_reports/x.pdf",
            report_name="verslag.pdf",
            report_digest=sha("a report"),
            digest=self.cluster_sheet.digest,
            sheet=self.cluster_sheet,
            filed_at=NOW,
            filed_by=self.chair,
        )
        for at, places in FITTING["NO"]["02"].items():
            ClusterCell.objects.create(proposal=cluster, institution=institution(at), places=places)
        ClusterMeeting.objects.create(proposal=cluster, held_on=NOW.date() - timedelta(days=3))

    def slot(self, code: str = "I001") -> SigningSlot:
        """The place of an institution on the sheet of the region."""
        return slot_of(self.sheet, code)

    def form(self, code: str = "I001") -> bytes:
        """The blank form of an institution."""
        return blank_form(self.slot(code))


def a_file(content: bytes, name: str = "formulier.pdf") -> SimpleUploadedFile:
    """A file as it is uploaded."""
    return SimpleUploadedFile(name, content)


def a_png(width: int = 40, height: int = 30, more: bytes = b"") -> bytes:
    """A small grey picture, whole and well-formed."""

    def part(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return len(body).to_bytes(4, "big") + kind + body + check.to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    rows = zlib.compress(b"".join(b"\x00" + b"\x99" * width for _row in range(min(height, 500))))
    return (
        b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + more + part(b"IDAT", rows) + part(b"IEND", b"")
    )


def a_scan(**size: Any) -> SimpleUploadedFile:
    """A photo of a signed form."""
    return a_file(a_png(**size), "scan.png")
