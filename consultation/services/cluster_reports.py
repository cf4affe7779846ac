"""Keeping the report (verslag) of a cluster: a pdf, private, under its digest."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, Refused
from allocation.services.kept_files import keep_under_digest
from allocation.services.usage_files import as_path
from consultation.models import ClusterDraft, ClusterProposal
from consultation.services.focus_files import PDF, clean_name, judged, kind_named


@dataclass(frozen=True, slots=True)
class Report:
    """A checked pdf: where it is kept, how it was named, and its SHA-256."""

    path: str
    name: str
    digest: str


def keep_report(upload: UploadedFile[Any], folder: str) -> Report:
    """Keeps a complete pdf of at most 10 MB that runs nothing; the same file is kept once.

    Raises FaultyInput at the field of the report, and keeps nothing, for anything else.
    """
    name = clean_name(upload.name or "")
    if kind_named(name) is not PDF:
        raise _refused(name, _("The report must be a pdf. Save the document as pdf and try again."))
    try:
        with as_path(upload) as path:
            judged(path, name)
            place, digest = keep_under_digest(path, f"cluster_reports/{folder}", ".pdf")
    except Refused as refusal:
        raise _refused(name, str(refusal.message)) from None
    return Report(place, name, digest)


def _refused(name: str, message: str) -> FaultyInput:
    return FaultyInput(
        _("The report was not added. What you typed is kept as a draft."),
        [Fault(f"{name}: {message}", column="report")],
    )


def drop_unused(draft: ClusterDraft) -> None:
    """Removes the report of a draft, once the transaction ends well, where no version holds it."""
    place = str(draft.report.name or "")
    if place and not ClusterProposal.objects.filter(report=place).exists():
        transaction.on_commit(partial(default_storage.delete, place))
