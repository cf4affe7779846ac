"""What a cluster of region NO files for specialism 02, for tests: 5 places, three institutions."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from consultation.models import ClusterProposal
from consultation.selectors.clusters import draft_of
from consultation.services.clusters import file_cluster
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, region, specialism

NAMES = {"I001": "Teun Opleider", "I002": "Odette Opleider", "N003": "Nico Opleider"}
PLACES = {"I001": "3", "I002": "1", "N003": "1"}
YESTERDAY = (NOW - timedelta(days=1)).date()


def a_pdf(text: bytes = b"verslag", name: str = "verslag.pdf") -> SimpleUploadedFile:
    """A small complete pdf."""
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + text + b"\n%%EOF\n")


def typed(places: Mapping[str, str] = PLACES, **more: Any) -> dict[str, Any]:
    """The content of a proposal that fits, with something else in it."""
    return {
        "assembly": False,
        "places": dict(places),
        "reasons": {},
        "meetings": [YESTERDAY.isoformat()],
        "motivation": "Zoals besproken in het cluster.",
        "trainers": {
            code: {"name": name, "email": f"{name.lower().replace(' ', '.')}@example.org"}
            for code, name in NAMES.items()
        },
    } | more


def posted(content: Mapping[str, Any], *, seen: int = 0, action: str = "file") -> dict[str, Any]:
    """The fields of the form in which this content was typed."""
    return {
        **{f"{code}-places": text for code, text in content["places"].items()},
        **{f"{code}-reason": text for code, text in content["reasons"].items()},
        **{
            f"{code}-{name}": text
            for code, trainer in content["trainers"].items()
            for name, text in trainer.items()
        },
        "meeting": content["meetings"],
        "motivation": content["motivation"],
        **({"assembly": "on"} if content["assembly"] else {}),
        "seen": seen,
        "action": action,
    }


def seen_now(world: RegionWorld, code: str = "02", key: str = "NO") -> int:
    """The version of the draft as it stands."""
    draft = draft_of(world.cycle, region(key), specialism(code))
    return draft.version if draft else 0


def filed(
    world: RegionWorld, content: dict[str, Any] | None = None, **more: Any
) -> ClusterProposal:
    """Files for NO 02, over the last draft unless told otherwise."""
    facts: dict[str, Any] = {
        "specialism": specialism("02"),
        "seen": seen_now(world),
        "by": world.chair,
        "now": NOW,
        "report": a_pdf(),
    } | more
    return file_cluster(cycle=world.cycle, region=region("NO"), content=content or typed(), **facts)


def faults(found: Any) -> Iterator[tuple[str, str]]:
    """Where the faults of a refusal stand."""
    return ((one.cell, one.column) for one in found.value.faults)
