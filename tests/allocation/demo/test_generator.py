"""The demo's data lead to the published table of 2027, whatever the seed."""

from collections import defaultdict
from fractions import Fraction

import pytest

from allocation.demo.generator import DEFAULT_SEED, generate
from allocation.demo.invented import DemoData
from allocation.demo.published import institutions, published_base, published_intake
from allocation.engine.base_distribution import compute_base_distribution
from allocation.engine.cases import base_case_to_json
from allocation.engine.results import base_result_to_json
from allocation.engine.verification import verify

TOTALS = (196, 117, 142, 177, 105, 197, 119)


@pytest.fixture(scope="module")
def data() -> DemoData:
    return generate()


def test_hundred_seeds_give_the_published_table_in_every_cell() -> None:
    published = published_base()
    for seed in range(100):
        result = compute_base_distribution(generate(seed).base_case())
        assert result.places == published.places, seed
        assert result.rounded_totals == TOTALS, seed
        assert result.raised == ("Leiden",), seed
        assert result.unique, seed
        assert result.next_best > 0, seed
        assert (result.places[12][4], result.places[22][4]) == (0, 0), seed


def test_the_published_tables_agree_with_each_other_and_with_the_protocol() -> None:
    base, intake = published_base(), published_intake()
    assert base.region_totals == TOTALS
    assert sum(TOTALS) == 1053
    assert len(base.specialisms) * len(base.regions) == 210
    framework = [line for line in intake if line.in_framework]
    assert [(line.code, line.intake_2027) for line in framework] == list(
        zip(base.specialisms, base.national_intake, strict=True)
    )
    outside = {line.code: line.intake_2027 for line in intake if not line.in_framework}
    assert outside == {"31": 12, "46": 7}
    assert sum(line.intake_2026 for line in framework) == 1050


def test_the_default_data_are_worth_explaining(data: DemoData) -> None:
    result = compute_base_distribution(data.base_case())
    assert sum(1 for row in result.marks for mark in row if mark) == 19
    assert verify(base_case_to_json(data.base_case()), base_result_to_json(result)) == []
    raised = next(step for step in result.steps if step.rule == "floor.raised")
    assert raised.param("region") == "Leiden"
    assert str(raised.param("percentage_before")).startswith("9.4")
    assert raised.param("percentage_after") == "10.000000"


def test_the_same_seed_gives_the_same_data(data: DemoData) -> None:
    assert generate(DEFAULT_SEED) == data
    assert generate(1) != data


def test_the_erroneous_assignment_makes_leiden_larger_and_no_smaller(data: DemoData) -> None:
    wrong = compute_base_distribution(data.base_case(erroneous=True))
    by_region = dict(zip(wrong.regions, wrong.rounded_totals, strict=True))
    assert by_region["Leiden"] > 105
    assert by_region["NO"] < 196
    assert wrong.raised == ()
    differing = [
        right.institution
        for right, other in zip(data.lines, data.erroneous_lines, strict=True)
        if right != other
    ]
    homes = {institution.code: institution.region for institution in data.institutions}
    assert differing
    assert {homes[code] for code in differing} == {"NO"}


def test_shares_follow_exactly_from_three_years_of_trainees(data: DemoData) -> None:
    divided = [line for line in data.lines if len(line.shares) > 1]
    assert len(divided) >= 10
    for line in data.lines:
        assert sum(share.share for share in line.shares) == 1
        assert line.basis == (
            "pro_rata"
            if len(line.shares) > 1
            else "agreement"
            if line.recognised
            else "service_area"
        )
        assert bool(line.register) == line.recognised
    for line in divided:
        fte = [sum(map(Fraction, share.fte)) for share in line.shares]
        assert [share.share for share in line.shares] == [part / sum(fte) for part in fte]
        assert all(len(share.fte) == 3 for share in line.shares)


def test_every_region_trains_in_everything_but_leiden_in_two(data: DemoData) -> None:
    trained = {
        (line.specialism, share.region)
        for line in data.lines
        if line.recognised
        for share in line.shares
    }
    everything = {
        (specialism.code, region) for specialism in data.specialisms for region in data.regions
    }
    assert everything - trained == {("23", "Leiden"), ("34", "Leiden")}
    care = {(line.specialism, share.region) for line in data.lines for share in line.shares}
    assert everything <= care


def test_some_institutions_train_nobody_and_some_lines_belong_elsewhere(data: DemoData) -> None:
    training = {line.institution for line in data.lines if line.recognised}
    assert {institution.code for institution in data.institutions} - training
    homes = {institution.code: institution.region for institution in data.institutions}
    assert any(
        len(line.shares) == 1 and line.shares[0].region != homes[line.institution]
        for line in data.lines
    )


def test_usage_is_counted_as_the_protocol_says(data: DemoData) -> None:
    types = defaultdict(set)
    for use in data.usage:
        assert isinstance(use.amount, int)
        assert use.amount > 0
        types[use.specialism, use.source].add(use.care_type)
    supporting = {code for code, source in types if source == "dhd"}
    assert supporting == {"20", "21", "26", "33", "37", "44"}
    assert types["40", "vektis"] == {
        "first_visit",
        "day_admission",
        "clinical_admission",
        "treatment_plan",
    }
    assert types["10", "vektis"] == {"first_visit", "day_admission", "clinical_admission"}
    assert types["37", "dhd"] == {"procedure_own", "procedure_third"}
    totals = data.control_totals("vektis") | data.control_totals("dhd")
    assert sum(totals.values()) == sum(use.amount for use in data.usage)


def test_codes_are_visibly_invented_and_names_are_different(data: DemoData) -> None:
    assert len(institutions()) >= 95
    assert all(len(i.code) == 8 and i.code.startswith("99") for i in institutions())
    assert len({i.code for i in institutions()}) == len({i.name for i in institutions()})
    assert "zbc" not in {i.kind for i in institutions()}
    assert "fictief" in data.notice
