"""What happened in phase III, in words: see log_texts.py."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

REGIONS: dict[str, str | Promise] = {
    "division.changed": pgettext_lazy("log", "worked on the division of a region"),
    "division.filled": pgettext_lazy("log", "took numbers over in the division of a region"),
    "capacity.set": pgettext_lazy("log", "set capacity frames of a cluster"),
    "recognition.reported": pgettext_lazy("log", "reported a change of a recognition"),
    "recognition.confirmed": pgettext_lazy("log", "confirmed a reported change of a recognition"),
    "recognition.refused": pgettext_lazy(
        "log", "did not accept a reported change of a recognition"
    ),
}
