"""What is not right in a region's division, in words. The page says the same while one types."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bols_portal.ui.formats import places_text, signed_text
from bols_portal.ui.grids import cell_name

GRID = "division"  # the key of the table on the page
TEXTS: dict[str, str | Promise] = {
    "nobody": _(
        "%(name)s: the region gets %(given)s places, and no institution has a recognised training. "
        "Report the recognition, or ask the bureau."
    ),
    "lapsed": _(
        "%(name)s, %(institution)s: %(found)s places, but there is no recognised training any more."
    ),
    "empty": _("%(name)s: %(given)s places to divide, nothing filled in yet."),
    "total": _("%(name)s: %(found)s places divided, and the region gets %(given)s (%(change)s)."),
    "unreadable": _(
        "%(name)s, %(institution)s: this is not a whole number of places. It was not stored."
    ),
    "below": _("%(name)s, %(institution)s: %(found)s places is below the minimum of %(limit)s."),
    "above": _("%(name)s, %(institution)s: %(found)s places is above the maximum of %(limit)s."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not right: `kind` is a key of TEXTS, `code` the specialism.

    `institution`: its code, where it is about one cell. `warning`: worth a look, it stops nothing.
    """

    kind: str
    code: str
    text: str
    institution: str = ""
    warning: bool = False

    @property
    def anchor(self) -> str:
        """The id of what mends it, on the page of the grid."""
        return (
            cell_name(GRID, self.code, self.institution) if self.institution else f"row-{self.code}"
        )


def fault(
    kind: str,
    code: str,
    name: str,
    *,
    at: str = "",
    institution: str = "",
    found: int | None = None,
    given: int | None = None,
    change: int | None = None,
    limit: int | None = None,
    warning: bool = False,
) -> Fault:
    """A fault in words. `at`: the code of the institution, `institution`: its name."""
    text = TEXTS[kind] % {
        "name": name,
        "institution": institution,
        "found": places_text(found or 0),
        "given": places_text(given or 0),
        "change": signed_text(change or 0),
        "limit": places_text(limit or 0),
    }
    return Fault(kind, code, text, at, warning)
