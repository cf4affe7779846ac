"""Computes again, in fractions, what comes before the rounding, and checks the fit by its factors.

Standard library only; shares no code with the pipeline and solves nothing. The fit needs no
solving either: only one table of the form row factor × quota × column factor has the right
margins, so a result that gives its factors can simply be multiplied out.
"""

from collections import defaultdict
from fractions import Fraction
from typing import Any

from allocation.engine.certificate import G, link, same, whole

TINY = Fraction(1, 10**12)
Table = list[list[Fraction]]


def check(case: Any, result: Any) -> list[str]:
    """All points that fail, as "point: where"; both are parsed JSON, decimal numbers as text."""
    try:
        codes = [str(line["code"]) for line in case["specialisms"]]
        regions = [str(region) for region in case["regions"]]
        intake = whole(line["national_intake"] for line in case["specialisms"])
        adherence = _adherence(case, codes, regions)
        shares = [[value / sum(row) for value in row] for row in adherence]
        quotas = [[v * places for v in row] for row, places in zip(shares, intake, strict=True)]
        wrong = _inside(result, {"adherence": adherence, "shares": shares, "quotas": quotas})
        totals = [sum(column, Fraction()) for column in zip(*quotas, strict=True)]
        after, raised = _floor(totals, Fraction(case["floor"]))
        rounded = _largest_remainder(after)
        wrong += _totals(result, regions, totals, after, raised, rounded)
        return wrong + _fit(case, result, codes, regions, quotas, intake, rounded)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as fault:
        return [f"form: the result is not complete or not well formed ({fault!r})"]


def _inside(result: Any, tables: dict[str, Table]) -> list[str]:
    """The tables before the floor; adherence is exact, the others have six decimals."""
    wrong = []
    for point, table in tables.items():
        exact = point == "adherence"
        told = [[Fraction(v) if exact else v for v in row] for row in result[point]]
        if not same(told, [[v if exact else six(v) for v in row] for row in table]):
            wrong.append(f"{point}: not what the case gives")
    return wrong


def _totals(
    result: Any,
    regions: list[str],
    totals: list[Fraction],
    after: list[Fraction],
    raised: set[int],
    rounded: list[int],
) -> list[str]:
    """The totals, the floor, the whole totals and their repair."""
    near = [(2 * total + 1) // 2 for total in after]
    moved = [
        {"region": region, "before": before, "after": places}
        for region, before, places in zip(regions, near, rounded, strict=True)
        if before != places
    ]
    told = [{key: line[key] for key in ("region", "before", "after")} for line in result["repair"]]
    pairs = {
        "totals": (result["totals"], [six(v) for v in totals]),
        "totals_after_floor": (result["totals_after_floor"], [six(v) for v in after]),
        "raised": (result["raised"], [regions[j] for j in sorted(raised)]),
        "rounded_totals": (result["rounded_totals"], rounded),
        "repair": (told, moved),
    }
    return [f"{point}: not what the case gives" for point in pairs if not same(*pairs[point])]


def _adherence(case: Any, codes: list[str], regions: list[str]) -> Table:
    used: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for line in case["usage"]:
        used[str(line["institution"]), str(line["specialism"])] += Fraction(line["amount"])
    sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for line in case["assignment"]:
        amount = used[str(line["institution"]), str(line["specialism"])]
        sums[str(line["specialism"]), str(line["region"])] += Fraction(line["share"]) * amount
    return [[sums[code, region] for region in regions] for code in codes]


def _floor(totals: list[Fraction], floor: Fraction) -> tuple[list[Fraction], set[int]]:
    """Raise to the floor whoever is below it; the others keep their proportions."""
    everything = sum(totals, Fraction())
    least, raised, after = floor * everything, set[int](), totals
    while low := {j for j, total in enumerate(after) if total < least} - raised:
        raised |= low
        payers = sum(total for j, total in enumerate(totals) if j not in raised)
        rate = (everything - least * len(raised)) / payers
        after = [least if j in raised else total * rate for j, total in enumerate(totals)]
    return after, raised


def _largest_remainder(totals: list[Fraction]) -> list[int]:
    """Round down, then give what is left by remainder, total and order."""
    down = [total // 1 for total in totals]
    order = sorted(range(len(totals)), key=lambda j: (down[j] - totals[j], -totals[j], j))
    winners = order[: int(sum(totals) - sum(down))]
    return [places + (j in winners) for j, places in enumerate(down)]


def _fit(
    case: Any,
    result: Any,
    codes: list[str],
    regions: list[str],
    quotas: Table,
    intake: list[int],
    rounded: list[int],
) -> list[str]:
    """Multiply the factors out: margins must be met, and the cells as they were written."""
    a = [Fraction(v) for v in result["certificate"]["row_factors"]]
    b = [Fraction(v) for v in result["certificate"]["column_factors"]]
    kept = _fillable(case, result, codes, regions, quotas)
    fitted = [
        [a[i] * x * b[j] if kept[i][j] else Fraction() for j, x in enumerate(row)]
        for i, row in enumerate(quotas)
    ]
    wrong = []
    for i, code in enumerate(codes):
        for j, region in enumerate(regions):
            text = result["fitted"][i][j]
            off = abs(fitted[i][j] - Fraction(text)) > Fraction(1, 2 * G) + TINY
            if off or six(Fraction(text)) != text:
                wrong.append(f"fitted: {code} × {region}")
    lines = [(code, row, total) for code, row, total in zip(codes, fitted, intake, strict=True)]
    for j, region in enumerate(regions):
        lines.append((region, [row[j] for row in fitted], rounded[j]))
    missed = [label for label, line, total in lines if abs(sum(line, Fraction(-total))) > TINY]
    return wrong + [f"fitted: the factors miss the total of {label}" for label in missed]


def _fillable(
    case: Any, result: Any, codes: list[str], regions: list[str], quotas: Table
) -> list[list[bool]]:
    """Cells that hold something in some table with these zeros and margins.

    The places are such a table: a cell can be filled when a cycle of moves from them leads
    through it. The other cells must be empty, as if they were zeros.
    """
    m, n = len(codes), len(regions)
    zeros = {(str(code), str(region)) for code, region in case.get("zeros") or []}
    free = [
        [quotas[i][j] > 0 and (codes[i], regions[j]) not in zeros for j in range(n)]
        for i in range(m)
    ]
    reach = [1 << node for node in range(m + n)]
    for i in range(m):
        for j in range(n):
            link(reach, i, m + j, open_=free[i][j])
            link(reach, m + j, i, open_=free[i][j] and result["places"][i][j] > 0)
    return [[free[i][j] and bool(reach[m + j] >> i & 1) for j in range(n)] for i in range(m)]


def _exact(table: Any) -> Table:
    return [[Fraction(value) for value in row] for row in table]


def six(value: Fraction) -> str:
    """A number that is not negative with six decimals, half up."""
    millionths = int((2 * value * G + 1) // 2)
    return f"{millionths // G}.{millionths % G:06d}"
