"""What was typed as focus points: its stored shape, its warnings and its digest."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from allocation.errors import Refused
from allocation.models import Region, Specialism
from bols_portal.ui.formats import places_text
from bols_portal.ui.typed import keepable
from consultation.enums import FocusCategory
from consultation.models import Attachment, Round
from consultation.selectors.focus import NUMBERS
from consultation.services.advice_content import LONGEST
from consultation.services.focus_numbers import lists_numbers

FORMAT = "bols-focus-1"
SOURCE = "Toewijzingsprotocol 2027, fase II 1.1"
# The sentence of the protocol that a warning rests on; a quotation, so in Dutch alone.
QUOTE = (
    "Met aandachtspunten wordt uitdrukkelijk niet bedoeld het geven van een kwantitatief overzicht "
    "van de gewenste instroom per specialisme per OOR."
)


def as_typed(texts: Mapping[str, str]) -> dict[str, str]:
    """The text under each subject, with line ends as stored.

    Raises Refused where a text is longer than can be kept; nothing is cut off.
    """
    typed = {
        one.value: keepable(str(texts.get(one.value, "")).replace("\r\n", "\n").replace("\r", "\n"))
        for one in FocusCategory
    }
    if any(len(text) > LONGEST for text in typed.values()):
        raise Refused(
            _("A text is longer than %(most)s characters.") % {"most": places_text(LONGEST)}
        )
    return typed


def filled(typed: Mapping[str, str]) -> dict[str, str]:
    """The subjects under which something stands, without white space around it."""
    return {
        one.value: text for one in FocusCategory if (text := str(typed.get(one.value, "")).strip())
    }


def warnings_of(texts: Mapping[str, str]) -> list[str]:
    """A code for every subject whose text is in fact a list of wished-for numbers."""
    given = filled(texts)
    if not given:
        return []
    specialisms = list(Specialism.objects.values_list("code", "name"))
    return [f"{NUMBERS}{key}" for key, text in given.items() if lists_numbers(text, specialisms)]


def warning_texts(warnings: Iterable[str]) -> list[str]:
    """What the party is told, one sentence a subject, and the protocol's own words."""
    told = [
        _("“%(subject)s” looks like a list of wished-for numbers per specialism.")
        % {"subject": FocusCategory(code.removeprefix(NUMBERS)).label}
        for code in warnings
        if code.startswith(NUMBERS)
    ]
    return [*told, f"{SOURCE}: “{QUOTE}”"] if told else []


def digest_of(
    filed_in: Round,
    region: Region,
    number: int,
    texts: Mapping[str, str],
    files: Sequence[Attachment],
) -> str:
    """SHA-256 over round, region, version, the texts by subject, and the files by digest."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "year": filed_in.cycle.year,
        "round": filed_in.number,
        "region": region.key,
        "number": number,
        "points": [[key, texts[key]] for key in sorted(texts)],
        "files": sorted([one.digest, one.name] for one in files),
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
