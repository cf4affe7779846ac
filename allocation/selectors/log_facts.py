"""The small facts of an event, as people read them: names in their language, days in words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from allocation.roles import Role
from bols_portal.ui.formats import date_text, digest_text, moment_text

# Facts that only machines need, or that another column of the page shows already.
UNSHOWN = frozenset({"person", "account", "electorate", "reference", "items", "inputs", "key"})
# In the order in which they are shown: PostgreSQL keeps facts in an order of its own.
NAMES: dict[str, str | Promise] = {
    "role": pgettext_lazy("log fact", "role"),
    "on": pgettext_lazy("log fact", "for"),
    "before": pgettext_lazy("log fact", "before"),
    "after": pgettext_lazy("log fact", "after"),
    "attempts": pgettext_lazy("log fact", "attempts"),
    "broken_at": pgettext_lazy("log fact", "broken at event"),
    "choice": pgettext_lazy("log fact", "vote"),
    "code": pgettext_lazy("log fact", "code"),
    "decision": pgettext_lazy("log fact", "decision"),
    "digest": pgettext_lazy("log fact", "digest"),
    "email": pgettext_lazy("log fact", "e-mail address"),
    "events": pgettext_lazy("log fact", "events"),
    "file_digest": pgettext_lazy("log fact", "digest of the file"),
    "files": pgettext_lazy("log fact", "files"),
    "filters": pgettext_lazy("log fact", "filters"),
    "follows": pgettext_lazy("log fact", "follows"),
    "institution": pgettext_lazy("log fact", "institution"),
    "institutions": pgettext_lazy("log fact", "institutions"),
    "intake": pgettext_lazy("log fact", "national intake"),
    "kind": pgettext_lazy("log fact", "kind"),
    "leeway": pgettext_lazy("log fact", "leeway"),
    "lines": pgettext_lazy("log fact", "lines"),
    "late": pgettext_lazy("log fact", "after the deadline"),
    "minutes": pgettext_lazy("log fact", "minutes"),
    "name": pgettext_lazy("log fact", "name"),
    "needed": pgettext_lazy("log fact", "votes needed"),
    "number": pgettext_lazy("log fact", "number"),
    "outcome": pgettext_lazy("log fact", "outcome"),
    "protocol": pgettext_lazy("log fact", "protocol"),
    "recipients": pgettext_lazy("log fact", "recipients"),
    "replaced_by": pgettext_lazy("log fact", "replaced by"),
    "replaces": pgettext_lazy("log fact", "replaces"),
    "round": pgettext_lazy("log fact", "round"),
    "since": pgettext_lazy("log fact", "from"),
    "source": pgettext_lazy("log fact", "source"),
    "specialism": pgettext_lazy("log fact", "specialism"),
    "status": pgettext_lazy("log fact", "status"),
    "table": pgettext_lazy("log fact", "table"),
    "until": pgettext_lazy("log fact", "until"),
    "version": pgettext_lazy("log fact", "version"),
    "warnings": pgettext_lazy("log fact", "warnings"),
    "whole": pgettext_lazy("log fact", "whole"),
}
YES, NO = pgettext_lazy("log fact", "yes"), pgettext_lazy("log fact", "no")
_PLACE = {name: place for place, name in enumerate(NAMES)}
_DIGEST = re.compile(r"[0-9a-f]{64}")


def facts_text(data: Mapping[str, Any]) -> str:
    """The facts of an event in one line; what is empty or means nothing to a reader is left out."""
    return "; ".join(_shown(data))


def _shown(data: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(data, key=lambda name: (_PLACE.get(name, len(_PLACE)), name)):
        value = data[name]
        if name in UNSHOWN or value in (None, "", [], {}):
            continue
        if name == "role" and value in Role.values:
            value = Role(value).label
        yield f"{NAMES.get(name, name)}: {_value(value)}"


def _value(value: Any) -> str:
    """A value in words: days as days, digests short, what holds more between brackets."""
    if isinstance(value, bool):
        return str(YES if value else NO)
    if isinstance(value, Mapping):
        return f"({', '.join(_shown(value))})"
    if isinstance(value, list):
        return ", ".join(_value(one) for one in value)
    text = str(value)
    if _DIGEST.fullmatch(text):
        return digest_text(text)
    return _moment(text) or text


def _moment(text: str) -> str:
    """A stored day or moment as it is written in letters; nothing where it is neither."""
    try:
        if moment := parse_datetime(text):
            return moment_text(moment) if "T" in text else date_text(moment)
        if day := parse_date(text):
            return date_text(day)
    except ValueError:  # 2026-13-45 looks like a day
        return ""
    return ""
