"""Protocol files: the values that they hold, and how a faulty one is refused."""

import dataclasses
import hashlib
import re
from datetime import date
from pathlib import Path

import pytest

from allocation import protocols
from allocation.enums import CareType, DeadlineKind, UsageSource
from allocation.protocols import ProtocolError
from allocation.protocols.origin import Origin
from allocation.protocols.reading import read
from allocation.protocols.rules import CARE_TYPES, DEADLINE_KINDS, SUPPLIERS, Protocol

FOLDER = Path(protocols.__file__).parent


@pytest.fixture
def text() -> str:
    return (FOLDER / "2027.toml").read_text()


@pytest.fixture
def protocol() -> Protocol:
    return protocols.load("2027")


def test_there_is_a_file_for_2027_and_for_2016() -> None:
    assert protocols.available() == ["2027", "2016"]


def test_totals_are_those_of_table_1(protocol: Protocol) -> None:
    totals = protocol.expected_totals
    assert totals is not None
    assert (totals.current.framework, totals.current.outside) == (1053, {"31": 12, "46": 7})
    assert (totals.previous.framework, totals.previous.outside) == (1050, {"31": 15, "46": 7})
    assert totals.current.total == totals.previous.total == 1072


def test_specialisms_stand_in_the_order_of_table_1(protocol: Protocol) -> None:
    codes = [one.code for one in protocol.specialisms]
    assert len(codes) == 32
    assert codes[17:21] == ["28", "43", "30", "32"]
    assert codes[-2:] == ["31", "46"]
    assert [one.in_framework for one in protocol.specialisms].count(True) == 30
    neurology = protocol.specialism("28")
    assert (neurology.name, neurology.places, neurology.places_previous) == ("Neurologie", 54, 49)


def test_supporting_specialisms_are_counted_by_dhd(protocol: Protocol) -> None:
    dhd = [one.code for one in protocol.specialisms if one.usage_source == "dhd"]
    assert dhd == ["20", "21", "26", "33", "37", "44"]
    assert set(protocol.specialism("37").care_types) == {"procedure_own", "procedure_third"}
    assert "treatment_plan" in protocol.specialism("40").care_types
    assert "treatment_plan" not in protocol.specialism("02").care_types
    assert protocol.specialism("31").usage_source == ""


def test_regions_have_their_codes_order_and_aliases(protocol: Protocol) -> None:
    keys = ["NO", "ON", "Utrecht", "NWN", "Leiden", "ZWN", "ZON"]
    assert [one.key for one in protocol.regions] == keys
    assert [one.code[2] for one in protocol.regions] == ["1", "2", "3", "4", "6", "7", "8"]
    for written in ("OOR Amsterdam", "nwn", "OO4", " oo4 NWN "):
        found = protocol.region_by(written)
        assert found is not None
        assert found.key == "NWN"
    assert protocol.region_by("OO5") is None


def test_floor_leeway_and_zeros(protocol: Protocol) -> None:
    assert protocol.floor == "0.10"
    assert protocol.leeway is not None
    leeway = protocol.leeway
    assert (leeway.total, leeway.lowest, leeway.highest) == (30, -8, 10)
    assert protocol.zeros == (("23", "Leiden"), ("34", "Leiden"))


def test_dates_of_2027(protocol: Protocol) -> None:
    mediation = protocol.deadline("mediation")
    assert (mediation.day, mediation.kind) == (date(2026, 5, 12), "before")
    complaints = protocol.deadline("complaints")
    assert (complaints.day, complaints.kind) == (date(2026, 6, 12), "at_the_latest")
    assert protocol.deadline("framework").day is None
    assert "mediation" in protocol.deadline("region_proposals").after
    with pytest.raises(KeyError):
        protocol.deadline("party")


@pytest.mark.parametrize(("members", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3)])
def test_majority_is_more_than_half(protocol: Protocol, members: int, needed: int) -> None:
    assert protocol.board_majority.needed(members) == needed
    assert "zwijgt" in protocol.board_majority.origin.note


def test_2016_has_another_criterion_a_pilot_a_staffel_and_a_track() -> None:
    old = protocols.load("2016")
    assert old.criterion.kind == "history"
    assert old.usage is None
    assert old.leeway is None
    assert old.floor == "0"
    assert old.pilot is not None
    assert len(old.pilot.specialisms) == 8
    assert old.professions is not None
    assert old.professions.specialisms == ("20", "21", "31")
    assert old.circumstances is not None
    assert len(old.circumstances.regions) == len(old.circumstances.clusters) == 5
    assert old.deadline("advices").day == date(2015, 6, 1)
    assert old.deadline("complaints").opens == date(2015, 7, 3)


@pytest.mark.parametrize(
    ("intake", "most"),
    [(4, None), (5, 1), (20, 1), (21, 2), (60, 2), (61, 3), (140, 3), (141, None)],
)
def test_a_boundary_of_the_staffel_belongs_to_the_stricter_class(
    intake: int, most: int | None
) -> None:
    staffel = protocols.load("2016").staffel
    assert staffel is not None
    assert staffel.most(intake) == most


@pytest.mark.parametrize("key", ["2027", "2016"])
def test_every_part_names_its_source(key: str) -> None:
    found = list(_origins(protocols.load(key)))
    assert len(found) > 20
    assert all(origin.source for origin in found)


def _origins(value: object) -> list[Origin]:
    if isinstance(value, Origin):
        return [value]
    if isinstance(value, dict):
        return [origin for one in value.values() for origin in _origins(one)]
    if isinstance(value, tuple):
        return [origin for one in value for origin in _origins(one)]
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return [origin for one in fields for origin in _origins(getattr(value, one.name))]
    return []


@pytest.mark.parametrize("key", ["2027", "2016"])
def test_what_a_cycle_stores_gives_the_same_protocol(key: str) -> None:
    protocol = protocols.load(key)
    assert protocols.from_json(protocol.to_json()) == protocol


def test_the_digest_is_that_of_the_file(protocol: Protocol) -> None:
    content = (FOLDER / "2027.toml").read_bytes()
    assert protocol.digest == hashlib.sha256(content).hexdigest()


def test_codes_are_those_of_the_portal() -> None:
    assert set(CARE_TYPES) == set(CareType.values)
    assert set(SUPPLIERS) == set(UsageSource.values)
    assert set(DEADLINE_KINDS) == set(DeadlineKind.values)


def test_an_unknown_protocol_is_not_there() -> None:
    with pytest.raises(KeyError):
        protocols.load("../2027")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("total = 30", "totaal = 30", r"leeway\.totaal: is not known here"),
        ("total = 30", "", r"leeway\.total: is missing"),
        ("total = 30", 'total = "30"', r"leeway\.total: must be a whole number"),
        ("total = 30", "total = true", r"leeway\.total: must be a whole number"),
        ("lowest = -8", "lowest = 8", r"leeway\.lowest: must be zero or less"),
        ("day = 2026-05-12", 'day = "12 mei"', r"day: must be a date"),
        ("day = 2026-05-12", "day = 2026-05-25", r"region_proposals: falls before 'mediation'"),
        ('kind = "before"', 'kind = "voor"', r"must be one of before, at_the_latest"),
        ('value = "0.10"', 'value = "10 %"', r"floor\.value: must be a part"),
        ('value = "0.10"', 'value = "1.5"', r"floor\.value: must be a part of the whole"),
        ("format = 1", "format = 2", r"format: must be 1"),
        ('region = "Leiden"', 'region = "Breda"', r"zeros: there is no region 'Breda'"),
        ('code = "02", name', 'code = "01", name', r"specialisms: '01' stands there 2 times"),
        ("places = 58", "places = 57", r"the specialisms give 1052, not 1053"),
        ('more_than = "1/2"', 'more_than = "half"', r"board_majority\.more_than"),
        ('after = ["board_regions"]', 'after = ["party"]', r"there is no deadline 'party'"),
        ('specialisms = ["02"]', 'specialisms = ["99"]', r"there is no specialism '99'"),
        ('"first_visit", "day', '"visit", "day', r"'visit' is not a care type"),
        ('usage = "rehabilitation"', "in_framework = true", r"40 needs a usage profile"),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, old: str, new: str, fault: str) -> None:
    assert old in text
    with pytest.raises(ProtocolError, match=fault):
        read(text.replace(old, new))


def test_all_faults_come_at_once(text: str) -> None:
    faulty = text.replace("total = 30", "").replace("lowest = -8", "lowest = 3")
    faulty = re.sub(r'^source = "Eigen instelling"$', "", faulty, flags=re.MULTILINE)
    with pytest.raises(ProtocolError) as caught:
        read(faulty)
    assert len(caught.value.faults) == 3


def test_text_that_is_no_toml_is_refused() -> None:
    with pytest.raises(ProtocolError):
        read("year = ")
