"""Dutch is complete: every text in the code has its translation, and the catalogue is fresh."""

import re

import pytest

from tools import messages
from tools.texts import ROOT, texts_of


@pytest.fixture(scope="module")
def parts():
    return messages.read_parts()


def test_every_text_has_its_dutch_and_nothing_is_fuzzy_double_or_unused(parts):
    found = messages.problems(texts_of(), parts)
    assert not found, messages.report(found)


def test_the_catalogue_is_what_the_parts_say(parts):
    written = (ROOT / messages.CATALOGUE).read_text(encoding="utf-8")
    assert written == str(messages.merge(parts)), "stale: run make messages"


def test_the_compiled_catalogue_is_fresh(parts):
    compiled = (ROOT / messages.CATALOGUE).with_suffix(".mo").read_bytes()
    assert compiled == messages.compiled(messages.merge(parts)), "stale: run make messages"


def test_scripts_carry_no_texts_of_their_own():
    # Texts reach scripts through data attributes that templates write: there is one catalogue.
    calls = re.compile(r"\b(gettext|ngettext|pgettext)\(")
    scripts = (ROOT / "static" / "js").rglob("*.js")
    assert [path.name for path in scripts if calls.search(path.read_text())] == []
