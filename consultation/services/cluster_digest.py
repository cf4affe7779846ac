"""What a version of a cluster's proposal says, as one digest that the trainers sign."""

import hashlib
import json
from typing import Any

from consultation.models import ClusterProposal
from consultation.selectors.clusters import ClusterGround, trainers_of
from consultation.services.cluster_content import Checked

FORMAT = "bols-cluster-1"


def digest_of(ground: ClusterGround, number: int, found: Checked, report_digest: str) -> str:
    """SHA-256 over the version, its division and reasons, meetings, motivation and report, and the
    institutions whose trainers are asked to sign."""
    content = {
        "format": FORMAT,
        "year": ground.cycle.year,
        "region": ground.region.key,
        "specialism": ground.specialism.code,
        "number": number,
        "content": _facts(found, report_digest),
        "trainers": sorted(found.trainers),
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def says_the_same(before: ClusterProposal, found: Checked, report_digest: str) -> bool:
    """Whether a new version would say, and ask of the same people, what the one before does."""
    cells = {one.institution.code: one for one in before.cells.all()}
    was = Checked(
        before.assembly,
        {code: cell.places for code, cell in cells.items()},
        {code: cell.reason for code, cell in cells.items()},
        tuple(one.held_on for one in before.meetings.all()),
        before.motivation,
        {code: (one["name"], one["email"]) for code, one in trainers_of(before.sheet).items()},
    )
    same = _facts(was, before.report_digest) == _facts(found, report_digest)
    return same and was.trainers == found.trainers


def _facts(found: Checked, report_digest: str) -> dict[str, Any]:
    """What a version says, apart from who is asked to sign it."""
    return {
        "assembly": found.assembly,
        "cells": [
            [code, places, found.reasons.get(code, "")]
            for code, places in sorted(found.places.items())
        ],
        "meetings": [day.isoformat() for day in found.meetings],
        "motivation": found.motivation,
        "report": report_digest,
    }
