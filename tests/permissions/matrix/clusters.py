"""Who gets what of clusters: each its own, the region's coordinator, and who reads dossiers."""

from typing import Any

from tests.consultation.cluster_world import a_pdf, filed, posted, seen_now, typed
from tests.consultation.region_world import RegionWorld
from tests.permissions.table import DOSSIERS, Row, row
from tests.permissions.world import World

YEAR = {"year": 2027}
REGION = {"year": 2027, "key": "NO"}
ONE = REGION | {"code": "02"}
VERSION = ONE | {"number": 1}
CLUSTER = ("cluster_chair", "trainer", "coordinator")
FILERS = ("cluster_chair", "coordinator")


def given(world: World) -> None:
    """Phase III is open, and nobody filed yet."""
    made = RegionWorld(world.cycle)
    made.without_a_day()
    world.kept["regions"] = made


def one_filed(world: World) -> None:
    """The cluster of NO 02 has filed; its draft stands."""
    given(world)
    world.kept["filed"] = filed(world.kept["regions"])


def sent(action: str) -> Any:
    """The form as it is sent."""

    def data(world: World) -> dict[str, Any]:
        seen = seen_now(world.kept["regions"])
        return posted(typed(), seen=seen, action=action) | {"report": a_pdf()}

    return data


def taken(world: World) -> dict[str, Any]:
    """The filed version, over a grid that nobody touched."""
    return {"proposal": world.kept["filed"].pk, "seen": 0}


ROWS: list[Row] = [
    row(
        "my_clusters",
        "GET",
        {
            200: ("cluster_chair", "trainer", *DOSSIERS),
            302: ("coordinator", "coordinator_elsewhere"),
        },
        rest=404,
        args=YEAR,
        given=given,
    ),
    row(
        "region_clusters",
        "GET",
        {200: ("coordinator", *DOSSIERS)},
        rest=404,
        args=REGION,
        given=one_filed,
    ),
    row(
        "cluster_take_over",
        "GET",
        {200: "coordinator", 403: DOSSIERS},
        rest=404,
        args=REGION,
        given=one_filed,
    ),
    row(
        "cluster_take_over",
        "POST",
        {302: "coordinator", 403: DOSSIERS},
        rest=404,
        args=REGION,
        given=one_filed,
        data=taken,
    ),
    row("cluster", "GET", {200: (*CLUSTER, *DOSSIERS)}, rest=404, args=ONE, given=given),
    row(
        "cluster_form",
        "GET",
        {200: FILERS, 403: ("trainer", *DOSSIERS)},
        rest=404,
        args=ONE,
        given=given,
    ),
    row(
        "cluster_file",
        "POST",
        {302: FILERS, 403: ("trainer", *DOSSIERS)},
        rest=404,
        args=ONE,
        given=given,
        data=sent("file"),
    ),
    row(
        "cluster_file",
        "POST",
        {302: FILERS, 403: ("trainer", *DOSSIERS)},
        rest=404,
        args=ONE,
        given=given,
        data=sent("draft"),
        variant="a draft",
    ),
    row(
        "cluster_return",
        "GET",
        {200: "coordinator", 403: ("cluster_chair", "trainer", *DOSSIERS)},
        rest=404,
        args=ONE,
        given=one_filed,
    ),
    row(
        "cluster_return",
        "POST",
        {302: "coordinator", 403: ("cluster_chair", "trainer", *DOSSIERS)},
        rest=404,
        args=ONE,
        given=one_filed,
        data={"reason": "Graag twee voor het UMCG."},
    ),
    row(
        "cluster_draft_report",
        "GET",
        {200: FILERS, 403: ("trainer", *DOSSIERS)},
        rest=404,
        args=ONE,
        given=one_filed,
    ),
    row(
        "cluster_version",
        "GET",
        {200: (*CLUSTER, *DOSSIERS)},
        rest=404,
        args=VERSION,
        given=one_filed,
    ),
    row(
        "cluster_report",
        "GET",
        {200: (*CLUSTER, *DOSSIERS)},
        rest=404,
        args=VERSION,
        given=one_filed,
    ),
    row(
        "cluster_receipt",
        "GET",
        {200: (*CLUSTER, *DOSSIERS)},
        rest=404,
        args=VERSION,
        given=one_filed,
    ),
]
