"""Reading a pdf from anyone in the reading process: what runs in it, and who signed it digitally.

Nothing here goes to the network: certificates and revocations are those in the file, and roots are
those that come with the request.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus, validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from allocation.workbooks.faults import FaultCode, WorkbookFault
from allocation.workbooks.limits import Limits
from allocation.workbooks.same_form import only_signed

MOST_SIGNATURES = 20
DEEPEST = 60  # levels of an object within an object
LONGEST = 300  # characters of a name
# What a certificate may be meant for: many are issued for one of the two.
_USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
_RUNS = frozenset({"/JS", "/JavaScript", "/RichMedia", "/XFA"})
_RUNNING_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE", "/GoToR"}
)
_HOLDS = frozenset({"/EmbeddedFiles", "/EF"})
_HOLDING = frozenset({"/EmbeddedFile", "/FileAttachment"})
_COVERS = {
    SignatureCoverageLevel.ENTIRE_FILE: "file",
    SignatureCoverageLevel.ENTIRE_REVISION: "revision",
}


def read_pdf(path: Path, limits: Limits, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The signatures of a pdf as plain data. `wanted`: roots (pem texts), now (ISO), form (path).

    Returns `signatures` (see `_facts`), `form` ("exact" where the file starts with all bytes of the
    form and was only signed since, "changed" where more was changed, "other") and `keywords`.
    Raises WorkbookFault for what may not be in a pdf, or can't be read.
    """
    logging.disable(logging.CRITICAL)  # a log line can show what stands in the file
    with path.open("rb") as file:
        _check_inside(_reader(file, strict=False), limits)
        file.seek(0)
        reader = _reader(file, strict=True)
        found = _signatures(reader)
        context = _context(wanted["roots"], datetime.fromisoformat(wanted["now"]))
        return {
            "signatures": [_facts(one, context) for one in found],
            "form": _form(reader, path, Path(wanted["form"])) if wanted.get("form") else "other",
            "keywords": _keywords(reader),
        }


def _reader(file: Any, *, strict: bool) -> PdfFileReader:
    try:
        reader = PdfFileReader(file, strict=strict)
        if reader.encrypted:
            raise WorkbookFault(FaultCode.ENCRYPTED)
        reader.root.get("/Pages")
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise WorkbookFault(FaultCode.DAMAGED) from None
    return reader


def _check_inside(reader: PdfFileReader, limits: Limits) -> None:
    """Looks at every object of every revision, those packed in streams too."""
    seen = 0
    for revision in range(reader.xrefs.total_revisions):
        for ref in reader.xrefs.explicit_refs_in_revision(revision):
            seen += 1
            if seen > limits.cells:
                raise WorkbookFault(FaultCode.TOO_MANY_PARTS, found=seen, most=limits.cells)
            try:
                if reader.xrefs.get_historical_ref(ref, revision) is None:
                    continue  # what was given up in this revision
                found = reader.get_object(ref, revision=revision)  # type: ignore[no-untyped-call]
            except (PdfError, ValueError, KeyError, TypeError, IndexError):
                continue  # an object that nobody can read does nothing
            _check_object(found, 0)


def _check_object(found: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise WorkbookFault(FaultCode.DAMAGED)
    if isinstance(found, generic.DictionaryObject):
        names = set(found)
        says = {str(found.raw_get(key)) for key in ("/S", "/Subtype", "/Type") if key in names}
        if names & _RUNS or says & (_RUNNING_ACTIONS | _RUNS):
            raise WorkbookFault(FaultCode.MACROS)
        if names & _HOLDS or says & _HOLDING:
            raise WorkbookFault(FaultCode.EMBEDDED, part="")
        inside: Iterable[Any] = [found.raw_get(key) for key in names]
    elif isinstance(found, generic.ArrayObject):
        inside = [found.raw_get(place) for place in range(len(found))]
    else:
        return
    for one in inside:
        if isinstance(one, generic.DictionaryObject | generic.ArrayObject):
            _check_object(one, depth + 1)


def _signatures(reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
    try:
        found = list(reader.embedded_regular_signatures)
    except Exception:  # whatever stands where a signature should be
        raise WorkbookFault(FaultCode.UNREADABLE) from None
    if len(found) > MOST_SIGNATURES:
        raise WorkbookFault(FaultCode.TOO_MANY_PARTS, found=len(found), most=MOST_SIGNATURES)
    return found


def _context(roots: Iterable[str], now: datetime) -> ValidationContext:
    """An empty list of roots trusts nobody; None would trust what the machine trusts."""
    anchors = [
        x509.Certificate.load(der)
        for text in roots
        for _kind, _headers, der in pem.unarmor(text.encode(), multiple=True)
    ]
    return ValidationContext(trust_roots=anchors, moment=now, allow_fetching=False)


def _facts(one: EmbeddedPdfSignature, context: ValidationContext) -> dict[str, Any]:
    """What one signature says, and what is found of it; `readable` False where nothing can be."""
    try:
        status = validate_pdf_signature(
            one,
            signer_validation_context=context,
            ts_validation_context=context,
            key_usage_settings=_USAGE,
        )
        return _certificate(status.signing_cert) | _found(one, status)
    except Exception:  # a signature of unknown make, or one made to confuse
        return {"readable": False}


def _found(one: EmbeddedPdfSignature, status: PdfSignatureStatus) -> dict[str, Any]:
    level = status.modification_level
    stamp = status.timestamp_validity
    claimed = one.self_reported_timestamp
    return {
        "readable": True,
        "intact": bool(status.intact and status.valid and status.seed_value_ok),
        "covers": _COVERS.get(status.coverage, "part") if status.coverage else "part",
        "only_signed_since": bool(status.docmdp_ok)
        and (level is None or level <= ModificationLevel.FORM_FILLING),
        "chain": _chain(status),
        "claimed": _iso(claimed),
        "stamped": _iso(stamp.timestamp) if stamp and stamp.intact and stamp.valid else "",
        "stamp_trusted": bool(stamp and stamp.trusted),
    }


def _chain(status: PdfSignatureStatus) -> str:
    """trusted, unknown (nobody we know stands behind it), revoked, or broken."""
    if status.trusted:
        return "trusted"
    if status.revoked:
        return "revoked"
    held = status.signing_cert
    nobody = {None, AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND}
    if status.trust_problem_indic in nobody or held.subject == held.issuer:
        return "unknown"
    return "broken"


def _certificate(held: x509.Certificate) -> dict[str, Any]:
    names = held.subject.native
    name = names.get("common_name") or names.get("organization_name") or ""
    return {
        "signer": (name if isinstance(name, str) else ", ".join(map(str, name)))[:LONGEST],
        "subject": held.subject.human_friendly[:LONGEST],
        "issuer": held.issuer.human_friendly[:LONGEST],
        "serial": f"{held.serial_number:X}"[:LONGEST],
        "from": _iso(held.not_valid_before),
        "until": _iso(held.not_valid_after),
        "self_issued": held.subject == held.issuer,
    }


def _iso(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _form(reader: PdfFileReader, path: Path, form: Path) -> str:
    """Whether the file is the form with nothing but signatures behind it."""
    expected = form.read_bytes()
    if not path.read_bytes().startswith(expected):
        return "other"
    first = reader.xrefs.get_startxref_for_revision(0)
    if first >= len(expected):
        return "changed"
    try:
        return "exact" if only_signed(reader) else "changed"
    except Exception:  # what can't be compared is not taken for the same
        return "changed"


def _keywords(reader: PdfFileReader) -> str:
    """The keywords of the document, in which a form names its sheet; empty where there are none."""
    try:
        return str(reader.trailer_view["/Info"]["/Keywords"])[:LONGEST]
    except (PdfError, KeyError, TypeError, ValueError, AttributeError):
        return ""
