"""Control totals as entered beside a delivery, and the template that asks for both."""

from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from allocation.enums import CareType, UsageSource
from allocation.errors import Fault, FaultyInput
from allocation.models import Cycle
from allocation.selectors.usage_faults import expected_of, title_of
from allocation.services.sheet_reading import ABOUT
from allocation.services.usage_columns import (
    AMOUNT,
    CARE,
    CARE_WORDS,
    CONTROL_REQUIRED,
    INSTITUTION,
    NAME,
    SPECIALISM,
    TITLES,
    YEAR,
)
from allocation.services.usage_controls import (
    Key,
    Plain,
    as_plain,
    lines_in_workbook,
    read_controls,
)
from allocation.services.usage_findings import Findings
from allocation.services.usage_register import register_of
from allocation.services.workbooks import read_uploaded
from allocation.workbooks import NoticeSheet, SheetOut, write_workbook


def entered_controls(
    *,
    cycle: Cycle,
    source: UsageSource,
    typed: Mapping[Key, int],
    file: UploadedFile[bytes] | None,
) -> Plain:
    """The control totals of the page: typed, or in a file; empty where there are neither.

    Raises FaultyInput with every fault in the file.
    """
    register = register_of(cycle, source)
    if file is None:
        return as_plain(typed, register)
    sheet, lines = lines_in_workbook(read_uploaded(file))
    findings = Findings(sheet)
    if not lines:
        titles = ", ".join(TITLES[role][0] for role in CONTROL_REQUIRED)
        text = _("No table with the columns %(titles)s.") % {"titles": titles}
        raise FaultyInput(_("The control totals can’t be read."), [Fault(text)])
    stated = read_controls(lines, register, findings, sheet)
    if findings.count:
        context = {"care_types": ", ".join(str(care.label) for care in register.care_types)}
        faults = [
            Fault(
                _("%(what)s: “%(found)s”. Expected: %(expected)s.")
                % {
                    "what": title_of(one.code),
                    "found": one.found,
                    "expected": expected_of(one.code, context),
                },
                sheet=one.sheet,
                cell=one.cell,
            )
            for one in findings.listed()
        ]
        raise FaultyInput(_("The control totals can’t be read."), faults)
    return stated


def delivery_template(cycle: Cycle, source: UsageSource) -> bytes:
    """An empty delivery to send to the supplier: columns, codes and words, and control totals."""
    register = register_of(cycle, source)
    names = {one.code: one.name for one in register.specialisms}
    words = {care: words_of(care) for care in register.care_types}
    notice = [
        _("Delivery of care usage %(source)s, year %(year)s.")
        % {"source": source.label, "year": register.usage_year},
        _(
            "One line per institution, specialism and care type. Extra columns, such as the "
            "month, may stand beside them: those lines add up."
        ),
        _("Amounts are whole numbers of 0 or more, without separators. Codes keep their zeros."),
        _("Care types: %(words)s.") % {"words": ", ".join(words.values())},
        _("Independent treatment centres (ZBCs) are left out of the calculation."),
        _("Fill in on the sheet “Controletotalen” what each specialism and care type adds up to."),
    ]
    header = [TITLES[role][0] for role in (INSTITUTION, NAME, SPECIALISM, CARE, YEAR, AMOUNT)]
    controls = [TITLES[SPECIALISM][0], TITLES[CARE][0], TITLES[AMOUNT][0], "Naam specialisme"]
    rows = [[code, words[care], None, names.get(code, "")] for code, care in register.expected]
    return write_workbook(
        [
            SheetOut("Zorggebruik", header, [], widths=(18, 40, 16, 40, 8, 14)),
            SheetOut("Controletotalen", controls, rows, widths=(16, 40, 14, 34)),
        ],
        NoticeSheet(ABOUT, notice),
    )


def words_of(care: CareType) -> str:
    """The protocol's word for a care type, as deliveries write it."""
    word = CARE_WORDS[care][0]
    return word[:1].upper() + word[1:]
