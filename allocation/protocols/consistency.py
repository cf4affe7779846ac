"""What must agree inside a protocol file, beyond each value by itself."""

from collections import Counter
from collections.abc import Iterable, Iterator

from allocation.protocols.rules import Protocol, SpecialismRule, Totals


def inconsistencies(protocol: Protocol) -> list[str]:
    """Every contradiction in the file, in words; an empty list when there is none."""
    return [
        *_doubles("regions", (one.key for one in protocol.regions)),
        *_doubles("regions", (one.code for one in protocol.regions)),
        *_doubles("specialisms", (one.code for one in protocol.specialisms)),
        *_doubles("associations", (one.code for one in protocol.associations)),
        *_doubles("deadlines", (one.key for one in protocol.deadlines)),
        *_unknown_codes(protocol),
        *_deadlines(protocol),
        *_usage(protocol),
        *_totals(protocol),
    ]


def _doubles(where: str, keys: Iterable[str]) -> Iterator[str]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield f"{where}: {key!r} stands there {count} times"


def _unknown_codes(protocol: Protocol) -> Iterator[str]:
    codes = {one.code for one in protocol.specialisms}
    keys = {one.key for one in protocol.regions}
    named: dict[str, list[str]] = {
        "zeros": [code for code, _ in protocol.zeros],
        "associations": [code for one in protocol.associations for code in one.specialisms],
        "pilot": list(protocol.pilot.specialisms) if protocol.pilot else [],
        "professions": list(protocol.professions.specialisms) if protocol.professions else [],
    }
    for where, wanted in named.items():
        for code in wanted:
            if code not in codes:
                yield f"{where}: there is no specialism {code!r}"
    for _, region in protocol.zeros:
        if region not in keys:
            yield f"zeros: there is no region {region!r}"


def _deadlines(protocol: Protocol) -> Iterator[str]:
    days = {one.key: one.day for one in protocol.deadlines}
    for one in protocol.deadlines:
        if one.phase not in range(1, 7):
            yield f"deadlines.{one.key}: phase must be 1 to 6"
        for earlier in one.after:
            day = days.get(earlier)
            if earlier not in days:
                yield f"deadlines.{one.key}: there is no deadline {earlier!r}"
            elif day and one.day and day > one.day:
                yield f"deadlines.{one.key}: falls before {earlier!r}"


def _usage(protocol: Protocol) -> Iterator[str]:
    if protocol.criterion.kind != "adherence":
        return
    if protocol.usage is None or protocol.assignment is None:
        yield "criterion: adherence needs the tables usage and assignment"
    for one in protocol.specialisms:
        if one.in_framework and not one.usage_source:
            yield f"specialisms: {one.code} needs a usage profile"
        if not one.in_framework and one.usage_source:
            yield f"specialisms: {one.code} is outside the framework and has a usage profile"


def _totals(protocol: Protocol) -> Iterator[str]:
    if protocol.expected_totals is None:
        return
    current = [(one, one.places) for one in protocol.specialisms]
    previous = [(one, one.places_previous) for one in protocol.specialisms]
    yield from _differences("current", protocol.expected_totals.current, current)
    yield from _differences("previous", protocol.expected_totals.previous, previous)


def _differences(
    name: str, expected: Totals, rows: list[tuple[SpecialismRule, int | None]]
) -> Iterator[str]:
    where = f"expected_totals.{name}"
    if expected.framework + sum(expected.outside.values()) != expected.total:
        yield f"{where}: the parts do not add up to the total"
    if any(places is None for _, places in rows):
        return
    framework = sum(places or 0 for one, places in rows if one.in_framework)
    if framework != expected.framework:
        yield f"{where}: the specialisms give {framework}, not {expected.framework}"
    outside = {one.code: places for one, places in rows if not one.in_framework}
    if outside != dict(expected.outside):
        yield f"{where}: outside the framework the specialisms give {outside}"
