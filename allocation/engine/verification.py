"""The whole check of a result: the proof of its rounding, what came before it, and its seal."""

from typing import Any

from allocation.engine import certificate, digest, proposal_certificate, recount


def verify(case: Any, result: Any) -> list[str]:
    """All points that fail, as "point: where", without solving anything.

    Both are parsed JSON, numbers with decimals as text; the case must have been read without
    faults. An empty list: the result is right, optimal, and belongs to this case.
    """
    if not isinstance(result, dict):
        return ["form: the result must be an object"]
    if "advice" in case:
        return proposal_certificate.check(case, result) + digest.check(case, result)
    failures = certificate.check(case, result)
    if "usage" in case:
        failures += recount.check(case, result)
    return failures + digest.check(case, result)
