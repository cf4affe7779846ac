"""The frame of every page, the context behind it, and the pages for errors."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from bols_portal.ui.context import portal
from bols_portal.ui.navigation import Navigation, NavItem

ROOT = Path(__file__).parents[3]
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|javascript:")
GALLERY = "tests.bols_portal.ui.gallery"


@pytest.fixture(autouse=True)
def _header_of_the_gallery(settings):
    settings.ROOT_URLCONF = f"{GALLERY}.urls"
    settings.UI_NAV_PROVIDER = f"{GALLERY}.data.navigation"


@pytest.fixture
def gallery(client):
    return lambda path, **extra: client.get(path, **extra).content.decode()


def drawn(template: str, **context) -> str:
    request = RequestFactory().get("/weg")
    with translation.override("nl"):
        return render_to_string(template, context, request)


def test_the_banner_shows_in_demo_mode_only(settings) -> None:
    banner = "alle cijfers en codes zijn verzonnen"
    settings.DEMO = True
    assert banner in drawn("404.html")
    settings.DEMO = False
    assert banner not in drawn("404.html")


def test_without_a_provider_the_header_is_empty(settings) -> None:
    settings.UI_NAV_PROVIDER = ""
    assert portal(RequestFactory().get("/"))["nav"].phases == ()
    assert "phase-line" not in drawn("404.html")


def test_what_one_may_not_see_is_not_there(settings) -> None:
    html = drawn("404.html", nav=Navigation("2027", items=[NavItem("Tabellen", "/t")]))
    assert "Tabellen" in html
    assert "Logboek" not in html


@pytest.mark.django_db
def test_the_page_has_one_heading_landmarks_and_the_person(gallery) -> None:
    html = gallery("/table")
    assert html.count("<h1>") == 1
    assert 'href="#content"' in html
    assert re.search(r'<main [^>]*id="content"', html)
    assert "Fatima Yilmaz" in html
    assert "OOR-coördinator Utrecht" in html
    assert '<html lang="nl">' in html
    assert 'aria-current="step"' in html


@pytest.mark.django_db
def test_nothing_inline_on_any_page(gallery) -> None:
    for path in ("/", "/table", "/edit", "/why/01/NO"):
        html = gallery(path)
        assert not re.search(INLINE, html)


@pytest.mark.django_db
def test_htmx_gets_the_explanation_alone_and_others_the_page(gallery) -> None:
    piece = gallery("/why/01/NO", headers={"HX-Request": "true"})
    page = gallery("/why/01/NO")
    assert "Afgerond op 1: next best." in piece
    assert "<html" not in piece
    assert "Afgerond op 1: next best." in page
    assert "<h1>Basisverdeling</h1>" in page


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404"])
def test_error_pages_say_what_to_do_and_lead_back(name) -> None:
    html = drawn(f"{name}.html")
    assert html.count("<h1>") == 1
    assert "Naar mijn taken" in html
    assert "!" not in re.sub(r"<[^>]*>", "", html)


def test_a_refusal_shows_its_reason() -> None:
    html = drawn("403.html", exception=str(PermissionDenied("Alleen het bestuur besluit.")))
    assert "Alleen het bestuur besluit." in html


def test_the_page_for_our_own_faults_needs_nothing_but_the_style_sheet() -> None:
    html = render_to_string("500.html")
    assert "Er ging iets mis" in html
    source = (ROOT / "templates" / "500.html").read_text()
    assert "extends" not in source
    assert set(re.findall(r"{% (\w+)", source)) == {"load", "static"}


def test_templates_hold_no_inline_style_or_script() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        if "emails" not in path.parts:
            assert not INLINE.search(path.read_text()), path


def test_scripts_stay_small_and_import_what_exists() -> None:
    scripts = ROOT / "static" / "js"
    for path in scripts.glob("*.js"):
        text = path.read_text()
        assert len(text.splitlines()) <= 200, path
        for name in re.findall(r'from "\./([^"]+)"', text):
            assert (scripts / name).exists()
