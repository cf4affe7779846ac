"""Messages that one got, and the outbox."""

from allocation.enums import MessageStatus
from allocation.models import Message
from allocation.selectors.recipients import Recipient
from allocation.services.enclosures import draws
from allocation.services.messages import prepare_mailing, release_mailing
from tests.factories import NOW
from tests.permissions.table import BUREAU, CONFIDENTIAL, OUTSIDERS, SIGNED_IN, Row, row
from tests.permissions.world import World

YEAR = {"year": 2027}
OTHERS = {404: tuple(one for one in SIGNED_IN if one not in CONFIDENTIAL)}


def mailing_to_coordinator(world: World) -> None:
    """A prepared message about cycle 2027 to the coordinator."""
    person = world.people["coordinator"]
    world.kept["mailing"] = prepare_mailing(
        cycle=world.cycle,
        key="test",
        subject="Onderwerp",
        body="Tekst",
        recipients=[Recipient(person, person.email, "OOR-coördinator")],
        by=world.people["bureau"],
        now=NOW,
    )
    world.kept["message"] = Message.objects.get(mailing=world.kept["mailing"])


def released(world: World) -> None:
    mailing_to_coordinator(world)
    release_mailing(mailing=world.kept["mailing"], by=world.people["bureau"], now=NOW)


def failed(world: World) -> None:
    released(world)
    Message.objects.filter(pk=world.kept["message"].pk).update(status=MessageStatus.FAILED)


def enclosing(world: World) -> None:
    """A message that was released, with one enclosure of a kind that these rows draw."""
    mailing_to_coordinator(world)
    draws("matrix")(str.encode)
    kept = [{"kind": "matrix", "key": "1", "name": "brief.pdf"}]
    Message.objects.filter(pk=world.kept["message"].pk).update(enclosures=kept)
    release_mailing(mailing=world.kept["mailing"], by=world.people["bureau"], now=NOW)


def mailing(world: World) -> dict[str, object]:
    return {"pk": world.kept["mailing"].pk}


def message(world: World) -> dict[str, object]:
    return {"pk": world.kept["message"].pk}


def both(world: World) -> dict[str, object]:
    return {"pk": world.kept["mailing"].pk, "message": world.kept["message"].pk}


def own_enclosure(world: World) -> dict[str, object]:
    return message(world) | {"number": 1}


def second_enclosure(world: World) -> dict[str, object]:
    return message(world) | {"number": 2}


def their_enclosure(world: World) -> dict[str, object]:
    return both(world) | {"number": 1}


PREPARED = {"args": mailing, "given": mailing_to_coordinator}
TEXTS = {"subject": "Anders", "body": "Andere tekst", "version": "1"}

ROWS: list[Row] = [
    row("messages", "GET", {200: SIGNED_IN}),
    row("message", "GET", {200: ["coordinator"]}, rest=404, args=message, given=released),
    row(
        "message",
        "GET",
        {404: SIGNED_IN},
        args=message,
        given=mailing_to_coordinator,
        variant="before it was released",
    ),
    row("enclosure", "GET", {200: ["coordinator"]}, rest=404, args=own_enclosure, given=enclosing),
    row(
        "enclosure",
        "GET",
        {404: SIGNED_IN},
        args=second_enclosure,
        given=enclosing,
        variant="that the message does not have",
    ),
    row(
        "mailing_enclosure",
        "GET",
        {200: CONFIDENTIAL, **OTHERS},
        args=their_enclosure,
        given=enclosing,
    ),
    row("mailings", "GET", {200: CONFIDENTIAL, 404: OUTSIDERS}, args=YEAR),
    row("mailing", "GET", {200: CONFIDENTIAL, **OTHERS}, **PREPARED),
    row("mailing", "POST", {302: BUREAU, **OTHERS}, data=TEXTS, **PREPARED),
    row("mailing_release", "GET", {200: BUREAU, **OTHERS}, **PREPARED),
    row("mailing_release", "POST", {302: BUREAU, **OTHERS}, data={"version": "1"}, **PREPARED),
    row(
        "mailing_release",
        "POST",
        {409: BUREAU, **OTHERS},
        args=mailing,
        given=released,
        data={"version": "1"},
        variant="a second time",
    ),
    row("mailing_cancel", "GET", {200: BUREAU, **OTHERS}, **PREPARED),
    row("mailing_cancel", "POST", {302: BUREAU, **OTHERS}, data={"reason": "x"}, **PREPARED),
    row("message_retry", "POST", {302: BUREAU, **OTHERS}, args=both, given=failed),
    row(
        "message_retry",
        "POST",
        {409: BUREAU, **OTHERS},
        args=both,
        given=released,
        variant="that did not fail",
    ),
]
