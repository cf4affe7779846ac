"""From the text of a protocol file to a Protocol; a faulty file is refused with all its faults."""

import tomllib
from fractions import Fraction

from allocation.protocols.consistency import inconsistencies
from allocation.protocols.fields import Fields
from allocation.protocols.origin import Origin
from allocation.protocols.parts import (
    assignment_of,
    associations_of,
    circumstances_of,
    criterion_of,
    deadlines_of,
    expected_totals_of,
    history_of,
    leeway_of,
    majority_of,
    origin_of,
    pilot_of,
    professions_of,
    regions_of,
    specialisms_of,
    staffel_of,
    usage_of,
)
from allocation.protocols.rules import Protocol

FORMAT = 1


class ProtocolError(Exception):
    """The file can't be used; `faults` says where and why, in English, as its keys are."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def read(text: str) -> Protocol:
    """The protocol that this TOML text holds. Raises ProtocolError with every fault."""
    faults: list[str] = []
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProtocolError([str(error)]) from None
    protocol = _protocol(text, Fields(content, "", faults))
    if not faults:
        faults += inconsistencies(protocol)
    if faults:
        raise ProtocolError(faults)
    return protocol


def _protocol(text: str, top: Fields) -> Protocol:
    if top.whole("format") != FORMAT:
        top.fault(f"must be {FORMAT}", "format")
    sources: dict[str, Origin] = {}
    floor = _floor(top, sources)
    zeros = _zeros(top, sources)
    usage = usage_of(top.table("usage")) if top.has("usage") else None
    profiles = {one.key: one for one in usage.profiles} if usage else {}
    protocol = Protocol(
        text=text,
        year=top.whole("year", least=2000),
        name=top.text("name"),
        title=top.text("title"),
        version=top.text("version"),
        dated=top.day("dated"),
        origin=origin_of(top),
        criterion=criterion_of(top.table("criterion")),
        floor=floor,
        leeway=leeway_of(top.table("leeway")) if top.has("leeway") else None,
        zeros=zeros,
        usage=usage,
        assignment=assignment_of(top.table("assignment")) if top.has("assignment") else None,
        board_majority=majority_of(top.table("board_majority")),
        expected_totals=(
            expected_totals_of(top.table("expected_totals")) if top.has("expected_totals") else None
        ),
        regions=regions_of(top.table("regions"), sources),
        specialisms=specialisms_of(top.table("specialisms"), profiles, sources),
        associations=associations_of(top.table("associations"), sources),
        deadlines=deadlines_of(top),
        sources=sources,
        history=history_of(top.table("history")) if top.has("history") else None,
        pilot=pilot_of(top.table("pilot")) if top.has("pilot") else None,
        staffel=staffel_of(top.table("staffel")) if top.has("staffel") else None,
        professions=professions_of(top.table("professions")) if top.has("professions") else None,
        circumstances=(
            circumstances_of(top.table("circumstances")) if top.has("circumstances") else None
        ),
    )
    top.done()
    return protocol


def _floor(top: Fields, sources: dict[str, Origin]) -> str:
    """The floor as exact text; a protocol without one has a floor of nothing."""
    if not top.has("floor"):
        return "0"
    table = top.table("floor")
    value = table.text("value")
    try:
        part = Fraction(value)
    except (ValueError, ZeroDivisionError):
        table.fault('must be a part such as "0.10"', "value")
    else:
        if not 0 <= part < 1:
            table.fault("must be a part of the whole", "value")
    sources["floor"] = origin_of(table)
    table.done()
    return value


def _zeros(top: Fields, sources: dict[str, Origin]) -> tuple[tuple[str, str], ...]:
    if not top.has("zeros"):
        return ()
    table = top.table("zeros")
    zeros = []
    for row in table.rows("rows"):
        zeros.append((row.text("specialism"), row.text("region")))
        row.done()
    sources["zeros"] = origin_of(table)
    table.done()
    return tuple(zeros)
