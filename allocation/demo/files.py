"""The demo's upload files: what the bureau would get from the ministry, regions and suppliers.

The loader feeds these very bytes to the services; the same files are written to a folder, so that
anyone can upload them by hand. Every figure and code is invented, and every file says so.
"""

from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allocation import protocols
from allocation.demo.files_faulty import spoiled
from allocation.demo.generator import generate
from allocation.demo.invented import NOTICE, DemoData, DemoLine
from allocation.demo.published import published_intake
from allocation.enums import AssignmentBasis, CareType, InstitutionKind
from allocation.protocols import Protocol
from allocation.selectors.assignment_data import (
    AssignmentData,
    InstitutionData,
    LineData,
    ShareData,
    line_of,
)
from allocation.services import assignment_workbook, intake_workbook
from allocation.services.usage_columns import (
    AMOUNT,
    CARE,
    INSTITUTION,
    NAME,
    SPECIALISM,
    TITLES,
    YEAR,
)
from allocation.services.usage_entry import words_of
from allocation.workbooks import NoticeSheet, SheetOut, write_workbook
from allocation.workbooks.writing import CellOut

FOLDER = "demo-files"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = list[CellOut]


class DemoFiles:
    """The contents of all files of one set of invented data."""

    def __init__(self, data: DemoData, protocol: Protocol) -> None:
        self.data = data
        self.protocol = protocol
        self._names = {one.code: one.name for one in data.institutions}
        self._kept: dict[str, bytes] = {}  # large ones, made once

    def intake(self) -> bytes:
        """The national intake: the published numbers of table 1."""
        numbers = {one.code: (one.intake_2026, one.intake_2027) for one in published_intake()}
        return intake_workbook.filled_template(numbers, self.protocol, NOTICE)

    def assignment(self, *, erroneous: bool = False) -> bytes:
        """The recognitions and region assignment, right or with Leiden and NO mixed up."""
        key = f"assignment, erroneous: {erroneous}"
        if key not in self._kept:
            lines = self.data.erroneous_lines if erroneous else self.data.lines
            content = AssignmentData(self.institutions, tuple(map(_line, lines)))
            self._kept[key] = assignment_workbook.filled_template(content, self.protocol, NOTICE)
        return self._kept[key]

    @cached_property
    def institutions(self) -> tuple[InstitutionData, ...]:
        """The institutions, as the services take them."""
        return tuple(
            InstitutionData(one.code, one.name, one.city, InstitutionKind(one.kind), one.region)
            for one in self.data.institutions
        )

    def usage(self, source: str, *, faulty: bool = False) -> bytes:
        """The delivery of a supplier with its control totals; `faulty`: with deliberate faults."""
        header = [TITLES[role][0] for role in (INSTITUTION, NAME, SPECIALISM, CARE, YEAR, AMOUNT)]
        controls = [TITLES[SPECIALISM][0], TITLES[CARE][0], TITLES[AMOUNT][0]]
        rows, totals = self._usage_rows(source), self._control_rows(source)
        if faulty:
            rows, totals = spoiled(rows, totals)
        return write_workbook(
            [
                SheetOut("Zorggebruik", header, rows, widths=(18, 40, 16, 40, 8, 14)),
                SheetOut("Controletotalen", controls, totals, widths=(16, 40, 14)),
            ],
            NoticeSheet("Toelichting", [NOTICE]),
        )

    def _usage_rows(self, source: str) -> list[Row]:
        year = self.protocol.usage.year if self.protocol.usage else 0
        return [
            [
                use.institution,
                self._names[use.institution],
                use.specialism,
                words_of(CareType(use.care_type)),
                year,
                use.amount,
            ]
            for use in self.data.usage
            if use.source == source
        ]

    def _control_rows(self, source: str) -> list[Row]:
        return [
            [code, words_of(CareType(care)), amount]
            for (code, care), amount in self.data.control_totals(source).items()
        ]


def _line(line: DemoLine) -> LineData:
    return line_of(
        institution=line.institution,
        specialism=line.specialism,
        recognised=line.recognised,
        source=line.register,
        basis=AssignmentBasis(line.basis),
        shares=[ShareData(one.region, one.share, one.fte) for one in line.shares],
    )


# Name of the file → what it is, and what makes it.
FILES: dict[str, tuple[Promise, Callable[[DemoFiles], bytes]]] = {
    "instroom-2027.xlsx": (_("National intake"), lambda files: files.intake()),
    "oor-indeling-2027.xlsx": (_("Region assignment"), lambda files: files.assignment()),
    "oor-indeling-2027-met-fout.xlsx": (
        _("Region assignment in which NO and Leiden are mixed up"),
        lambda files: files.assignment(erroneous=True),
    ),
    "zorggebruik-vektis-2024.xlsx": (
        _("Care usage of Vektis, with control totals"),
        lambda files: files.usage("vektis"),
    ),
    "zorggebruik-dhd-2024.xlsx": (
        _("Care usage of DHD, with control totals"),
        lambda files: files.usage("dhd"),
    ),
    "zorggebruik-vektis-2024-met-fouten.xlsx": (
        _("Care usage of Vektis with deliberate faults"),
        lambda files: files.usage("vektis", faulty=True),
    ),
}


@cache
def demo_files() -> DemoFiles:
    """The files of the demo cycle: always the same."""
    return DemoFiles(generate(), protocols.load("2027"))


def write_files(folder: Path) -> None:
    """Writes the files to practise with, once."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in [name for name in FILES if not (folder / name).exists()]:
        (folder / name).write_bytes(FILES[name][1](demo_files()))


def uploaded(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a page of the portal receives it."""
    return SimpleUploadedFile(name, content, XLSX)
