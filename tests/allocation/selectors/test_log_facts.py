"""The facts of an event as people read them."""

from typing import Any

import pytest
from django.utils import translation

from allocation.selectors.log_facts import facts_text


@pytest.mark.parametrize(
    ("data", "dutch", "english"),
    [
        ({}, "", ""),
        ({"person": 3, "reason": "", "institutions": []}, "", ""),
        (
            {"on": "Toewijzing 2027", "role": "board"},
            "rol: Bestuurslid; voor: Toewijzing 2027",
            "role: Board member; for: Toewijzing 2027",
        ),
        ({"until": "2026-04-20"}, "tot en met: 20 april 2026", "until: 20 April 2026"),
        (
            {"until": "2026-04-20T12:32:00Z"},
            "tot en met: 20 april 2026 om 14:32",
            "until: 20 April 2026 at 14:32",
        ),
        ({"digest": "7c1e94ab" + "0" * 56}, "digest: 7c1e-94ab", "digest: 7c1e-94ab"),
        ({"whole": True, "lines": 3}, "regels: 3; heel: ja", "lines: 3; whole: yes"),
        (
            {"before": {}, "after": {"code": "99070013", "name": "Oogziekenhuis"}},
            "daarna: (code: 99070013, naam: Oogziekenhuis)",
            "after: (code: 99070013, name: Oogziekenhuis)",
        ),
        ({"institutions": ["1", "2"]}, "instellingen: 1, 2", "institutions: 1, 2"),
        ({"number": "2026-13-45"}, "nummer: 2026-13-45", "number: 2026-13-45"),
        ({"unknown": 1}, "unknown: 1", "unknown: 1"),
    ],
)
def test_facts_in_both_languages(data: dict[str, Any], dutch: str, english: str) -> None:
    with translation.override("nl"):
        assert facts_text(data) == dutch
    with translation.override("en"):
        assert facts_text(data) == english
