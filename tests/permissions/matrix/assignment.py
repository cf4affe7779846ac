"""Who gets what of the region assignment: the bureau's work, everybody their own lines."""

from typing import Any

from allocation.enums import AssignmentStatus
from allocation.forms.assignment_payload import content_of
from allocation.forms.payload import pack
from allocation.selectors.assignment_data import AssignmentData
from allocation.services.assignment_checks import object_to_line
from allocation.services.late_changes import propose_late_change
from tests import factories
from tests.allocation.assignments import (
    REFERENCE,
    add_version,
    assignment_book,
    line,
    saved,
    small_lines,
    upload_of,
    version_in_check,
)
from tests.permissions.table import BUREAU, DOSSIERS, OUTSIDERS, PARTIES, Row, row
from tests.permissions.world import World

YEAR = {"year": 2027}
VERSION = {"year": 2027, "number": 1}
HIDDEN = {404: OUTSIDERS}
# The rows are about I001 × 01, which belongs to NO alone.
OWN = ("coordinator", "learning_house")
CHECKERS = (*OWN, "coordinator_elsewhere", "learning_house_elsewhere")
OTHERS = tuple(name for name in PARTIES if name not in (*DOSSIERS, *OWN))


def draft(world: World) -> None:
    version = add_version(world.cycle, world.people["bureau"])
    world.kept["line"] = line(version, "I001", "01")


def in_check(world: World) -> None:
    version = version_in_check(world.cycle, world.people["bureau"])
    world.kept["line"] = line(version, "I001", "01")


def established(world: World) -> None:
    in_check(world)
    version = world.kept["line"].version
    version.status, version.established_at = AssignmentStatus.ESTABLISHED, factories.NOW
    version.save()


def corrected(world: World) -> None:
    established(world)
    add_version(world.cycle, world.people["bureau"], small_lines()[:-1])


def objected(world: World) -> None:
    in_check(world)
    found = world.kept["line"]
    coordinator = world.people["coordinator"]
    object_to_line(line=found, reason="Hoort bij ON", by=coordinator, now=factories.NOW)
    world.kept["objection"] = found.checks.get()


def proposed(world: World) -> None:
    established(world)
    world.kept["change"] = propose_late_change(
        cycle=world.cycle,
        institution=factories.institution("I001"),
        specialism=factories.specialism("02"),
        text="Vanaf 2028 bij ON",
        by=world.people["coordinator"],
        now=factories.NOW,
    )


def one(name: str) -> Any:
    return lambda world: {"year": 2027, "pk": world.kept[name].pk}


def chosen(world: World) -> dict[str, Any]:
    return {"line": world.kept["line"].pk}


def upload(world: World) -> dict[str, Any]:
    rows = [["I001", None, "01", "ja", "RGS", "SWO", "NO", 1]]
    content = saved(assignment_book(world.cycle, rows))
    return {"file": upload_of(content), "reference_date": "2025-11-01"}


def confirmation(world: World) -> dict[str, Any]:
    content = content_of(AssignmentData((), tuple(small_lines())), REFERENCE, 0)
    bureau = world.people["bureau"]
    return {"payload": pack("assignment", content, cycle=world.cycle, user=bureau)}


def correction(world: World) -> dict[str, Any]:
    return {
        "based_on": 1,
        "recognised": "ja",
        "source": "RGS",
        "basis": "agreement",
        "share-ON": "1",
        "reason": "SWO met ON",
    }


SEES = {200: (*DOSSIERS, *OWN), 404: (*OTHERS, *OUTSIDERS)}
ROWS: list[Row] = [
    row("assignment", "GET", {200: PARTIES}, rest=404, args=YEAR, variant="nothing yet"),
    row("assignment", "GET", {200: PARTIES}, rest=404, args=YEAR, given=in_check),
    row("assignment_version", "GET", {200: DOSSIERS}, rest=404, args=VERSION, given=draft),
    row(
        "assignment_version",
        "GET",
        {200: (*DOSSIERS, *CHECKERS)},
        rest=404,
        args=VERSION,
        given=in_check,
        variant="in check",
    ),
    row(
        "assignment_version",
        "GET",
        {200: PARTIES},
        rest=404,
        args=VERSION,
        given=established,
        variant="established",
    ),
    row("assignment_export", "GET", {200: DOSSIERS}, rest=404, args=VERSION, given=draft),
    row(
        "assignment_export",
        "GET",
        {200: PARTIES},
        rest=404,
        args=VERSION,
        given=established,
        variant="established",
    ),
    row("assignment_compare", "GET", {200: DOSSIERS}, rest=404, args=YEAR, given=draft),
    row("assignment_lines", "GET", {200: PARTIES}, rest=404, args=YEAR, given=in_check),
    row("assignment_line", "GET", SEES, args=one("line"), given=in_check),
    row(
        "assignment_line",
        "GET",
        {200: DOSSIERS},
        rest=404,
        args=one("line"),
        given=draft,
        variant="draft",
    ),
    row(
        "assignment_line",
        "GET",
        {200: PARTIES},
        rest=404,
        args=one("line"),
        given=established,
        variant="established",
    ),
    row(
        "assignment_confirm",
        "POST",
        {302: OWN, 404: (*OUTSIDERS, "coordinator_elsewhere", "learning_house_elsewhere")},
        args=YEAR,
        data=chosen,
        given=in_check,
    ),
    row(
        "assignment_confirm",
        "POST",
        {
            409: OWN,
            404: (*OUTSIDERS,),
            403: tuple(name for name in PARTIES if name not in CHECKERS),
        },
        rest=409,
        args=YEAR,
        data=chosen,
        given=established,
        variant="established",
    ),
    row("assignment_confirm_all", "GET", {200: CHECKERS} | HIDDEN, args=YEAR, given=in_check),
    row(
        "assignment_confirm_all",
        "POST",
        {302: CHECKERS} | HIDDEN,
        args=YEAR,
        data={"version": "1"},
        given=in_check,
    ),
    row(
        "assignment_object",
        "POST",
        {302: OWN, 403: DOSSIERS, 404: (*OTHERS, *OUTSIDERS)},
        args=one("line"),
        data={"reason": "Hoort bij ON"},
        given=in_check,
    ),
    row(
        "assignment_correct",
        "GET",
        {200: BUREAU, 403: ("board", "auditor", *OWN)},
        rest=404,
        args=one("line"),
        given=in_check,
    ),
    row(
        "assignment_correct",
        "POST",
        {302: BUREAU, 403: ("board", "auditor", *OWN)},
        rest=404,
        args=one("line"),
        data=correction,
        given=in_check,
    ),
    row("assignment_objections", "GET", {200: PARTIES}, rest=404, args=YEAR, given=objected),
    row(
        "assignment_answer",
        "GET",
        {200: BUREAU, 403: ("board", "auditor", *OWN)},
        rest=404,
        args=one("objection"),
        given=objected,
    ),
    row(
        "assignment_answer",
        "POST",
        {302: BUREAU, 403: ("board", "auditor", *OWN)},
        rest=404,
        args=one("objection"),
        data={"outcome": "rejected", "text": "Geen SWO"},
        given=objected,
    ),
    row("assignment_upload", "GET", {200: BUREAU} | HIDDEN, args=YEAR),
    row("assignment_upload", "POST", {200: BUREAU} | HIDDEN, args=YEAR, data=upload),
    row("assignment_upload_confirm", "POST", {302: BUREAU} | HIDDEN, args=YEAR, data=confirmation),
    row("assignment_template", "GET", {200: BUREAU} | HIDDEN, args=YEAR),
    row("assignment_send", "GET", {200: BUREAU} | HIDDEN, args=YEAR, given=draft),
    row(
        "assignment_send",
        "GET",
        {409: BUREAU} | HIDDEN,
        args=YEAR,
        given=in_check,
        variant="sent already",
    ),
    row(
        "assignment_send",
        "POST",
        {302: BUREAU} | HIDDEN,
        args=YEAR,
        data={"until": "2026-03-01"},
        given=draft,
    ),
    row("assignment_discard", "GET", {200: BUREAU} | HIDDEN, args=YEAR, given=corrected),
    row(
        "assignment_discard",
        "POST",
        {302: BUREAU} | HIDDEN,
        args=YEAR,
        data={"reason": "Toch geen fout"},
        given=corrected,
    ),
    row(
        "assignment_discard",
        "POST",
        {409: BUREAU} | HIDDEN,
        args=YEAR,
        data={"reason": "Toch geen fout"},
        given=established,
        variant="no correction",
    ),
    row("late_changes", "GET", {200: PARTIES}, rest=404, args=YEAR, given=proposed),
    row(
        "late_changes",
        "POST",
        {
            302: (*BUREAU, "coordinator", "coordinator_elsewhere", "learning_house"),
            200: "learning_house_elsewhere",
        }
        | HIDDEN,
        args=YEAR,
        data={"institution": "I001", "specialism": "01", "text": "Vanaf 2028"},
        given=established,
    ),
    row(
        "late_change_answer",
        "POST",
        {302: BUREAU, 403: ("board", "auditor", *OWN, "coordinator_elsewhere")},
        rest=404,
        args=one("change"),
        data={"listed": "yes"},
        given=proposed,
    ),
]
