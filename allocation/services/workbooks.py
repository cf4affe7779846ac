"""Reading an uploaded small file, its fault in words."""

import tempfile
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from allocation.errors import FaultyInput
from allocation.selectors.workbook_faults import explain as explain
from allocation.selectors.workbook_faults import fault_of as fault_of
from allocation.workbooks import SMALL, Limits, Workbook, WorkbookFault, read_workbook


def read_uploaded(upload: UploadedFile[bytes], limits: Limits = SMALL) -> Workbook:
    """An uploaded small workbook (xlsx or csv). Raises FaultyInput with the reason in words."""
    with tempfile.NamedTemporaryFile(prefix="bols-upload-") as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        try:
            return read_workbook(Path(file.name), limits)
        except WorkbookFault as fault:
            raise FaultyInput(_("The file can’t be used."), [fault_of(fault)]) from None
