"""Files beside focus points: what they really are, what their names become, and how many."""

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from allocation.errors import FaultyInput, Refused
from allocation.workbooks import SheetOut, write_workbook
from consultation.models import Attachment, FilingDraft
from consultation.services.focus import save_focus_draft
from consultation.services.focus_files import LONGEST_NAME, clean_name
from tests.consultation.advice_world import LATER
from tests.consultation.focus_world import (
    JPG,
    PDF,
    PNG,
    TEXTS,
    FocusWorld,
    docx,
    package,
    pdf,
)
from tests.factories import region

XLSX = write_workbook([SheetOut("Blad", ["A"], [["b"]])])
EXTERNAL = (
    b'<Relationships><Relationship Type="http://x/attachedTemplate" Target="http://x/t.dotm" '
    b'TargetMode="External"/></Relationships>'
)


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> FocusWorld:
    settings.MEDIA_ROOT = tmp_path
    return FocusWorld()


def add(world: FocusWorld, *files: SimpleUploadedFile, seen: int = 0, **more: Any) -> FilingDraft:
    return save_focus_draft(
        consultation=world.round,
        region=world.region,
        texts=TEXTS,
        seen=seen,
        by=world.coordinator,
        now=LATER,
        added=files,
        **more,
    )


def refused(world: FocusWorld, name: str, content: bytes) -> str:
    with pytest.raises(FaultyInput) as refusal:
        add(world, SimpleUploadedFile(name, content))
    assert not Attachment.objects.exists()
    assert not FilingDraft.objects.exists()
    assert [one.column for one in refusal.value.faults] == ["files"]
    return str(refusal.value.faults[0].message)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("brief.pdf", PDF),
        ("Brief.PDF", PDF),
        ("brief.docx", docx()),
        ("tabel.xlsx", XLSX),
        ("kaart.png", PNG),
        ("kaart.jpeg", JPG),
    ],
)
def test_every_kind_is_kept_under_its_digest_for_the_portal_alone(
    world: FocusWorld, name: str, content: bytes
) -> None:
    add(world, SimpleUploadedFile(name, content))
    kept = Attachment.objects.get()
    path = Path(kept.file.path)
    assert path.read_bytes() == content
    assert path.stem == kept.digest
    assert kept.size == len(content)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leeg.pdf", b""),
        ("programma.exe", b"MZ"),
        ("pagina.html", b"<html>"),
        ("plaatje.svg", b"<svg onload='x()'/>"),
        ("geen-naam", PDF),
        ("brief.pdf", b"MZ\x90 %%EOF"),
        ("half.pdf", b"%PDF-1.7 en dan niets"),
        ("script.pdf", PDF.replace(b"endobj", b"<< /S /JavaScript >>")),
        ("verhuld.pdf", PDF.replace(b"endobj", b"<< /S /J#61va#53cript >>")),
        ("start.pdf", PDF.replace(b"endobj", b"<< /S /Launch >>")),
        ("pak.pdf", PDF.replace(b"endobj", b"<< /EmbeddedFiles 3 0 R >>")),
        ("kaart.png", JPG),
        ("kaart.jpg", PNG),
        ("half.png", PNG[:20]),
        ("brief.docx", PDF),
        ("brief.docx", XLSX),
        ("tabel.xlsx", docx()),
        ("oud.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("los.docx", package(iets_txt=b"los")),
        ("kapot.docx", b"PK\x03\x04 kapot"),
        ("macro.docx", docx(word__vbaProject_bin=b"x")),
        ("ole.docx", docx(word__embeddings__oleObject1_bin=b"x")),
        ("sjabloon.docx", docx(word___rels__settings_xml_rels=EXTERNAL)),
        ("entiteit.docx", docx(word__styles_xml=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>")),
        ("bom.docx", docx(word__media__a_bin=b"\0" * 2_000_000)),
    ],
)
def test_nothing_else_is_let_in(world: FocusWorld, name: str, content: bytes) -> None:
    if name == "bom.docx":  # packed so tight that it can only be meant to hurt
        content = _tight(content)
    assert refused(world, name, content)


def _tight(content: bytes) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
    ):
        for part in source.infolist():
            packed.writestr(part.filename, source.read(part))
    return target.getvalue()


def test_a_file_larger_than_10_mb_is_refused(world: FocusWorld) -> None:
    assert "10 MB" in refused(world, "groot.pdf", PDF + b" " * (10 * 1024 * 1024) + b"%%EOF")


def test_every_fault_comes_at_once_and_no_file_is_kept(world: FocusWorld) -> None:
    with pytest.raises(FaultyInput) as refusal:
        add(world, pdf(), SimpleUploadedFile("a.exe", b"MZ"), SimpleUploadedFile("b.png", b"x"))
    assert [str(one.message).split(":")[0] for one in refusal.value.faults] == ["a.exe", "b.png"]
    assert not Attachment.objects.exists()


def test_at_most_five_and_the_same_file_once(world: FocusWorld) -> None:
    add(world, *(pdf(f"{n}.pdf", b" " * n) for n in range(4)), pdf("weer.pdf", b" "))
    assert Attachment.objects.count() == 4
    with pytest.raises(FaultyInput):
        add(world, pdf("5.pdf", b"     "), pdf("6.pdf", b"      "), seen=1)
    assert Attachment.objects.count() == 4


def test_a_file_leaves_the_draft_and_what_was_filed_stays(
    world: FocusWorld, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    filing = world.file(added=[pdf()])
    kept = Attachment.objects.get()
    add(world, pdf("ander.pdf", b" "), seen=1, removed=kept.pk)
    assert list(filing.attachments.all()) == [kept]
    assert default_storage.exists(str(kept.file.name))
    other = Attachment.objects.get(dropped=False)
    with django_capture_on_commit_callbacks(execute=True):
        add(world, seen=2, removed=other.pk)
    assert not Attachment.objects.filter(pk=other.pk).exists()
    assert not default_storage.exists(str(other.file.name))


def test_a_file_of_another_region_cannot_be_taken_out(world: FocusWorld) -> None:
    save_focus_draft(
        consultation=world.round,
        region=region("Leiden"),
        texts=TEXTS,
        seen=0,
        by=world.other,
        now=LATER,
        added=[pdf()],
    )
    with pytest.raises(Refused):
        add(world, removed=Attachment.objects.get().pk)
    assert not Attachment.objects.get().dropped


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/brief.pdf", "brief.pdf"),
        ("C:\\map\\brief.pdf", "brief.pdf"),
        (".verborgen.pdf", "verborgen.pdf"),
        ("brief\r\nX-Kop: 1.pdf", "briefX-Kop 1.pdf"),
        ("omgekeerd\u202efdp.exe", "omgekeerdfdp.exe"),
        ('a"b<c>.pdf', "a b c.pdf"),
        (".pdf", "pdf"),
        ("", "bijlage"),
    ],
)
def test_names_lose_what_misleads(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@given(st.text(max_size=400))
def test_any_name_becomes_a_short_one_without_folders(name: str) -> None:
    clean = clean_name(name)
    assert 0 < len(clean) <= LONGEST_NAME
    assert not set(clean) & set('/\\\r\n"\0')
    assert clean_name(clean) == clean
