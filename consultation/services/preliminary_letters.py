"""The letter about the preliminary proposal as pdf, to each institution its own places.

Everything in it is frozen: the decision, its table, the rulings, and what was signed.
"""

from functools import lru_cache

from django.utils.translation import gettext as _

from allocation.enums import DecisionStatus
from allocation.models import BoardDecision, Institution
from allocation.services.enclosures import draws
from allocation.services.pdf import pdf_of
from bols_portal.ui.formats import date_text, places_text
from consultation.selectors.preliminary import KIND
from consultation.selectors.preliminary_letter import Dissent, Established, established

KEPT = 2  # decisions of which a process keeps what it read, for the letters that follow
BODY = """#for line in told.to [#line \\ ]
#v(6mm)
#told.date
#v(4mm)
#heading(level: 1, told.title)
#for line in told.text { par(line) }
#v(3mm)
#heading(level: 2, told.places_title)
#if told.rows.len() > 0 {
  set text(size: 9pt)
  table(
    columns: (auto, auto, 1fr, auto),
    align: (column, row) => if column < 3 { left } else { right },
    table.header(..told.head.map(strong)),
    ..told.rows.flatten(),
    ..told.foot.map(strong),
  )
}
#for line in told.rulings [- #strong(line.at(0)): #line.at(1)]
#if told.dissents.len() > 0 {
  v(3mm)
  heading(level: 2, told.dissents_title)
  for one in told.dissents { for line in one { par(line) } }
}
#v(3mm)
#heading(level: 2, told.complain_title)
#for line in told.complain { par(line) }
"""


@draws(KIND)
def letter_pdf(key: str) -> bytes:
    """The letter that an enclosure names ("7:I001"), in the active language.

    Raises LookupError for a decision that wasn't adopted, or an institution without places.
    """
    number, _colon, code = key.partition(":")
    decision = BoardDecision.objects.select_related("table").get(pk=number)
    if decision.status != DecisionStatus.ADOPTED or decision.table is None:
        raise LookupError("a letter is drawn of a decision that the board adopted")
    told = _read(decision.pk, decision.digest)
    institution = told.table.institutions.get(code)
    if institution is None:
        raise LookupError("the institution has no part in the preliminary proposal")
    return _drawn(told, institution)


@lru_cache(maxsize=KEPT)
def _read(pk: int, _digest: str) -> Established:
    """What an adopted decision says; the digest makes it another entry when content differs."""
    return established(BoardDecision.objects.select_related("cycle", "table").get(pk=pk))


def _drawn(told: Established, institution: Institution) -> bytes:
    lines = told.lines_of(institution.code)
    decision, table = told.decision, told.table.table
    named = _("Preliminary proposal version %(number)s") % {"number": table.number}
    return pdf_of(
        BODY,
        {
            "title": decision.title,
            "to": [institution.name, institution.city],
            "date": date_text(decision.decided_at) if decision.decided_at else "",
            "text": [
                decision.text,
                *(
                    [_("Why: %(reason)s") % {"reason": told.choice.reason}]
                    * bool(told.choice.reason)
                ),
            ],
            "places_title": _("Places of your institution"),
            "head": ["", _("Region"), _("Specialism"), _("Places")],
            "rows": [[one.code, one.region, one.name, places_text(one.places)] for one in lines],
            "foot": ["", "", _("Total"), places_text(sum(one.places for one in lines))],
            "rulings": [
                [f"{one.name}, {one.region}", one.ruling.reason] for one in lines if one.ruling
            ],
            "dissents_title": _("What became of your view"),
            "dissents": [words_of(one) for one in told.dissents_of(institution.code)],
            "complain_title": _("If you do not agree"),
            "complain": complaint_words(told),
            "footer": f"{named} · SHA-256 {table.digest}",
        },
    )


def words_of(one: Dissent) -> list[str]:
    """What was said, and whether the board followed it, with its reason."""
    about = one.specialism or _("the proposal of %(region)s") % {"region": one.region}
    said = " ".join(part for part in (one.view.strip(), one.reasons.strip()) if part)
    words = [_("Your view on %(about)s: %(said)s") % {"about": about, "said": said}]
    for name, ruling in one.rulings.items():
        text = (
            _("%(name)s: the board changed the numbers. %(reason)s")
            if ruling.changed
            else _("%(name)s: the board did not change the numbers. %(reason)s")
        )
        words.append(text % {"name": name, "reason": ruling.reason})
    if not one.rulings:
        words.append(_("The general board of the region adopted the proposal; BOLS took it over."))
    return words


def complaint_words(told: Established) -> list[str]:
    """How to complain, with whom, and until when. Toewijzingsprotocol 2027, fase IV."""
    last = told.complaints.last_day if told.complaints else None
    words = [
        _(
            "First discuss it inside your region. If you do not come to an agreement, file a "
            "complaint with the Complaints and Disputes Committee of BOLS."
        ),
        _("Say which places it is about, what you ask, and what was discussed in the region."),
    ]
    if last:
        words.append(_("The last day to complain is %(day)s.") % {"day": date_text(last)})
    return words
