"""What is found of the digital signatures in a pdf, without asking anything of the network.

Toewijzingsprotocol 2027, fase III 2: a pdf with a digital signature is one of the ways to sign.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from allocation.errors import Refused
from allocation.workbooks import FaultCode, Limits, WorkbookFault
from allocation.workbooks.limits import MEGABYTE
from allocation.workbooks.process import run_child

LARGEST = 10 * MEGABYTE
PDF = Limits(
    file_size=LARGEST,
    unpacked_size=60 * MEGABYTE,
    ratio=500,
    parts=2000,
    rows=20_000,
    columns=500,
    cells=20_000,  # objects, of all revisions together
    memory=768 * MEGABYTE,
    cpu_seconds=20,
    seconds=40,
)
Chain = Literal["trusted", "unknown", "expired", "revoked", "broken"]
_FAULTS = {
    FaultCode.MACROS: _(
        "The pdf holds a script, or something that opens or sends another file. Use the form as "
        "you downloaded it, or print it to a new pdf."
    ),
    FaultCode.EMBEDDED: _(
        "Another file is packed in the pdf. Use the form as you downloaded it, or print it to a "
        "new pdf."
    ),
    FaultCode.ENCRYPTED: _("The pdf is locked with a password. Save it without a password."),
    FaultCode.TOO_MANY_PARTS: _("The pdf is too large to check. Print it to a new pdf."),
    FaultCode.TOO_MUCH_MEMORY: _("The pdf is too large to check. Print it to a new pdf."),
    FaultCode.TOO_SLOW: _("The pdf is too large to check. Print it to a new pdf."),
}
_DAMAGED = _("The pdf is damaged and can’t be read. Download the form again, and sign that.")
_NOT_PDF = _("The file is not a pdf, or a part of it is missing.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a pdf holds: of its last signature, and what all of them are worth together.

    Times are ISO texts; `problems` are codes (see `consultation.selectors.signature_facts`), and
    empty when the signature is good. Without signatures `count` is 0.
    """

    count: int
    problems: tuple[str, ...]
    form: Literal["exact", "changed", "other"]
    keywords: str
    signer: str = ""
    subject: str = ""
    issuer: str = ""
    serial: str = ""
    valid_from: str = ""
    valid_until: str = ""
    self_issued: bool = False
    intact: bool = False
    covers_all: bool = False
    claimed_at: str = ""  # by the signer's own clock
    stamped_at: str = ""  # by a time stamp in the signature
    stamp_trusted: bool = False
    chain: Chain = "unknown"
    others: tuple[str, ...] = ()  # who signed the same pdf before

    @property
    def at_once(self) -> bool:
        """Whether it counts without the bureau: a good signature, a known chain, our own form."""
        good = bool(self.count) and not self.problems
        return good and self.chain == "trusted" and self.form == "exact"

    def kept(self) -> dict[str, Any]:
        """As it is kept beside the signature."""
        facts = asdict(self) | {"at_once": self.at_once}
        return facts | {"problems": list(self.problems), "others": list(self.others)}

    @classmethod
    def of(cls, answer: Mapping[str, Any], now: datetime) -> Self:
        """The facts from what the reading process found."""
        found = list(answer["signatures"])
        if not found:
            return cls(0, (), answer["form"], answer["keywords"])
        last = found[-1]
        readable = bool(last["readable"])
        problems = _problems(found, now)
        chain: Chain = last.get("chain", "broken")
        return cls(
            count=len(found),
            problems=problems,
            form=answer["form"],
            keywords=answer["keywords"],
            signer=last.get("signer", ""),
            subject=last.get("subject", ""),
            issuer=last.get("issuer", ""),
            serial=last.get("serial", ""),
            valid_from=last.get("from", ""),
            valid_until=last.get("until", ""),
            self_issued=bool(last.get("self_issued")),
            intact=readable and last["intact"],
            covers_all=last.get("covers") == "file",
            claimed_at=last.get("claimed", ""),
            stamped_at=last.get("stamped", ""),
            stamp_trusted=bool(last.get("stamp_trusted")),
            chain="expired" if {"expired", "not_yet"} & set(problems) else chain,
            others=tuple(one.get("signer", "") for one in found[:-1]),
        )


def _problems(found: list[Mapping[str, Any]], now: datetime) -> tuple[str, ...]:
    """Why signatures are not accepted. The last must cover all; what came before, only be signed.

    A reader of pdfs looks away from what stands behind the end of the file: we don't.
    """
    problems: list[str] = []
    for place, one in enumerate(found):
        if not one["readable"]:
            problems.append("unreadable")
            continue
        last = place == len(found) - 1
        if not one["intact"]:
            problems.append("not_intact")
        if one["covers"] == "part":
            problems.append("part")
        elif (last and one["covers"] != "file") or (not last and not one["only_signed_since"]):
            problems.append("added")
        if datetime.fromisoformat(one["until"]) < now:
            problems.append("expired")
        elif datetime.fromisoformat(one["from"]) > now:
            problems.append("not_yet")
        elif one["chain"] in {"revoked", "broken"}:
            problems.append(one["chain"])
    return tuple(dict.fromkeys(problems))


def validate(content: bytes, *, now: datetime, form: bytes = b"") -> Facts:
    """What is found in a pdf from anyone; `form` is the blank form it should be, where known.

    Certificates must be valid at `now`: the time in a signature is what the signer's clock said.
    Raises Refused, with the reason, for what is no pdf, is locked, or holds what may not be in it.
    """
    if len(content) > LARGEST:
        raise Refused(_("The file is larger than 10 MB. Make it smaller."))
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content:
        raise Refused(_NOT_PDF)
    with tempfile.TemporaryDirectory(prefix="bols-pdf-") as name:
        folder = Path(name)
        (folder / "signed.pdf").write_bytes(content)
        (folder / "form.pdf").write_bytes(form)
        wanted = {
            "roots": _roots(),
            "now": now.isoformat(),
            "form": str(folder / "form.pdf") if form else "",
        }
        try:
            answer = run_child("pdf", folder / "signed.pdf", folder, PDF, wanted)
        except WorkbookFault as fault:
            raise Refused(_FAULTS.get(fault.code, _DAMAGED)) from None
    return Facts.of(answer, now)


def _roots() -> list[str]:
    """The pem texts of the roots that an operator trusts; none unless set."""
    if not settings.SIGNATURE_ROOTS:
        return []
    place = Path(settings.SIGNATURE_ROOTS)
    files = sorted(place.glob("*.pem")) if place.is_dir() else [place]
    return [file.read_text(encoding="ascii") for file in files]
