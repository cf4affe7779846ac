"""Deliveries for the tests of care usage: complete and right, unless a test spoils them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from allocation import protocols
from allocation.enums import UsageSource
from allocation.models import Cycle, Job, UsageImport
from allocation.services import jobs
from allocation.services.usage import perform, upload_usage
from bols_portal.accounts.models import User
from tests import factories

HEADER = ["Instellingscode", "Instellingsnaam", "Specialismecode", "Zorgtype", "Jaar", "Aantal"]
CONTROL_HEADER = ["Specialismecode", "Zorgtype", "Aantal"]
WORDS = {
    "first_visit": "1e polikliniekbezoek",
    "day_admission": "Dagopname",
    "clinical_admission": "Klinische opname",
    "treatment_plan": "Behandelplan",
    "procedure_own": "Verrichting voor eigen patiënten",
    "procedure_third": "Verrichting voor patiënten van derden",
}
Line = list[Any]


def usage_cycle(year: int = 2027) -> Cycle:
    """A cycle on the real protocol of 2027, with the little world of institutions."""
    factories.make_reference_data()
    return factories.make_cycle(year, protocol=protocols.load("2027").to_json())


def lines(source: str = "vektis", institutions: Sequence[str] = ("I001", "I004")) -> list[Line]:
    """A line for every institution, specialism and care type of a source."""
    names = {one[0]: one[1] for one in factories.INSTITUTIONS}
    rules = protocols.load("2027").specialisms
    return [
        [code, names[code], rule.code, WORDS[care], 2024, 100 + at]
        for at, rule in enumerate(rules)
        if rule.usage_source == source
        for care in rule.care_types
        for code in institutions
    ]


def controls(delivered: Iterable[Line]) -> list[Line]:
    """The control totals that belong to lines."""
    totals: dict[tuple[str, str], int] = {}
    for line in delivered:
        key = (str(line[2]), str(line[3]))
        totals[key] = totals.get(key, 0) + int(line[5])
    return [[code, care, amount] for (code, care), amount in totals.items()]


def xlsx(
    delivered: Iterable[Line],
    stated: Iterable[Line] | None = None,
    header: Sequence[str] = HEADER,
) -> SimpleUploadedFile:
    """A delivery as a workbook, its control totals on a sheet of their own."""
    book = openpyxl.Workbook()
    book.active.title = "Zorggebruik"
    for line in [list(header), *delivered]:
        book.active.append(line)
    if stated is not None:
        sheet = book.create_sheet("Controletotalen")
        for line in [CONTROL_HEADER, *stated]:
            sheet.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("levering.xlsx", buffer.getvalue())


def text(delivered: Iterable[Line], header: Sequence[str] = HEADER) -> SimpleUploadedFile:
    """A delivery as csv."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows([list(header), *delivered])
    return SimpleUploadedFile("levering.csv", buffer.getvalue().encode())


def upload(
    cycle: Cycle,
    by: User,
    file: SimpleUploadedFile | None = None,
    source: UsageSource = UsageSource.VEKTIS,
    stated: list[dict[str, Any]] | None = None,
) -> UsageImport:
    """Uploads a delivery, a right one where none is given."""
    delivered = lines(source)
    return upload_usage(
        cycle=cycle,
        source=source,
        file=file or xlsx(delivered, controls(delivered)),
        controls=stated or [],
        by=by,
        now=factories.NOW,
    )


def read(usage_import: UsageImport) -> UsageImport:
    """Does what the worker does."""
    job = Job.objects.get(pk=usage_import.job_id)
    progress = jobs.claim(job_id=job.pk, now=factories.NOW)
    assert progress is not None
    perform(job.pk, progress)
    return UsageImport.objects.get(pk=usage_import.pk)


def imported(
    cycle: Cycle,
    by: User,
    file: SimpleUploadedFile | None = None,
    source: UsageSource = UsageSource.VEKTIS,
    stated: list[dict[str, Any]] | None = None,
) -> UsageImport:
    """Uploads and reads a delivery."""
    return read(upload(cycle, by, file, source, stated))
