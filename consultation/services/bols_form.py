"""The BOLS form of an institution as pdf: what is signed, by whom, and the code that finds it back.

Toewijzingsprotocol 2027, fase III 2: administrators underwrite the careful process, and that the
clusters' advice was taken along, by signing the form of BOLS for it. Fase III 1.1: the report of a
cluster is signed by all its trainers.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from allocation.errors import Refused
from allocation.services.pdf import pdf_of
from bols_portal.ui.formats import date_text, moment_text, places_text
from consultation.enums import CheckOutcome
from consultation.models import Signature, SigningSlot
from consultation.permissions import CLUSTERS, SIGN
from consultation.selectors.signing import outcome_of, shown_code
from consultation.selectors.signing_content import SheetContent, content_for, report_of
from consultation.selectors.signing_texts import declaration_of

BODY = """#let hint = text.with(size: 8.5pt)
#heading(told.title)
#for pair in told.facts [#strong(pair.at(0)): #pair.at(1) \\ ]
#v(2mm)
#let wide = told.head.len() > 2
#table(columns: if wide { (auto, 1fr, auto, auto) } else { (1fr, auto) }, inset: (x: 5pt, y: 3pt),
  align: if wide { (left, left, right, right) } else { (left, right) },
  table.header(..told.head.map(strong)),
  ..told.rows.flatten(), ..told.total.map(strong))
#v(2mm)
#heading(level: 2, told.declares_title)
#for line in told.declares [- #line
]
#hint(told.source)
#v(2mm)
#block(breakable: false, width: 100%)[
  #heading(level: 2, told.sign_title)
  #if told.signed.len() > 0 [
    #for pair in told.signed [#strong(pair.at(0)): #pair.at(1) \\ ]
  ] else [
    #told.how
    #v(2mm)
    #for label in told.blanks [#grid(columns: (35mm, 1fr), row-gutter: 0mm,
      label, block(width: 100%, height: 6mm, stroke: (bottom: 0.5pt)))
      #v(1mm)
    ]
    #block(width: 100%, height: 26mm, stroke: 0.5pt, inset: 4pt, hint(told.box))
  ]
]
#v(2mm)
#block(breakable: false)[
  #heading(level: 2, told.found_title)
  #strong(told.code_label): #text(size: 13pt, weight: "bold", told.code) \\
  #strong(told.digest_label): #text(size: 8.5pt, told.digest) \\
  #strong(told.address_label): #link(told.address)
]
"""


def mark_of(slot: SigningSlot) -> str:
    """What is printed to find a form back: the code of its sheet, and whose form it is."""
    return f"{shown_code(slot.sheet.code)}-{slot.institution.code}"


def keyword_of(slot: SigningSlot) -> str:
    """What a form carries unseen, so that it is known again when a program saved it anew."""
    return f"BOLS {mark_of(slot)} {slot.sheet.digest}"


def blank_form(slot: SigningSlot) -> bytes:
    """The form to sign: the same bytes whenever it is made, and always in Dutch."""
    with translation.override("nl"):
        return _made(slot, [])


def signed_form(slot: SigningSlot, signature: Signature) -> bytes:
    """The form with who signed it, how and when; in the language of the reader."""
    return _made(slot, _signed(signature))


def _made(slot: SigningSlot, signed: list[list[str]]) -> bytes:
    sheet = slot.sheet
    content = content_for(slot)
    if content is None:
        raise Refused(_("There is no proposal on this sheet."), rule=SIGN)
    cluster = sheet.specialism is not None
    told = {
        "title": _title(slot),
        "keywords": [keyword_of(slot)],
        "facts": _facts(slot, content),
        **(_cluster_numbers(content) if cluster else _region_numbers(content)),
        "declares_title": _("What you declare"),
        "declares": declaration_of(sheet),
        "source": CLUSTERS if cluster else SIGN,
        "sign_title": _("Signed") if signed else _("Sign here"),
        "signed": signed,
        "how": _(
            "Sign this pdf digitally, or print it and sign with a pen. Do not change anything else "
            "in it. Then upload it in the portal."
        ),
        "blanks": [_("Name"), _("Position"), _("Place and date")],
        "box": _("Signature"),
        "found_title": _("How this form is found back"),
        "code_label": _("Code"),
        "code": mark_of(slot),
        "digest_label": _("SHA-256 of what is signed"),
        "digest": sheet.digest,
        "address_label": _("Portal"),
        "address": f"{settings.SITE_URL}{reverse('find_code')}",
        "footer": f"{mark_of(slot)}, SHA-256 {sheet.digest[:16]}",
    }
    return pdf_of(BODY, told, dated=sheet.opened_at)


def _title(slot: SigningSlot) -> str:
    sheet = slot.sheet
    if sheet.specialism is None:
        text = _("BOLS form %(year)s: places of %(institution)s in OOR %(region)s")
        named: dict[str, Any] = {"institution": slot.institution}
    else:
        text = _("BOLS form %(year)s: proposal of the cluster %(specialism)s in OOR %(region)s")
        named = {"specialism": sheet.specialism.name}
    return text % {"year": sheet.cycle.year, "region": sheet.region.name, **named}


def _facts(slot: SigningSlot, content: SheetContent) -> list[list[str]]:
    sheet = slot.sheet
    facts = [
        [_("Institution"), f"{slot.institution} ({slot.institution.code})"],
        [_("Region"), sheet.region.name],
        [_("Version of the proposal"), str(content.number)],
        [_("Laid before you to sign"), date_text(sheet.opened_at)],
    ]
    cluster = report_of(slot)
    if cluster is not None:
        days = (date_text(one.held_on) for one in cluster.meetings.order_by("held_on"))
        facts.append([_("Meetings of the cluster"), ", ".join(days)])
        facts.append([_("Report, SHA-256"), cluster.report_digest])
    return facts


def _region_numbers(content: SheetContent) -> dict[str, list[Any]]:
    """The places of the institution, beside those of the region."""
    lines = content.own_lines
    of = sum(line.total for line in lines)
    return {
        "head": [_("Code"), _("Specialism"), _("Places"), _("Of the region’s")],
        "rows": [
            [line.code, line.name, places_text(line.own or 0), places_text(line.total)]
            for line in lines
        ],
        "total": ["", _("Total"), places_text(content.own_total), places_text(of)],
    }


def _cluster_numbers(content: SheetContent) -> dict[str, list[Any]]:
    """The places of all institutions of the cluster; whose form it is, is said."""
    own = _("%(name)s (you sign for it)")
    return {
        "head": [_("Institution"), _("Places")],
        "rows": [
            [
                own % {"name": one.institution} if one.own else one.institution,
                places_text(one.places),
            ]
            for line in content.lines
            for one in line.shares
        ],
        "total": [_("Total"), places_text(content.total)],
    }


def _signed(signature: Signature) -> list[list[str]]:
    """Who, how and when; and whether the bureau's check is still to come."""
    pairs = [
        [_("Name"), signature.signer_name],
        [_("How"), signature.get_method_display()],
        [_("Kept at"), moment_text(signature.at)],
    ]
    found = signature.validation
    if found.get("subject"):
        pairs.append([_("Certificate"), found["subject"]])
        pairs.append([_("Issued by"), found["issuer"]])
    check = getattr(signature, "check_made", None)
    if check is not None and outcome_of(signature) == CheckOutcome.CONFIRMED:
        text = _("by %(who)s, %(when)s") % {"who": check.by, "when": moment_text(check.at)}
        pairs.append([_("Checked"), text])
    if signature.file_digest:
        pairs.append([_("File, SHA-256"), signature.file_digest])
    return pairs
