"""Write docs/permissions.md from the permission matrix: `python -m tools.docs_permissions`.

`--check` writes nothing and ends with 1 when the page is stale.
"""

import os
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

import django
from django.apps import apps
from django.urls import get_resolver

if not apps.ready:  # the rows name models, which can't be read before
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bols_portal.settings")
    django.setup()

from allocation.roles import SCOPE_OF
from tests.permissions.rows import all_rows
from tests.permissions.table import ANONYMOUS, LOGIN, Outcome, Row
from tests.permissions.world import EVERYBODY, PEOPLE

PAGE = Path(__file__).resolve().parent.parent / "docs" / "permissions.md"
INTRO = """# Permission matrix

Who gets what on every address of the portal. Made from `tests/permissions/matrix/` by
`python -m tools.docs_permissions`; a test fails when this page is stale, and another asks every
line as everybody and fails for an address or method without a line.

**What is got.** 200 is the page, or the form again when it was filled in wrongly. 302 is done, or
sent on. 403 is visible but not permitted, 404 is not visible, 405 is no such method, 409 is
permitted but not now: the page says why and when. Who is not signed in is sent to the sign-in page
(*sign-in*), unless the line says otherwise.
"""
NOBODY = {
    "anonymous": "not signed in",
    "nobody": "signed in, without a role",
    "former_bureau": "a bureau employee whose role ended yesterday",
}


def page() -> str:
    """The whole page."""
    parts = [part for area, rows in all_rows().items() for part in _section(area, rows)]
    return "\n".join([INTRO, *_people(), *parts])


def _people() -> Iterator[str]:
    yield "## Who asks\n"
    yield "| name | who | held on |"
    yield "|---|---|---|"
    for name in EVERYBODY:
        if name in NOBODY:
            yield f"| `{name}` | {NOBODY[name]} | |"
            continue
        role, _on = PEOPLE[name]
        elsewhere = name.endswith(("_elsewhere", "_2026"))
        held_on = SCOPE_OF[role].value.replace("_", " × ")
        yield f"| `{name}` | {role.value.replace('_', ' ')} | {'another ' * elsewhere}{held_on} |"
    yield ""


def _section(area: str, rows: list[Row]) -> Iterator[str]:
    yield f"## {area.capitalize()}\n"
    yield "| address | method | situation | who gets what |"
    yield "|---|---|---|---|"
    for row in rows:
        situation = "; ".join(filter(None, [row.variant, "htmx" if row.htmx else ""]))
        cells = [f"`{address_of(row.name)}`", row.method, situation, outcomes_of(row)]
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
    yield ""


def address_of(name: str) -> str:
    """The address behind a route's name, with <names> for what is filled in."""
    possible = get_resolver().reverse_dict.getlist(name)
    if not possible:
        raise LookupError(f"{name}: no route of this name")
    pattern: str = possible[0][0][0][0]
    return "/" + re.sub(r"%\((\w+)\)s", r"<\1>", pattern)


def outcomes_of(row: Row) -> str:
    """Each outcome with who gets it; the one most people get is for everybody else.

    That who isn't signed in is sent to sign in goes without saying.
    """
    got: dict[Outcome, list[str]] = defaultdict(list)
    for person, outcome in row.outcomes.items():
        if (person, outcome) != (ANONYMOUS, LOGIN):
            got[outcome].append(person)
    most = max(got, key=lambda outcome: len(got[outcome]))
    if len(got) == 1:
        return f"**{_word(most)}** everybody"
    named = [f"**{_word(one)}** {_names(who)}" for one, who in got.items() if one != most]
    return "; ".join([*named, f"**{_word(most)}** everybody else"])


def _word(outcome: Outcome) -> str:
    return "sign-in" if outcome == LOGIN else str(outcome)


def _names(who: Collection[str]) -> str:
    return ", ".join("not signed in" if name == ANONYMOUS else name for name in who)


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is current."""
    text = page()
    if "--check" in arguments:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print(f"{PAGE.name} is stale: run python -m tools.docs_permissions")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    print(f"Wrote {PAGE.name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
