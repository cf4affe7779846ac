"""The steps of a base distribution: what each rule did, as data (see `steps.py`)."""

from collections.abc import Iterator

from allocation.engine.grid import exact_text, published, round_half_up, six_decimals
from allocation.engine.steps import Step, step
from allocation.engine.tables import BaseCase, BaseResult


def explain(
    case: BaseCase, result: BaseResult, emptied: tuple[tuple[int, int], ...]
) -> tuple[Step, ...]:
    """All steps in the order of the calculation; `emptied` are the cells that the fit emptied."""
    return (
        *_shares(case, result),
        *_floor(case, result),
        *_totals(result),
        *_fit(result, emptied),
        *_rounding(result),
    )


def _shares(case: BaseCase, result: BaseResult) -> Iterator[Step]:
    divided = {(a.institution, a.specialism) for a in case.assignment if 0 < a.share < 1}
    yield step(
        "adherence",
        institutions=len({use.institution for use in case.usage}),
        specialisms=len(result.specialisms),
        regions=len(result.regions),
        divided=len(divided),
    )
    places = sum(specialism.national_intake for specialism in result.specialisms)
    yield step("quotas", national_intake=places)


def _floor(case: BaseCase, result: BaseResult) -> Iterator[Step]:
    everything = sum(result.totals)
    floor = exact_text(case.floor)
    for region, before, after in zip(
        result.regions, result.totals, result.totals_after_floor, strict=True
    ):
        if before != after:
            # Who fell below the floor by paying has paid, down to the floor, and wasn't raised.
            rule = "floor.raised" if after > before else "floor.paid"
            yield step(
                rule,
                published(before),
                published(after),
                region=region,
                floor=floor,
                percentage_before=published(100 * before / everything),
                percentage_after=published(100 * after / everything),
            )


def _totals(result: BaseResult) -> Iterator[Step]:
    repaired = {repair.region: repair for repair in result.repair}
    for region, before in zip(result.regions, result.totals_after_floor, strict=True):
        yield step("totals.rounded", published(before), round_half_up(before), region=region)
    for region, repair in repaired.items():
        yield step("totals.repaired", repair.before, repair.after, region=region, tie=repair.tie)


def _fit(result: BaseResult, emptied: tuple[tuple[int, int], ...]) -> Iterator[Step]:
    codes = [specialism.code for specialism in result.specialisms]
    zeros = set(result.zeros)
    for i, code in enumerate(codes):
        for j, region in enumerate(result.regions):
            if (code, region) in zeros:
                before = published(result.quotas[i][j])
                yield step("zero", before, 0, specialism=code, region=region)
    for i, j in emptied:
        before = published(result.quotas[i][j])
        yield step("fit.emptied", before, 0, specialism=codes[i], region=result.regions[j])
    yield step("fit", zeros=len(zeros), emptied=len(emptied))


def _rounding(result: BaseResult) -> Iterator[Step]:
    yield step(
        "rounding",
        outside=result.outside,
        next_best=result.next_best,
        total_deviation=six_decimals(result.total_deviation),
    )
    for i, specialism in enumerate(result.specialisms):
        for j, region in enumerate(result.regions):
            if result.marks[i][j]:
                yield step(
                    "rounding.next_best",
                    six_decimals(result.fitted[i][j]),
                    result.places[i][j],
                    specialism=specialism.code,
                    region=region,
                    direction="up" if result.marks[i][j] > 0 else "down",
                )
    if not result.unique:
        yield step("rounding.tie", order="row-major, largest first")
