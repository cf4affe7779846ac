"""A round that runs, and coordinators who file focus points in it. Invented texts."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.models import Deadline, DeadlineVersion
from allocation.roles import Role
from bols_portal.accounts.models import User
from consultation.models import Filing, Round
from consultation.services.focus import file_focus
from tests.consultation.advice_world import LATER, make_round, start_phase_2
from tests.factories import NOW, appoint, make_cycle, make_reference_data, make_user, region
from tests.phase_1 import ReadyPhase

TEXTS = {
    "spearheads": "De regio zet in op ouderenzorg en kleine ziekenhuizen.",
    "demand": "De zorgvraag in het noorden vergrijst sneller dan elders.",
}
WISHES = {"capacity": "Cardiologie: 8\nHeelkunde: 6\nUrologie: 2"}
PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"


def pdf(name: str = "brief.pdf", more: bytes = b"") -> SimpleUploadedFile:
    """A small pdf; `more` makes it another one."""
    return SimpleUploadedFile(name, PDF.replace(b"endobj", b"endobj" + more))


def package(**parts: bytes) -> bytes:
    """A zip with these parts; two underscores in a name are a slash, one a full stop."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return target.getvalue()


def docx(**more: bytes) -> bytes:
    """A Word document, as far as a guard looks."""
    return package(word__document_xml=b"<w:document/>", **more)


def without_a_day(world: "FocusWorld") -> None:
    """The agenda names no day for focus points, so that pages are open whatever the clock says."""
    set_day(world, None)


def set_day(world: "FocusWorld", day: Any) -> None:
    """A new version of the deadline for focus points."""
    deadline = Deadline.objects.get(cycle=world.cycle, key="focus_points")
    DeadlineVersion.objects.create(
        deadline=deadline,
        number=deadline.versions.count() + 1,
        day=day,
        kind="at_the_latest",
        set_at=NOW,
        set_by=world.ready.bureau,
    )


class FocusWorld:
    """Phase II with one open round; `coordinator` of NO, `colleague` too, `other` of Leiden."""

    def __init__(self) -> None:
        make_reference_data()
        self.cycle = make_cycle()
        self.ready = ReadyPhase(self.cycle)
        start_phase_2(self.cycle)
        self.round: Round = make_round(self.ready)
        self.bureau = self.ready.bureau
        self.coordinator = self._coordinator("Coen Coordinator", "NO")
        self.colleague = self._coordinator("Cato Collega", "NO")
        self.other = self._coordinator("Otto Ander", "Leiden")
        self.fms = make_user("Fem Federatie")
        appoint(self.fms, Role.FMS, self.cycle)
        self.region = region("NO")

    def _coordinator(self, name: str, key: str) -> User:
        user = make_user(name)
        appoint(user, Role.COORDINATOR, region(key))
        return user

    def file(self, texts: dict[str, str] | None = None, *, seen: int = 0, **more: Any) -> Filing:
        """Files focus points of NO."""
        facts: dict[str, Any] = {
            "consultation": self.round,
            "region": self.region,
            "by": self.coordinator,
            "now": LATER,
        } | more
        return file_focus(texts=TEXTS if texts is None else texts, seen=seen, **facts)

    def next_round(self) -> Round:
        """A second round, after a rectification."""
        self.round = make_round(self.ready, number=2)
        return self.round


def posted(
    texts: dict[str, str] | None = None, *, seen: int = 0, action: str = "file", **more: Any
) -> dict[str, Any]:
    """The fields as the form sends them."""
    given = TEXTS if texts is None else texts
    return (
        {f"text-{key}": text for key, text in given.items()}
        | {
            "seen": seen,
            "action": action,
        }
        | more
    )
