"""The parts of a protocol file, one function a table of the file."""

from allocation.protocols.fields import Fields
from allocation.protocols.older_rules import (
    Circumstances,
    History,
    Pilot,
    Professions,
    Staffel,
    StaffelStep,
)
from allocation.protocols.origin import Origin
from allocation.protocols.rules import (
    CARE_TYPES,
    CRITERIA,
    DEADLINE_KINDS,
    SUPPLIERS,
    AssignmentRule,
    AssociationRule,
    Criterion,
    DeadlineRule,
    ExpectedTotals,
    Leeway,
    Majority,
    RegionRule,
    SpecialismRule,
    Totals,
    UsageProfile,
    UsageRule,
)


def origin_of(table: Fields) -> Origin:
    """Where the values of this table come from: no table goes without a source."""
    return Origin(source=table.text("source"), note=table.text("note", ""))


def criterion_of(table: Fields) -> Criterion:
    """By what places are distributed over the regions."""
    criterion = Criterion(table.choice("kind", CRITERIA), table.text("text"), origin_of(table))
    table.done()
    return criterion


def leeway_of(table: Fields) -> Leeway:
    """How far the distribution may depart from the base distribution."""
    leeway = Leeway(
        total=table.whole("total"),
        lowest=table.whole("lowest", least=None),
        highest=table.whole("highest"),
        origin=origin_of(table),
    )
    if leeway.lowest > 0:
        table.fault("must be zero or less", "lowest")
    table.done()
    return leeway


def usage_of(table: Fields) -> UsageRule:
    """Which care usage counts, and the profiles that specialisms refer to."""
    profiles = []
    for row in table.rows("profiles"):
        care_types = row.texts("care_types")
        for one in care_types:
            if one not in CARE_TYPES:
                row.fault(f"{one!r} is not a care type", "care_types")
        profiles.append(
            UsageProfile(
                row.text("key"), row.choice("supplier", SUPPLIERS), care_types, origin_of(row)
            )
        )
        row.done()
    usage = UsageRule(
        year=table.whole("year", least=2000),
        excluded_kinds=table.texts("excluded_kinds", needed=False),
        profiles=tuple(profiles),
        origin=origin_of(table),
    )
    table.done()
    return usage


def assignment_of(table: Fields) -> AssignmentRule:
    """The reference date of the region assignment and what goes with it."""
    rule = AssignmentRule(
        reference_date=table.day("reference_date"),
        established=table.maybe_day("established"),
        pro_rata_years=table.whole("pro_rata_years", least=1),
        registers=table.texts("registers"),
        origin=origin_of(table),
    )
    table.done()
    return rule


def majority_of(table: Fields) -> Majority:
    """What adopts a decision of the board."""
    more_than = table.text("more_than")
    above, _, below = more_than.partition("/")
    if not (above.isdecimal() and below.isdecimal() and 0 <= int(above) < int(below)):
        table.fault('must be a part such as "1/2"', "more_than")
        more_than = "1/2"
    majority = Majority(more_than, table.choice("of", ("members",)), origin_of(table))
    table.done()
    return majority


def expected_totals_of(table: Fields) -> ExpectedTotals:
    """The control totals of this year and the year before."""
    totals = ExpectedTotals(
        current=_totals(table.table("current")),
        previous=_totals(table.table("previous")),
        origin=origin_of(table),
    )
    table.done()
    return totals


def _totals(table: Fields) -> Totals:
    totals = Totals(table.whole("framework"), table.numbers("outside"), table.whole("total"))
    table.done()
    return totals


def regions_of(table: Fields, sources: dict[str, Origin]) -> tuple[RegionRule, ...]:
    """The regions in their order."""
    regions = []
    for row in table.rows("rows"):
        regions.append(
            RegionRule(
                row.text("code"),
                row.text("key"),
                row.text("name"),
                row.texts("aliases", needed=False),
            )
        )
        row.done()
    sources["regions"] = origin_of(table)
    table.done()
    return tuple(regions)


def specialisms_of(
    table: Fields, profiles: dict[str, UsageProfile], sources: dict[str, Origin]
) -> tuple[SpecialismRule, ...]:
    """The specialisms in the order of the table, with what is counted for each."""
    specialisms = []
    for row in table.rows("rows"):
        profile = None
        if row.has("usage"):
            key = row.choice("usage", tuple(profiles))
            profile = profiles.get(key)
        specialisms.append(
            SpecialismRule(
                code=row.text("code"),
                name=row.text("name"),
                in_framework=row.flag("in_framework", True),
                places=row.maybe_whole("places"),
                places_previous=row.maybe_whole("places_previous"),
                usage_source=profile.supplier if profile else "",
                care_types=profile.care_types if profile else (),
                vektis_code=row.text("vektis", ""),
            )
        )
        row.done()
    sources["specialisms"] = origin_of(table)
    table.done()
    return tuple(specialisms)


def associations_of(table: Fields, sources: dict[str, Origin]) -> tuple[AssociationRule, ...]:
    """The scientific associations."""
    associations = []
    for row in table.rows("rows"):
        associations.append(
            AssociationRule(row.text("code"), row.text("name"), row.texts("specialisms"))
        )
        row.done()
    sources["associations"] = origin_of(table)
    table.done()
    return tuple(associations)


def deadlines_of(top: Fields) -> tuple[DeadlineRule, ...]:
    """The dates of the cycle in the order of the file."""
    deadlines = []
    for row in top.rows("deadlines"):
        deadlines.append(
            DeadlineRule(
                key=row.text("key"),
                phase=row.whole("phase", least=1),
                title=row.text("title"),
                title_en=row.text("title_en"),
                who=row.text("who"),
                who_en=row.text("who_en"),
                kind=row.choice("kind", DEADLINE_KINDS),
                day=row.maybe_day("day"),
                opens=row.maybe_day("opens"),
                as_written=row.text("as_written", ""),
                after=row.texts("after", needed=False),
                origin=origin_of(row),
            )
        )
        row.done()
    return tuple(deadlines)


def history_of(table: Fields) -> History:
    """Training history as a criterion."""
    history = History(
        table.wholes("realised_years"), table.whole("allocated_year"), origin_of(table)
    )
    table.done()
    return history


def pilot_of(table: Fields) -> Pilot:
    """The specialisms of the pilot and their policy criteria."""
    pilot = Pilot(table.texts("specialisms"), table.texts("criteria"), origin_of(table))
    table.done()
    return pilot


def staffel_of(table: Fields) -> Staffel:
    """The guideline of the pilot: largest difference by intake."""
    steps = []
    for row in table.rows("rows"):
        steps.append(StaffelStep(row.whole("from"), row.whole("up_to"), row.whole("most")))
        row.done()
    staffel = Staffel(tuple(steps), origin_of(table))
    table.done()
    return staffel


def professions_of(table: Fields) -> Professions:
    """The professions with a track of their own."""
    professions = Professions(table.texts("specialisms"), table.text("text"), origin_of(table))
    table.done()
    return professions


def circumstances_of(table: Fields) -> Circumstances:
    """The special circumstances for regions and for clusters."""
    circumstances = Circumstances(table.texts("regions"), table.texts("clusters"), origin_of(table))
    table.done()
    return circumstances
