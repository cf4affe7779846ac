"""What the parties of the demo say: whole, right in its sums, and too much together."""

from allocation.demo.published import published_base, published_intake
from consultation.demo.invented import NOTICED, advices, focus_points, proposal_texts
from consultation.enums import FocusCategory

ZEROS = {("23", "Leiden"), ("34", "Leiden")}


def base_of(code: str) -> dict[str, int]:
    base = published_base()
    if code not in base.specialisms:
        return {}
    row = base.places[base.specialisms.index(code)]
    return dict(zip(base.regions, row, strict=True))


def wanted(code: str) -> dict[str, int]:
    return advices()[code].wanted(base_of(code), list(published_base().regions))


def test_every_specialism_is_advised_on_and_adds_up() -> None:
    needed = {one.code: one.intake_2027 for one in published_intake()}
    assert set(advices()) == set(needed)
    found = {code: sum(wanted(code).values()) for code in needed}
    assert found == needed
    inside = [one.code for one in published_intake() if one.in_framework]
    assert sum(found[code] for code in inside) == 1053
    assert (found["31"], found["46"]) == (12, 7)


def test_zeros_are_kept_and_shifts_are_small() -> None:
    assert not any(wanted(code)[region] for code, region in ZEROS)
    shifts = [shift for one in advices().values() for shift in one.shifts.values()]
    assert {abs(shift) for shift in shifts} == {1, 2}
    assert min(number for code in advices() for number in wanted(code).values()) == 0


def test_together_they_go_beyond_the_leeway() -> None:
    base = published_base()
    change = {
        region: sum(one.shifts.get(region, 0) for one in advices().values())
        for region in base.regions
    }
    assert change == {
        "NO": 12,
        "ON": 8,
        "Utrecht": -5,
        "NWN": -12,
        "Leiden": -8,
        "ZWN": -6,
        "ZON": 11,
    }
    assert sum(max(number, 0) for number in change.values()) == 31


def test_reasons_differ_by_specialism_and_there_is_room() -> None:
    texts = [one.more for one in advices().values()] + [one.less for one in advices().values()]
    given = [text for text in texts if text]
    assert len(given) == len(set(given)) == 50
    cells = advices()["41"].content(wanted("41"), base_of("41"))["cells"]
    assert cells["Utrecht"]["places"] == "5"
    assert (cells["Utrecht"]["lowest"], cells["Utrecht"]["highest"]) == ("3", "7")
    assert cells["Utrecht"]["reason"] == advices()["41"].less
    assert cells["ZWN"]["reason"] == ""
    strict = advices()["27"].content(wanted("27"), base_of("27"))["cells"]
    assert all(cell["lowest"] == cell["places"] == cell["highest"] for cell in strict.values())


def test_who_keeps_to_another_number_than_the_table_says_that_it_is_wrong() -> None:
    mistaken = base_of("10") | {"NO": 21, "Leiden": 15}
    cells = advices()["10"].content(wanted("10"), mistaken)["cells"]
    assert cells["Leiden"] == {
        "places": "13",
        "lowest": "11",
        "highest": "15",
        "reason": NOTICED,
    }


def test_every_region_asks_attention_under_every_subject() -> None:
    assert set(focus_points()) == set(published_base().regions)
    for texts in focus_points().values():
        assert set(texts) == set(FocusCategory.values)
        assert all(text.strip() for text in texts.values())
    assert set(proposal_texts()["regions"]) == set(published_base().regions)
