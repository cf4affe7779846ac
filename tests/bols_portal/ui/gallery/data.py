"""What the gallery shows: the published table of 2027 with marks, and one of everything else."""

import csv
import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest

from bols_portal.ui.forms import DateInput
from bols_portal.ui.grids import Grid, GridCell, GridRow
from bols_portal.ui.navigation import Link, Navigation, NavItem, PhaseItem, PhaseState
from bols_portal.ui.pieces import (
    Deadline,
    Difference,
    Event,
    Gauge,
    Help,
    Progress,
    Review,
    Rule,
    Step,
    TaskItem,
    Why,
)
from bols_portal.ui.tables import Cell, Column, Mark, Matrix

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime.datetime(2026, 4, 17, 14, 32, tzinfo=AMSTERDAM)
REGIONS = ["NO", "ON", "Utrecht", "NWN", "Leiden", "ZWN", "ZON"]
TABLE = Path(__file__).with_name("table.csv")
PHASES = [
    "Kader",
    "Verdeling over OOR’s",
    "Verdeling over instellingen",
    "Klachten en geschillen",
    "Definitief voorstel",
    "Aanbieding",
]
NOTES = ["5 maart 2026", "tot 20 april 2026", "wacht op besluit van 5 mei", "", "", "1 juli 2026"]
MARKS: dict[tuple[str, str], dict[str, Any]] = {
    ("03", "NO"): {"mark": Mark.UP},
    ("10", "ZWN"): {"mark": Mark.DOWN},
    ("18", "ON"): {"mark": Mark.UP, "changed": 2},
    ("23", "Leiden"): {"zero": True},
    ("34", "Leiden"): {"zero": True},
    ("27", "NO"): {"mark": Mark.UP, "changed": -1},
    ("41", "NO"): {"missing_reason": True},
    ("41", "NWN"): {"allowed": "van 4 tot 8"},
    ("05", "Utrecht"): {"changed": -1, "missing_reason": True},
}


def navigation(request: HttpRequest) -> Navigation:
    """The header as a bureau employee sees it in phase II."""
    states = [PhaseState.DONE, PhaseState.CURRENT] + 4 * [PhaseState.UPCOMING]
    return Navigation(
        cycle_name="Toewijzing 2027",
        phases=[
            PhaseItem(at + 1, name, states[at], "/" if at < 2 else "", NOTES[at], open=at == 0)
            for at, name in enumerate(PHASES)
        ],
        items=[
            NavItem(name, "/", open=name == "Tabellen")
            for name in ["Tabellen", "Documenten", "Berichten", "Beheer", "Logboek"]
        ],
        roles=["bureaumedewerker", "OOR-coördinator Utrecht"],
    )


def base_table(key: str = "base") -> Matrix:
    """30 specialisms by 7 regions, every kind of mark, every number a link."""
    rows = []
    for line in csv.DictReader(TABLE.read_text().splitlines()):
        code = line["specialism_code"]
        cells = [
            Cell(int(line[region]), href=f"/why/{code}/{region}", **MARKS.get((code, region), {}))
            for region in REGIONS
        ]
        rows.append((code, line["specialism"], cells))
    return Matrix.of_places(
        key=key,
        caption="Basisverdeling 2027, plaatsen per specialisme en OOR",
        columns=[Column(name, title=f"OOR {name}") for name in REGIONS],
        rows=rows,
        percentages=True,
    )


def edit_table() -> Grid:
    """Three rows to fill in: one right, one that does not add up, one with a structural zero."""
    lines = [
        ("03", "Cardio-thoracale chirurgie", 3, ["1", "0", "1", "0", "0", "1", "0"]),
        ("05", "Heelkunde", 62, ["11", "8", "19", "12", "7", "11", "6"]),
        ("23", "Klinische geriatrie", 33, ["5", "5", "7", "5", "", "7", "vier"]),
    ]
    return Grid(
        key="edit",
        caption="Integraal voorstel",
        columns=[Column(name, title=f"OOR {name}") for name in REGIONS],
        rows=[
            GridRow(code, name, _grid_cells(code, texts), required)
            for code, name, required, texts in lines
        ],
        base_totals=[17, 13, 15, 17, 7, 19, 10],
        low=-8,
        high=10,
        saved="Concept bewaard om 14:32",
    )


def _grid_cells(code: str, texts: list[str]) -> list[GridCell]:
    return [
        GridCell(
            region,
            text,
            base=7 if (code, region) == ("05", "Utrecht") else None,
            zero=(code, region) == ("23", "Leiden"),
            error="“vier” is geen aantal plaatsen." if text == "vier" else "",
            missing_reason=(code, region) == ("05", "Utrecht"),
        )
        for region, text in zip(REGIONS, texts, strict=True)
    ]


class ExampleForm(forms.Form):
    """One of every kind of field; two of them wrong when the gallery fills it in."""

    title = forms.CharField(label="Onderwerp", help_text="Zoals het in de lijst moet staan.")
    reason = forms.CharField(label="Reden", required=False, widget=forms.Textarea)
    places = forms.IntegerField(label="Aantal plaatsen", min_value=0)
    day = forms.DateField(label="Datum van de vergadering", widget=DateInput)
    region = forms.ChoiceField(label="OOR", choices=[(name, name) for name in REGIONS])
    kind = forms.ChoiceField(
        label="Uw oordeel",
        help_text="U kunt dit tot de deadline wijzigen.",
        widget=forms.RadioSelect,
        choices=[("yes", "Akkoord"), ("no", "Niet akkoord, met opmerking")],
    )
    topics = forms.MultipleChoiceField(
        label="Onderwerpen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "Speerpunten"), ("b", "Opleidingscapaciteit")],
    )
    table = forms.FileField(label="Werkboek", help_text="Een xlsx-bestand van hoogstens 20 MB.")
    sure = forms.BooleanField(label="Ik heb de notulen gelezen", help_text="Ze staan hiernaast.")


class FilterForm(forms.Form):
    """The filters above a list."""

    q = forms.CharField(label="Zoeken", required=False)
    state = forms.ChoiceField(
        label="Stand", required=False, choices=[("", "alle"), ("open", "te doen")]
    )


def context() -> dict[str, object]:
    """All that the gallery's template shows."""
    rule = Rule(
        "De basisverdeling volgt de adherentie; elke OOR krijgt ten minste 10 % van de plaatsen.",
        "Toewijzingsprotocol 2027, fase I 2",
    )
    return {
        "now": NOW,
        "user": SimpleNamespace(is_authenticated=True, get_full_name="Fatima Yilmaz"),
        "table": base_table(),
        "crumbs": [Link("Mijn taken", "/"), Link("Fase I: Kader", "/"), Link("Basisverdeling", "")],
        "tabs": [
            Link("Tabel", "/", open=True, count=210),
            Link("Stappen", "/"),
            Link("Verschillen", "/", count=4),
        ],
        "tasks": [
            TaskItem(
                "Aandachtspunten van OOR Utrecht indienen",
                "/",
                "Verder invullen",
                "Concept bewaard om 14:32 · nieuwe ronde na de rectificatie van 2 april",
                "OOR-coördinator Utrecht",
                Deadline(datetime.date(2026, 4, 20), NOW),
            ),
            TaskItem(
                "OOR-indeling van 11 instellingen nakijken",
                "/",
                "Nakijken",
                "9 bevestigd, 2 te bekijken: Canisius-Wilhelmina Ziekenhuis (CWZ), De Hoogstraat",
                "",
                Deadline(datetime.date(2026, 4, 24), NOW, exclusive=True),
                primary=False,
            ),
            TaskItem(
                "Notulen lezen", "/", "Lezen", deadline=Deadline(datetime.date(2026, 4, 15), NOW)
            ),
        ],
        "help_note": Help(
            rules=[rule],
            deadline=Deadline(datetime.date(2026, 4, 20), NOW),
            deadline_text="Daarna besluit het bestuur op 5 mei.",
            contact_name="Bureau BOLS",
            contact_mail="bureau@example.org",
            contact_phone="030 123 45 67",
        ),
        "gauges": [
            Gauge(name, value)
            for name, value in zip(REGIONS, [4, -3, 6, -8, 0, 12, -2], strict=True)
        ],
        "differences": [
            Difference("Keel- neus- oorheelkunde", "ON", 0, 2, code="18", reason="Rectificatie"),
            Difference("Neurochirurgie", "NO", 3, 2, code="27", href="/"),
        ],
        "events": [
            Event("Fatima Yilmaz", "legde het besluit voor", NOW, "bureaumedewerker", kind="busy"),
            Event("Jan de Vries", "stemde in", NOW, "bestuurslid", "Let op de reden bij Leiden."),
        ],
        "job": Progress("Basisverdeling berekenen", "/job", 4, 7, "Passing op de totalen"),
        "review_note": Review(
            happens=["Het kader wordt vastgesteld.", "Fase II gaat open."],
            confirm="Besluit voorleggen",
            back_href="/",
            mailed=["6 bestuursleden", "OOR-coördinatoren van 7 regio’s"],
            mailed_count=13,
            final=["Het besluit kan alleen door een nieuw besluit worden vervangen."],
            danger=True,
        ),
        "form": ExampleForm({"title": "Kader 2027", "places": "-1", "kind": "", "region": "NO"}),
        "filters": FilterForm({"q": "", "state": "open"}),
        "digest_value": "7c1e94ab" + "0123456789abcdef" * 3 + "01234567",
        "edit": edit_table(),
        "pairs": [("Kenmerk", "BOLS 2026-014"), ("Vastgesteld op", "5 maart 2026")],
        "phases": navigation(HttpRequest()).phases,
    }


def explanation(code: str, region: str) -> Why:
    """An answer to "why this number?"."""
    return Why(
        title=f"{code}, {region}",
        value="1",
        steps=[
            Step("Maal 3 plaatsen is 0,47.", "Toewijzingsprotocol 2027, fase I 2"),
            Step("Afgerond op 1: next best.", "Notitie adherentieberekening 2026, vraag 7"),
        ],
        links=[Link("Alle stappen", "/")],
        back_href="/#base",
    )
