"""What the columns and the words of a usage delivery mean. Suppliers write them in several ways."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from allocation.enums import CareType, InstitutionKind

INSTITUTION, NAME, KIND = "institution", "name", "kind"
SPECIALISM, CARE, YEAR, AMOUNT = "specialism", "care_type", "year", "amount"
REQUIRED = (INSTITUTION, SPECIALISM, CARE, YEAR, AMOUNT)
CONTROL_REQUIRED = (SPECIALISM, CARE, AMOUNT)

# The title we write ourselves comes first; the others are understood too.
TITLES: dict[str, tuple[str, ...]] = {
    INSTITUTION: (
        "Instellingscode",
        "Instelling code",
        "Code instelling",
        "AGB-code",
        "AGB",
        "Institution code",
    ),
    NAME: ("Instellingsnaam", "Naam instelling", "Instelling", "Naam", "Institution name"),
    KIND: ("Soort instelling", "Soort", "Type instelling", "Kind"),
    SPECIALISM: ("Specialismecode", "Specialisme", "Code specialisme", "Specialism code"),
    CARE: ("Zorgtype", "Soort zorg", "Zorgsoort", "Type zorg", "Care type"),
    YEAR: ("Jaar", "Zorgjaar", "Year"),
    AMOUNT: ("Aantal", "Aantallen", "Totaal", "Amount"),
}
# Toewijzingsprotocol 2027, fase I 2, toelichting van gebruikte begrippen; the protocol's own words
# first, then what a supplier may write. The codes of the portal are understood as well.
CARE_WORDS: dict[CareType, tuple[str, ...]] = {
    CareType.FIRST_VISIT: (
        "1e polikliniekbezoek",
        "1e polikliniekbezoeken",
        "eerste polikliniekbezoek",
        "eerste polikliniekbezoeken",
        "eerste polibezoek",
        "1e polibezoek",
    ),
    CareType.DAY_ADMISSION: ("dagopname", "dagopnamen", "dagopnames"),
    CareType.CLINICAL_ADMISSION: (
        "klinische opname",
        "klinische opnamen",
        "klinische opnames",
    ),
    CareType.TREATMENT_PLAN_CONTACT: (
        "1e poliklinisch contact voor behandelplan",
        "1e poliklinische contacten voor behandelplan",
        "eerste poliklinisch contact voor behandelplan",
        "1e poliklinisch contact voor het opstellen van een behandelplan",
        "1e poliklinische contacten voor het opstellen van een behandelplan",
        "behandelplan",
    ),
    CareType.PROCEDURE_OWN: (
        "verrichting eigen patienten",
        "verrichtingen eigen patienten",
        "verrichting voor eigen patienten",
        "verrichtingen voor eigen patienten",
    ),
    CareType.PROCEDURE_THIRD_PARTY: (
        "verrichting patienten van derden",
        "verrichtingen patienten van derden",
        "verrichting voor patienten van derden",
        "verrichtingen voor patienten van derden",
    ),
}
ZBC_WORDS = ("zbc", "zelfstandig behandelcentrum", "zelfstandige behandelcentra", "zelfstandig")
GENERAL_PRACTITIONER = re.compile(r"huisarts")
CONTROL_SHEETS = ("controletotalen", "controletotaal", "control totals")


def plain(text: str) -> str:
    """A text for comparing: small letters, no accents, single spaces, no trailing punctuation."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", kept).split())


_ROLE_OF = {plain(title): role for role, titles in TITLES.items() for title in titles}
_CARE_OF = {plain(word): care for care, words in CARE_WORDS.items() for word in words} | {
    plain(care.value): care for care in CareType
}
_ZBC = frozenset(plain(word) for word in ZBC_WORDS) | {InstitutionKind.ZBC.value}


def care_type_of(text: str) -> CareType | None:
    """The care type (zorgtype) a word means; None where it means none of ours."""
    return _CARE_OF.get(plain(text))


def is_gp_care(text: str) -> bool:
    """Whether it names care for patients of general practitioners (huisartsen)."""
    return bool(GENERAL_PRACTITIONER.search(plain(text)))


def means_zbc(text: str) -> bool:
    """Whether a kind of institution is an independent treatment centre (ZBC)."""
    return plain(text) in _ZBC


def is_control_sheet(name: str) -> bool:
    """Whether a sheet holds the control totals."""
    return plain(name) in CONTROL_SHEETS


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column (from 0) plays which role; the others only tell lines apart."""

    roles: dict[str, int]
    details: tuple[int, ...]
    missing: tuple[str, ...]
    doubled: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """All required columns are there, each once."""
        return not self.missing and not self.doubled


def columns_of(header: Sequence[str], required: Sequence[str] = REQUIRED) -> Columns:
    """Reads a header. A column with a title that has no role is a detail, such as the month."""
    roles: dict[str, int] = {}
    details: list[int] = []
    doubled: list[str] = []
    for at, title in enumerate(header):
        role = _ROLE_OF.get(plain(title))
        if role is None:
            if title.strip():
                details.append(at)
        elif role in roles:
            doubled.append(title)
        else:
            roles[role] = at
    missing = tuple(TITLES[role][0] for role in required if role not in roles)
    return Columns(roles, tuple(details), missing, tuple(doubled))
