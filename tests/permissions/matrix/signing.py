"""Who gets what of sheets to sign. A personal link is for whoever has it, signed in or not."""

from typing import Any

from django.utils import timezone

from consultation.enums import Stance
from consultation.models import SigningLink
from consultation.services.signing import correct_slot, send_links
from consultation.services.signing_links import code_of
from tests.consultation.region_work import cluster_filed
from tests.consultation.region_world import RegionWorld
from tests.consultation.signing_world import MAIL, region_sheet, slot_of, upload
from tests.factories import NOW, institution
from tests.permissions.table import BUREAU, DOSSIERS, OUTSIDERS, PARTIES, SIGNED_IN, Row, row
from tests.permissions.world import World

READERS = (*DOSSIERS, "coordinator", "administrator")
ANSWER = {"stance": Stance.AGREES, "sure": "on"}


def given(world: World) -> None:
    """The administrators of region NO are asked to sign; one of them has a link."""
    made = RegionWorld(world.cycle)
    sheet = region_sheet(made)
    now = timezone.now()
    correct_slot(
        slot=slot_of(sheet, "I002"), name="Anna", email="a@b.example", by=made.coordinator, now=now
    )
    slots = [slot_of(sheet, "I002")]
    [link] = send_links(sheet=sheet, slots=slots, by=made.coordinator, now=now)
    world.kept.update(sheet=sheet, link=link)


def given_report(world: World) -> None:
    """A trainer has a link to sign the proposal of a cluster, with its report."""
    made = RegionWorld(world.cycle)
    proposal = cluster_filed(made, "02", {"I001": 3, "I002": 2})
    proposal.report.storage.delete(str(proposal.report.name))
    proposal.report.storage.save(str(proposal.report.name), upload(b"%PDF-1.7\n%%EOF"))
    slot = proposal.sheet.slots.get(institution=institution("I001"))
    now = timezone.now()
    [link] = send_links(sheet=proposal.sheet, slots=[slot], by=made.coordinator, now=now)
    world.kept.update(sheet=proposal.sheet, link=link)


def sheet(world: World) -> dict[str, Any]:
    return {"year": 2027, "code": world.kept["sheet"].code}


def at(code: str) -> Any:
    return lambda world: sheet(world) | {"institution": code}


def token(world: World) -> dict[str, Any]:
    link = SigningLink.objects.select_related("slot__sheet").get(pk=world.kept["link"].pk)
    return {"token": code_of(link)}


def an_email(world: World) -> dict[str, Any]:
    return {
        "sender": "Anna",
        "address": "a@b.example",
        "sent_on": NOW.date().isoformat(),
        "stance": Stance.AGREES,
        "file": upload(MAIL),
    }


ROWS: list[Row] = [
    row("my_signatures", "GET", {200: PARTIES, 404: OUTSIDERS}, args={"year": 2027}, given=given),
    row("sheet", "GET", {200: READERS}, rest=404, args=sheet, given=given),
    row(
        "sheet_people",
        "GET",
        {200: "coordinator", 403: (*DOSSIERS, "administrator")},
        rest=404,
        args=sheet,
        given=given,
    ),
    row(
        "sheet_people",
        "POST",
        {302: "coordinator", 403: (*DOSSIERS, "administrator")},
        rest=404,
        args=sheet,
        given=given,
        data={"N003-name": "Wim", "N003-email": "wim@wolddijk.example"},
    ),
    row(
        "sheet_send",
        "GET",
        {200: "coordinator", 403: (*DOSSIERS, "administrator")},
        rest=404,
        args=sheet,
        given=given,
    ),
    row(
        "sheet_send",
        "POST",
        {302: "coordinator", 403: (*DOSSIERS, "administrator")},
        rest=404,
        args=sheet,
        given=given,
        data={"slots": ["I002"]},
    ),
    row(
        "sheet_revoke",
        "POST",
        {302: "coordinator", 403: (*DOSSIERS, "administrator")},
        rest=404,
        args=at("I002"),
        given=given,
    ),
    row(
        "sheet_email",
        "GET",
        {200: (*BUREAU, "coordinator"), 403: ("auditor", "board", "administrator")},
        rest=404,
        args=at("I002"),
        given=given,
    ),
    row(
        "sheet_email",
        "POST",
        {302: (*BUREAU, "coordinator"), 403: ("auditor", "board", "administrator")},
        rest=404,
        args=at("I002"),
        given=given,
        data=an_email,
    ),
    row(
        "sign",
        "GET",
        {200: "administrator", 403: (*DOSSIERS, "coordinator")},
        rest=404,
        args=at("I001"),
        given=given,
    ),
    row(
        "sign",
        "POST",
        {302: "administrator", 403: (*DOSSIERS, "coordinator")},
        rest=404,
        args=at("I001"),
        given=given,
        data=ANSWER,
    ),
    row(
        "sign",
        "GET",
        {403: READERS},
        rest=404,
        args=at("I002"),
        given=given,
        variant="another institution",
    ),
    row(
        "sign_link",
        "GET",
        {200: SIGNED_IN},
        rest=200,
        anonymous=200,
        args=token,
        given=given,
    ),
    row(
        "sign_link",
        "GET",
        {404: SIGNED_IN},
        rest=404,
        anonymous=404,
        args={"token": "1.abc:def"},
        given=given,
        variant="a made-up link",
    ),
    row(
        "sign_link",
        "POST",
        {302: SIGNED_IN},
        rest=302,
        anonymous=302,
        args=token,
        given=given,
        data=ANSWER,
    ),
    row(
        "sign_link_report",
        "GET",
        {200: SIGNED_IN},
        rest=200,
        anonymous=200,
        args=token,
        given=given_report,
    ),
]
