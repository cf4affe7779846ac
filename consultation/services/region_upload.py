"""Uploading the workbook of a region: what is wrong with it, or what it would change.

Nothing changes in the division before its coordinator accepts what the preview shows.
Toewijzingsprotocol 2027, fase III 1.2.
"""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, Refused
from allocation.models import Cycle, Region
from allocation.services import audit
from allocation.services.kept_files import keep_under_digest
from allocation.services.sheet_reading import Upload, open_template
from allocation.services.usage_files import as_path
from allocation.services.workbooks import fault_of
from allocation.workbooks import WorkbookFault, annotate_workbook
from bols_portal.accounts.models import User
from bols_portal.ui.typed import keepable
from consultation.enums import UploadStatus
from consultation.models import GridUpload
from consultation.permissions import BUNDLE, may_divide
from consultation.policies.divisions import may_change_grid
from consultation.selectors.region_uploads import places_in, still_fits
from consultation.services.divisions import fill_grid, hold_grid
from consultation.services.fault_lists import shortened
from consultation.services.focus_files import clean_name
from consultation.services.region_workbook_reading import RegionReading, read_region_workbook

AUTHOR = "BOLS-portaal"  # of the comments, by which an earlier one is found again
# In the file, in Dutch whatever the language of the screen.
LIST_SHEET = "Fouten"
LIST_HEADINGS = ("Blad", "Cel", "Wat is er fout")


def upload_workbook(
    *, cycle: Cycle, region: Region, file: Upload, by: User, now: datetime
) -> GridUpload:
    """Reads an uploaded workbook and keeps it: FAULTY with all its faults, or READY to accept.

    A workbook that was ready and not accepted yet is dropped then. Raises FaultyInput, and keeps
    nothing, where the file is no workbook that can be read at all.
    """
    may_divide(by, region).enforce()
    may_change_grid(cycle, region).enforce()
    # Reading may take seconds, so it is done before anything is locked.
    workbook = open_template(file)
    with transaction.atomic():
        held = hold_grid(cycle, region, by, now)
        reading = read_region_workbook(
            cycle=held.row.cycle, region=region, grid=held.grid, workbook=workbook
        )
        waiting = held.row.uploads.filter(status=UploadStatus.READY)
        waiting.update(status=UploadStatus.DROPPED, decided_at=now, decided_by=by)
        last = held.row.uploads.aggregate(last=Max("number"))["last"] or 0
        upload = GridUpload.objects.create(
            grid=held.row,
            number=last + 1,
            status=UploadStatus.FAULTY if reading.faults else UploadStatus.READY,
            file=_keep(file, cycle, region),
            name=clean_name(file.name or ""),
            digest=workbook.digest,
            faults=_plain_faults(reading.faults),
            cells=[] if reading.faults else _plain_cells(reading),
            based_on=held.grid.version,
            made_from=reading.made_from,
            uploaded_at=now,
            uploaded_by=by,
        )
        _record("workbook.uploaded", upload, by, now)
    return upload


@transaction.atomic
def accept_upload(
    *, upload: GridUpload, by: User, now: datetime, seen: int | None = None
) -> GridUpload:
    """Takes the numbers of a workbook that is ready over in the division.

    `seen`: the version of the division that the preview showed; that of the upload by default.
    Raises Stale where a colleague changed one of its rows after it, and Refused where it was
    accepted or dropped already, or where recognitions have changed since.
    """
    held = hold_grid(upload.grid.cycle, upload.grid.region, by, now)
    upload = _ready(upload)
    places = places_in(upload)
    if not still_fits(places, held.grid):
        raise Refused(
            _(
                "The recognitions of your region have changed since this workbook was uploaded. "
                "Download the workbook anew and take over what you had filled in."
            ),
            rule=BUNDLE,
        )
    fill_grid(
        cycle=held.row.cycle,
        region=held.row.region,
        places=places,
        seen=upload.based_on if seen is None else seen,
        by=by,
        now=now,
    )
    return _decide(upload, UploadStatus.ACCEPTED, "workbook.accepted", by, now)


@transaction.atomic
def drop_upload(*, upload: GridUpload, by: User, now: datetime) -> GridUpload:
    """Lets a workbook that is ready go unused; the division stays as it is."""
    hold_grid(upload.grid.cycle, upload.grid.region, by, now)
    return _decide(_ready(upload), UploadStatus.DROPPED, "workbook.dropped", by, now)


def annotated(upload: GridUpload) -> bytes:
    """The workbook with its faults as comments in the cells, and a list of them in front.

    The file as it was uploaded stays as it is. Who may read it is for the caller to check. Raises
    Refused where it has no faults.
    """
    if upload.status != UploadStatus.FAULTY:
        raise Refused(_("There are no faults in this workbook."))
    remarks = [(one["sheet"], one["cell"], one["message"]) for one in upload.faults]
    with tempfile.NamedTemporaryFile(prefix="bols-annotate-") as file:
        with upload.file.open("rb") as kept:
            shutil.copyfileobj(kept, file)
        file.flush()
        try:
            return annotate_workbook(
                file.name, remarks, author=AUTHOR, title=LIST_SHEET, headings=LIST_HEADINGS
            )
        except WorkbookFault as fault:
            raise FaultyInput(_("The file can’t be used."), [fault_of(fault)]) from None


def _ready(upload: GridUpload) -> GridUpload:
    found = (
        GridUpload.objects.select_for_update(of=("self",))
        .select_related("grid__cycle", "grid__region")
        .get(pk=upload.pk)
    )
    if found.status != UploadStatus.READY:
        raise Refused(
            _("This workbook can’t be accepted any more: %(status)s.")
            % {"status": found.get_status_display()}
        )
    return found


def _decide(
    upload: GridUpload, status: UploadStatus, action: str, by: User, now: datetime
) -> GridUpload:
    upload.status, upload.decided_at, upload.decided_by = status, now, by
    upload.save(update_fields=["status", "decided_at", "decided_by"])
    _record(action, upload, by, now)
    return upload


def _keep(file: Upload, cycle: Cycle, region: Region) -> str:
    """Stores the file as it came; returns its name in the storage."""
    with as_path(file) as path:
        folder = f"region_workbooks/{cycle.year}/{region.key}"
        return keep_under_digest(path, folder, ".xlsx")[0]


def _plain_cells(reading: RegionReading) -> list[list[str | int]]:
    return [[code, at, number] for (code, at), number in sorted(reading.cells.items())]


def _plain_faults(faults: Sequence[Fault]) -> list[dict[str, str]]:
    """The faults as they were told, in the language of who uploaded."""
    return [
        {"message": keepable(str(one.message)), "sheet": keepable(one.sheet), "cell": one.cell}
        for one in shortened(faults)
    ]


def _record(action: str, upload: GridUpload, by: User, now: datetime) -> None:
    grid = upload.grid
    audit.write(
        action,
        by=by,
        now=now,
        subject=upload,
        label=f"{grid.cycle.name}, {grid.region.key}",
        cycle=grid.cycle,
        number=upload.number,
        status=str(upload.status),
        digest=upload.digest,
        faults=len(upload.faults),
    )
