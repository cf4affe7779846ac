"""The report of a recorded test, as pdf: for the minutes of the board and for VWS.

Made from frozen records alone, so that it reads the same whenever it is printed.
"""

from typing import Any

from django.utils.translation import gettext as _

from allocation.selectors.tables import PlacesTable
from allocation.services.pdf import pdf_of
from bols_portal.ui.formats import moment_text, places_text, signed_text
from consultation.models import ProposalTest
from consultation.selectors.proposal_sheet import ProposalSheet, sheet_of
from consultation.selectors.proposal_test_texts import shown
from consultation.selectors.proposal_tests import frozen

BODY = """#set heading(numbering: none)
#show heading.where(level: 1): it => block(below: 4mm, text(size: 15pt, it.body))
#show heading.where(level: 2): it => block(above: 6mm, below: 3mm, it.body)
#let head(..names) = names.pos().map(strong)
#let mark(shape) = if shape == "done" [✓] else if shape == "stopped" [✗] else [!]
= #told.title
#for pair in told.facts [#strong(pair.at(0)): #pair.at(1) \\ ]
== #told.labels.finding
#strong(told.careful)
#for line in told.remarks [#par(line)]
#for group in told.groups [
  == #group.title
  #table(columns: (auto, 62mm, 24mm, 1fr), stroke: (x: none, y: 0.4pt),
    ..group.lines.map(line => (mark(line.shape), line.title, line.label, line.detail)).flatten())
]
== #told.labels.regions
#table(columns: (1fr,) + (auto,) * 3 + (3fr,), table.header(..told.region_head.map(strong)),
  ..told.regions.flatten())
== #told.labels.departures
#if told.departures.len() == 0 [#told.labels.none] else [
  #table(columns: (auto, auto, auto, auto, auto, 1fr),
    table.header(..told.departure_head.map(strong)), ..told.departures.flatten())
]
== #told.labels.beyond
#if told.beyond.len() == 0 [#told.labels.none] else [
  #table(columns: (auto, auto, auto, auto, 1fr),
    table.header(..told.beyond_head.map(strong)), ..told.beyond.flatten())
]
== #told.labels.motivation
#for line in told.motivation [#par(line)]
#pagebreak()
== #told.labels.table
#set text(size: 8.5pt)
#table(columns: (1fr,) + (auto,) * (told.head.len() - 1), inset: 3pt,
  align: (column, row) => if column == 0 {left} else {right},
  table.header(..told.head.map(strong)), ..told.rows.flatten())
"""


def report(test: ProposalTest) -> bytes:
    """The report of a test, in the language of the reader."""
    return pdf_of(BODY, told_of(test))


def told_of(test: ProposalTest) -> dict[str, Any]:
    """What the report says. Departures and reasons are those of the frozen proposal."""
    sheet = sheet_of(test.proposal)
    names = {row.code: row.name for row in sheet.base.rows}
    proposal = test.proposal
    return {
        "title": _("Test of the integral proposal, version %(number)s")
        % {"number": proposal.number},
        "facts": [
            [_("Cycle"), proposal.cycle.name],
            [_("Test"), str(test.number)],
            [_("Tested at"), moment_text(test.tested_at)],
            [_("Tested by"), str(test.tested_by)],
            [_("Digest of the proposal"), proposal.digest],
            *([[_("Demo"), _("all figures are made up")]] * proposal.cycle.is_demo),
        ],
        "careful": _("The process was careful.")
        if test.careful
        else _("The process was not careful."),
        "remarks": test.remarks.splitlines(),
        "groups": [
            {
                "title": group["title"],
                "lines": [
                    {key: line[key] for key in ("title", "shape", "label", "detail")}
                    for line in group["lines"]
                ],
            }
            for group in shown(frozen(test), names)
        ],
        "motivation": proposal.motivation.splitlines(),
        "labels": _labels(),
        "footer": f"SHA-256: {test.digest}",
        **_regions(sheet),
        **_departures(sheet),
        **_beyond(test, names),
        **_table(sheet.base, sheet.places),
    }


def _labels() -> dict[str, str]:
    return {
        "finding": _("Finding of the bureau"),
        "regions": _("Regions"),
        "departures": _("Departures from the base distribution"),
        "beyond": _("Outside what the advices can accept"),
        "motivation": _("Motivation of FMS"),
        "table": _("The proposal, with the difference from the base distribution"),
        "none": _("None."),
    }


def _regions(sheet: ProposalSheet) -> dict[str, Any]:
    totals = zip(
        sheet.base.regions,
        sheet.framework.base_totals,
        sheet.assessment.region_totals,
        sheet.assessment.region_deviation,
        strict=True,
    )
    return {
        "region_head": [_("Region"), _("Base"), _("Proposal"), _("Difference"), _("Reason")],
        "regions": [
            [
                region,
                places_text(base),
                places_text(total),
                signed_text(change),
                sheet.region_reason(region),
            ]
            for region, base, total, change in totals
        ],
    }


def _departures(sheet: ProposalSheet) -> dict[str, Any]:
    names = [_("Specialism"), _("Region"), _("Base"), _("Proposal"), _("Difference"), _("Reason")]
    return {
        "departure_head": names,
        "departures": [
            [
                f"{one.code} {one.name}",
                one.region,
                places_text(one.old),
                places_text(one.new),
                signed_text(one.change),
                one.reason,
            ]
            for one in sheet.departures
        ],
    }


def _beyond(test: ProposalTest, names: dict[str, str]) -> dict[str, Any]:
    """As frozen: a later advice doesn't change what was tested."""
    cells = [cell for one in frozen(test) if one.key == "bounds" for cell in one.facts["cells"]]
    head = [_("Specialism"), _("Region"), _("Proposal"), _("Lowest"), _("Highest")]
    return {
        "beyond_head": head,
        "beyond": [
            [f"{code} {names.get(code, '')}", region, *map(places_text, numbers)]
            for code, region, *numbers in cells
        ],
    }


def _table(base: PlacesTable, places: PlacesTable) -> dict[str, Any]:
    """30 × 7 with totals; a number that departs has its difference behind it."""

    def text(now: int, before: int) -> str:
        return places_text(now) + (f" ({signed_text(now - before)})" if now != before else "")

    def number(table: PlacesTable, code: str, region: str) -> int:
        cell = table.cell(code, region)
        return cell.places if cell else 0

    rows = [
        [
            f"{row.code} {row.name}",
            *(
                text(cell.places, number(base, row.code, region))
                for region, cell in zip(places.regions, row.cells, strict=True)
            ),
            places_text(row.total),
        ]
        for row in places.rows
    ]
    totals = [text(*pair) for pair in zip(places.region_totals, base.region_totals, strict=True)]
    rows.append([_("Total"), *totals, places_text(places.total)])
    return {"head": [_("Specialism"), *places.regions, _("Total")], "rows": rows}
