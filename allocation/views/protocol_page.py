"""A protocol as sections of a page: names and values, tables, and where each comes from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from allocation.enums import CareType, DeadlineKind, InstitutionKind, UsageSource
from allocation.protocols import Protocol
from allocation.protocols.origin import Origin
from allocation.protocols.rules import DeadlineRule, SpecialismRule, Totals
from bols_portal.ui.formats import date_text, percent_text, places_text, signed_text

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the protocol as a page shows it. Notes and sources are quoted in Dutch."""

    key: str
    title: Text
    origin: Origin
    pairs: Sequence[tuple[Text, Text]] = ()
    head: Sequence[Text] = ()
    rows: Sequence[Sequence[Text]] = ()
    numbers: frozenset[int] = frozenset()  # the columns that hold numbers


def sections_of(protocol: Protocol) -> list[Section]:
    """Every part that the protocol has, in the order in which it is used."""
    return [
        *_rules(protocol),
        *_usage(protocol),
        *_older_criteria(protocol),
        *_older_tracks(protocol),
        _board(protocol),
        *_totals(protocol),
        _regions(protocol),
        _specialisms(protocol),
        _associations(protocol),
        _deadlines(protocol),
    ]


def _rules(protocol: Protocol) -> Iterator[Section]:
    criterion = protocol.criterion
    yield Section(
        "criterion", _("Criterion"), criterion.origin, [(_("Distributed by"), criterion.text)]
    )
    if "floor" in protocol.sources:
        pairs = [(_("At least for every region"), percent_text(protocol.floor, 0))]
        yield Section("floor", _("Floor"), protocol.sources["floor"], pairs)
    if protocol.leeway:
        leeway = protocol.leeway
        yield Section(
            "leeway",
            _("Leeway"),
            leeway.origin,
            [
                (_("Places that may move between regions"), places_text(leeway.total)),
                (_("At most less for a region"), signed_text(leeway.lowest)),
                (_("At most more for a region"), signed_text(leeway.highest)),
            ],
        )
    if protocol.zeros:
        names = {one.code: one.name for one in protocol.specialisms}
        yield Section(
            "zeros",
            _("No training"),
            protocol.sources["zeros"],
            head=[_("Specialism"), _("Region")],
            rows=[(f"{code} {names[code]}", f"OOR {key}") for code, key in protocol.zeros],
        )


def _usage(protocol: Protocol) -> Iterator[Section]:
    if protocol.usage:
        usage = protocol.usage
        excluded = [InstitutionKind(kind).label for kind in usage.excluded_kinds]
        yield Section(
            "usage",
            _("Care usage"),
            usage.origin,
            [
                (_("Year of the data"), str(usage.year)),
                (_("Left out"), ", ".join(str(one) for one in excluded)),
            ],
        )
        for profile in usage.profiles:
            codes = [
                one.code
                for one in protocol.framework_specialisms
                if (one.usage_source, one.care_types) == (profile.supplier, profile.care_types)
            ]
            yield Section(
                f"usage-{profile.key}",
                _("What is counted: %(codes)s") % {"codes": _shortened(codes)},
                profile.origin,
                [
                    (_("Supplier"), UsageSource(profile.supplier).label),
                    (_("Counted"), _care_types(profile.care_types)),
                ],
            )
    if protocol.assignment:
        rule = protocol.assignment
        pairs: list[tuple[Text, Text]] = [
            (_("Reference date"), date_text(rule.reference_date)),
            (_("Pro rata over"), _("%(years)s years") % {"years": rule.pro_rata_years}),
            (_("Registers"), ", ".join(rule.registers)),
        ]
        if rule.established:
            pairs.insert(1, (_("Established by the board"), date_text(rule.established)))
        yield Section("assignment", _("Region assignment"), rule.origin, pairs)


def _names(protocol: Protocol, codes: Iterable[str]) -> str:
    names = {one.code: f"{one.code} {one.name}" for one in protocol.specialisms}
    return ", ".join(names[code] for code in codes)


def _older_criteria(protocol: Protocol) -> Iterator[Section]:
    if protocol.history:
        history = protocol.history
        yield Section(
            "history",
            _("Training history"),
            history.origin,
            [
                (_("Realised in- and through-flow"), ", ".join(map(str, history.realised_years))),
                (_("Allocated intake"), str(history.allocated_year)),
            ],
        )
    if protocol.pilot:
        pilot = protocol.pilot
        yield Section(
            "pilot",
            _("Pilot with policy criteria"),
            pilot.origin,
            [
                (_("Specialisms"), _names(protocol, pilot.specialisms)),
                (_("Criteria"), ", ".join(pilot.criteria)),
            ],
        )
    if protocol.staffel:
        yield Section(
            "staffel",
            _("Staffel"),
            protocol.staffel.origin,
            head=[_("Intake from"), _("up to and including"), _("Largest difference")],
            rows=[
                (str(step.from_places), str(step.up_to), str(step.most))
                for step in protocol.staffel.steps
            ],
            numbers=frozenset({0, 1, 2}),
        )


def _older_tracks(protocol: Protocol) -> Iterator[Section]:
    if protocol.professions:
        track = protocol.professions
        yield Section(
            "professions",
            _("Track of the professions"),
            track.origin,
            [
                (_("Specialisms"), _names(protocol, track.specialisms)),
                (_("How it goes"), track.text),
            ],
        )
    if protocol.circumstances:
        special = protocol.circumstances
        yield Section(
            "circumstances",
            _("Special circumstances"),
            special.origin,
            [
                (_("For regions"), "; ".join(special.regions)),
                (_("For clusters"), "; ".join(special.clusters)),
            ],
        )


def _board(protocol: Protocol) -> Section:
    majority = protocol.board_majority
    return Section(
        "board_majority",
        _("Majority of the board"),
        majority.origin,
        [(_("Adopted by more than"), _("%(part)s of the members") % {"part": majority.more_than})],
    )


def _totals(protocol: Protocol) -> Iterator[Section]:
    expected = protocol.expected_totals
    if expected is None:
        return
    names = {one.code: one.name for one in protocol.specialisms}
    outside = list(expected.current.outside)

    def row(year: int, totals: Totals) -> list[Text]:
        parts = [places_text(totals.outside[code]) for code in outside]
        return [str(year), places_text(totals.framework), *parts, places_text(totals.total)]

    yield Section(
        "expected_totals",
        _("Control totals of the national intake"),
        expected.origin,
        head=[_("Cycle"), _("Framework"), *(names[code] for code in outside), _("Total")],
        rows=[row(protocol.year, expected.current), row(protocol.year - 1, expected.previous)],
        numbers=frozenset(range(1, len(outside) + 3)),
    )


def _regions(protocol: Protocol) -> Section:
    return Section(
        "regions",
        _("Regions"),
        protocol.sources["regions"],
        head=[_("Code"), _("Short name"), _("Name"), _("Also written as")],
        rows=[(one.code, one.key, one.name, ", ".join(one.aliases)) for one in protocol.regions],
    )


def _specialisms(protocol: Protocol) -> Section:
    head: list[Text] = [_("Specialism"), _("Framework"), _("Supplier"), _("Counted")]
    counted = any(one.places is not None for one in protocol.specialisms)
    if counted:
        head += [str(protocol.year - 1), str(protocol.year)]
    return Section(
        "specialisms",
        _("Specialisms"),
        protocol.sources["specialisms"],
        head=head,
        rows=[_specialism(one, counted) for one in protocol.specialisms],
        numbers=frozenset({4, 5}),
    )


def _specialism(one: SpecialismRule, counted: bool) -> list[Text]:
    row: list[Text] = [
        f"{one.code} {one.name}",
        _("inside") if one.in_framework else _("outside"),
        UsageSource(one.usage_source).label if one.usage_source else "–",
        _care_types(one.care_types) or "–",
    ]
    if counted:
        row += [
            "–" if places is None else places_text(places)
            for places in (one.places_previous, one.places)
        ]
    return row


def _associations(protocol: Protocol) -> Section:
    return Section(
        "associations",
        _("Scientific associations"),
        protocol.sources["associations"],
        head=[_("Abbreviation"), _("Name"), _("Specialisms")],
        rows=[(one.code, one.name, ", ".join(one.specialisms)) for one in protocol.associations],
    )


def _deadlines(protocol: Protocol) -> Section:
    language = get_language() or "nl"
    return Section(
        "deadlines",
        _("Dates"),
        protocol.origin,
        head=[_("Phase"), _("What"), _("Who"), _("When"), _("Source")],
        rows=[
            (str(one.phase), one.title_in(language), one.who_in(language), _when(one), _cite(one))
            for one in protocol.deadlines
        ],
    )


def _when(rule: DeadlineRule) -> str:
    if rule.day is None:
        return rule.as_written or _("no day named")
    before = _("before %(day)s") if rule.kind == DeadlineKind.BEFORE else _("by %(day)s")
    return before % {"day": date_text(rule.day)}


def _cite(rule: DeadlineRule) -> str:
    return " ".join(part for part in (rule.origin.source, rule.origin.note) if part)


def _care_types(codes: Sequence[str]) -> str:
    return ", ".join(str(CareType(code).label) for code in codes)


def _shortened(codes: Sequence[str]) -> str:
    """Many specialisms by their number, few by their codes."""
    return (
        ", ".join(codes) if len(codes) <= 8 else _("%(count)s specialisms") % {"count": len(codes)}
    )
