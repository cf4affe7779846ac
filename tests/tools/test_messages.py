"""The catalogue tool finds every text and every fault."""

import gettext
import io

import pytest

from tools import messages
from tools.texts import texts_of

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
title = _("Base distribution")
moved = _("moved to %(date)s")
def rows(n): return ngettext("%(n)s row", "%(n)s rows", n)
by = pgettext("deadline", "by")
"""
TEMPLATE = """
{% load i18n %}
    <h1>{% translate "Base distribution" %}</h1>
  <p>It's {% blocktranslate count n=rows|length trimmed %}
      {{ n }} region
    {% plural %}
      {{ n }} regions
    {% endblocktranslate %}</p>
{% include "x.html" with label=_("Digest") %}
{% translate "by" context "deadline" as word %}
{% comment %}Nothing (here{% endcomment %}
"""


def part(text):
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    return header + text


def project(tmp_path, **parts):
    """Make a small project with one Python file, one template and the given parts."""
    (tmp_path / "allocation" / "migrations").mkdir(parents=True)
    (tmp_path / "allocation" / "pages.py").write_text(PYTHON)
    (tmp_path / "allocation" / "migrations" / "0001.py").write_text('_("never shown")')
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    folder = tmp_path / messages.DUTCH / "parts"
    folder.mkdir(parents=True)
    for name, text in parts.items():
        (folder / f"{name}.po").write_text(part(text), encoding="utf-8")
    return tmp_path


COMPLETE = """
msgid "Base distribution"
msgstr "Basisverdeling"

msgid "moved to %(date)s"
msgstr "verplaatst naar %(date)s"

msgid "%(n)s row"
msgid_plural "%(n)s rows"
msgstr[0] "één regel"
msgstr[1] "%(n)s regels"

msgctxt "deadline"
msgid "by"
msgstr "uiterlijk"

msgid "%(n)s region"
msgid_plural "%(n)s regions"
msgstr[0] "%(n)s regio"
msgstr[1] "%(n)s regio's"

msgid "Digest"
msgstr "Controlegetal"
"""


def faults(root):
    return {
        (problem.kind, problem.key[1])
        for problem in messages.problems(texts_of(root), messages.read_parts(root))
    }


def test_texts_of_python_and_templates_are_found_with_their_place(tmp_path):
    found = texts_of(project(tmp_path))
    assert {key: (text.plural, text.places) for key, text in found.items()} == {
        (None, "Base distribution"): (None, ["allocation/pages.py:3", "templates/page.html:3"]),
        (None, "moved to %(date)s"): (None, ["allocation/pages.py:4"]),
        (None, "%(n)s row"): ("%(n)s rows", ["allocation/pages.py:5"]),
        ("deadline", "by"): (None, ["allocation/pages.py:6", "templates/page.html:10"]),
        (None, "%(n)s region"): ("%(n)s regions", ["templates/page.html:4"]),
        (None, "Digest"): (None, ["templates/page.html:9"]),
    }


def test_a_complete_catalogue_has_no_problem(tmp_path):
    assert faults(project(tmp_path, all=COMPLETE)) == set()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", ("missing in Dutch", "Digest")),
        ('msgid "Digest"\nmsgstr ""', ("missing in Dutch", "Digest")),
        ('#, fuzzy\nmsgid "Digest"\nmsgstr "Getal"', ("fuzzy", "Digest")),
        ('msgid "Gone"\nmsgstr "Weg"', ("not used in the code", "Gone")),
        (
            'msgid "moved to %(date)s"\nmsgstr "verplaatst naar %(datum)s"',
            ("placeholders differ", "moved to %(date)s"),
        ),
        (
            'msgid "%(n)s row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "een"\nmsgstr[1] "veel"',
            ("placeholders differ", "%(n)s row"),
        ),
        ('msgid "%(n)s row"\nmsgstr "%(n)s regel"', ("plural differs from the code", "%(n)s row")),
    ],
)
def test_each_fault_is_named(tmp_path, text, fault):
    assert fault in faults(project(tmp_path, area=text))


def test_two_translations_of_one_text_are_named_and_equal_ones_are_not(tmp_path):
    once, twice = 'msgid "Digest"\nmsgstr "Controlegetal"', 'msgid "Digest"\nmsgstr "Vingerafdruk"'
    assert ("translated in two ways", "Digest") in faults(project(tmp_path / "a", a=once, b=twice))
    assert faults(project(tmp_path / "b", a=COMPLETE, b=once)) == set()


def test_the_compiled_catalogue_is_stable_and_readable(tmp_path):
    parts = messages.read_parts(project(tmp_path, a=COMPLETE))
    first = messages.compiled(messages.merge(parts))
    assert first == messages.compiled(messages.merge(reversed(parts)))
    dutch = gettext.GNUTranslations(io.BytesIO(first))
    assert dutch.gettext("Digest") == "Controlegetal"
    assert dutch.pgettext("deadline", "by") == "uiterlijk"
    assert dutch.ngettext("%(n)s row", "%(n)s rows", 3) == "%(n)s regels"


def test_the_report_says_where_to_look(tmp_path):
    root = project(tmp_path, area='msgid "Gone"\nmsgstr "Weg"')
    text = messages.report(messages.problems(texts_of(root), messages.read_parts(root)))
    assert "missing in Dutch: 6" in text
    assert "  templates/page.html:9: 'Digest'" in text
    assert "  allocation/pages.py:6: 'by' (context 'deadline')" in text
    assert "  area.po: 'Gone'" in text
