"""Which part of an xlsx is which sheet, read without trusting the package."""

import zipfile
from posixpath import join, normpath
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from allocation.workbooks.faults import FaultCode, WorkbookFault
from allocation.workbooks.limits import MEGABYTE

RELATIONSHIPS = "xl/_rels/workbook.xml.rels"


def sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of every worksheet → its name, in the order of the workbook.

    Raises WorkbookFault when the two parts that say so are missing, too large or no safe xml.
    """
    targets = {
        element.get("Id"): _part(element.get("Target", ""))
        for element in _root(archive, RELATIONSHIPS)
    }
    names = {}
    for element in _root(archive, "xl/workbook.xml").iter():
        if element.tag.rpartition("}")[2] == "sheet":
            identity = next((v for k, v in element.items() if k.endswith("}id")), None)
            part = targets.get(identity)
            if part:
                names[part] = element.get("name", "")
    if not names:
        raise WorkbookFault(FaultCode.NO_SHEETS)
    return names


def _part(target: str) -> str:
    return target[1:] if target.startswith("/") else normpath(join("xl", target))


def _root(archive: zipfile.ZipFile, part: str):  # type: ignore[no-untyped-def]
    try:
        info = archive.getinfo(part)
        if info.file_size > MEGABYTE:
            raise WorkbookFault(FaultCode.DAMAGED)
        return fromstring(archive.read(info), forbid_dtd=True)
    except DefusedXmlException:
        raise WorkbookFault(FaultCode.DOCTYPE, part=part) from None
    except (KeyError, ParseError):
        raise WorkbookFault(FaultCode.DAMAGED) from None
