"""What is wrong with a file, in words a user can act on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from allocation.errors import Fault
from allocation.workbooks import FaultCode, WorkbookFault
from allocation.workbooks.limits import MEGABYTE
from bols_portal.ui.formats import places_text

Text = str | Promise

# What a file seems to be, after its first bytes.
KINDS: dict[str, Text] = {
    "pdf": _("a PDF"),
    "program": _("a program"),
    "rtf": _("a text document (rtf)"),
    "archive": _("an archive (zip or the like)"),
    "picture": _("a picture"),
    "html": _("a web page"),
    "xml": _("an XML file"),
    "word": _("a Word document"),
    "powerpoint": _("a PowerPoint presentation"),
    "xlsb": _("an Excel file in binary form (xlsb)"),
    "opendocument": _("an OpenDocument file (ods or odt)"),
}
TEXTS: dict[FaultCode, Text] = {
    FaultCode.EMPTY_FILE: _("The file is empty."),
    FaultCode.FILE_TOO_LARGE: _(
        "The file is %(found)s MB; at most %(most)s MB is allowed. Remove pictures and sheets that "
        "are not needed."
    ),
    FaultCode.WRONG_TYPE: _("This is %(found)s. Save the table as xlsx or csv and upload that."),
    FaultCode.OLD_EXCEL: _(
        "This is an Excel file of before 2007 (xls). Open it in Excel, save it as xlsx and upload "
        "that."
    ),
    FaultCode.ENCRYPTED: _("The file has a password. Save it without a password and upload that."),
    FaultCode.DAMAGED: _(
        "The file is damaged or not complete. Open it in Excel, save it anew as xlsx and upload "
        "that."
    ),
    FaultCode.TOO_MANY_PARTS: _(
        "The file consists of %(found)s parts; at most %(most)s are allowed. Copy the table to a "
        "new workbook."
    ),
    FaultCode.UNPACKS_TOO_LARGE: _(
        "Unpacked the file is larger than %(most)s MB. Copy the table to a new workbook."
    ),
    FaultCode.PACKED_TOO_TIGHT: _(
        "A part of the file (%(part)s) unpacks to more than %(most)s times its size. Copy the "
        "table to a new workbook."
    ),
    FaultCode.DOCTYPE: _(
        "The file holds definitions that do not belong in a workbook (%(part)s). Open it in Excel "
        "and save it anew as xlsx."
    ),
    FaultCode.OTHER_ENCODING: _(
        "A part of the file (%(part)s) is not written in UTF-8. Open it in Excel and save it anew "
        "as xlsx."
    ),
    FaultCode.MACROS: _("The file holds macros. Save it as xlsx (without macros) and upload that."),
    FaultCode.EXTERNAL_LINKS: _(
        "The file fetches data from other files or from the internet. Break the links in Excel "
        "(Data, Edit links) and save it anew."
    ),
    FaultCode.EMBEDDED: _(
        "The file holds an embedded object (%(part)s). Remove it and save the file anew."
    ),
    FaultCode.GRID_TOO_LARGE: _(
        "A sheet may have at most %(rows)s rows and %(columns)s columns. Delete the rows and "
        "columns beyond the table, also the empty ones."
    ),
    FaultCode.TOO_MANY_CELLS: _("The file holds more than %(most)s cells; that is too many."),
    FaultCode.NO_SHEETS: _("The file holds no sheet with cells."),
    FaultCode.UNREADABLE: _(
        "The file can’t be read. Open it in Excel, save it anew as xlsx and upload that."
    ),
    FaultCode.TOO_MUCH_MEMORY: _(
        "The file asks more memory than is allowed. Copy the table to a new workbook."
    ),
    FaultCode.TOO_SLOW: _(
        "Reading the file takes longer than is allowed. Copy the table to a new workbook."
    ),
    FaultCode.CSV_NUL: _("Line %(line)s holds a character that is no text (NUL)."),
    FaultCode.CSV_ENCODING: _(
        "Line %(line)s holds characters that are neither UTF-8 nor Windows text. Save the file as "
        "csv in UTF-8."
    ),
    FaultCode.CSV_DELIMITER: _(
        "No columns were found. Separate them with a semicolon, a comma or a tab."
    ),
    FaultCode.CSV_LONG_LINE: _("Line %(line)s is longer than %(most)s characters."),
    FaultCode.CSV_QUOTE: _(
        "From line %(line)s on a quotation mark is not closed, or stands loose."
    ),
}
_IN_MEGABYTES: dict[FaultCode, tuple[str, ...]] = {
    FaultCode.FILE_TOO_LARGE: ("found", "most"),
    FaultCode.UNPACKS_TOO_LARGE: ("most",),
}


def explain(fault: WorkbookFault) -> Text:
    """The sentence that says what is wrong with the file and what can be done about it."""
    if fault.code is FaultCode.CSV_UNEVEN:
        return _uneven(fault)
    shown: dict[str, Text] = {}
    for name, value in fault.params.items():
        if name in _IN_MEGABYTES.get(fault.code, ()):
            shown[name] = places_text(-(-int(value) // MEGABYTE))
        elif name == "found" and fault.code is FaultCode.WRONG_TYPE:
            shown[name] = KINDS.get(str(value), _("a file of another kind"))
        else:
            shown[name] = places_text(value) if isinstance(value, int) else value
    if fault.code is FaultCode.WRONG_TYPE:
        shown.setdefault("found", _("a file of another kind"))
    return str(TEXTS[fault.code]) % shown


def _uneven(fault: WorkbookFault) -> str:
    lines = int(fault.params["lines"])
    text = ngettext(
        "Line %(line)s has %(found)s columns, the first line %(expected)s.",
        "%(lines)s lines have more columns than the first line. The first is line %(line)s: "
        "%(found)s columns instead of %(expected)s.",
        lines,
    )
    return text % {name: places_text(int(value)) for name, value in fault.params.items()}


def fault_of(fault: WorkbookFault) -> Fault:
    """The fault as uploads report it, with its sheet and cell."""
    return Fault(message=explain(fault), sheet=fault.sheet, cell=fault.cell)
