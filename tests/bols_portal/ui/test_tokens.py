"""Colours and their contrast, style sheets that hang together, vendored files by digest."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CSS = ROOT / "static" / "css"
LIGHT, DARK = (CSS / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
COLOUR = re.compile(r"--([\w-]+): #([0-9a-f]{6});")
SCHEMES = {"light": dict(COLOUR.findall(LIGHT)), "dark": dict(COLOUR.findall(DARK))}
TEXT = [
    ("ink", "ground"), ("ink", "paper"), ("ink-soft", "ground"), ("ink-soft", "paper"),
    ("accent", "ground"), ("accent", "paper"), ("accent-hover", "accent-soft"),
    ("accent-ink", "accent"), ("accent-ink", "accent-hover"), ("ink", "accent-soft"),
    ("warning", "warning-soft"), ("warning", "paper"), ("warning", "ground"),
    ("ink", "warning-soft"), ("error", "paper"), ("error", "ground"), ("ink", "error-soft"),
    ("error-ink", "error"), ("error-ink", "error-hover"), ("ink", "line"), ("ink-soft", "line"),
]  # fmt: skip
EDGES = [("line-strong", "paper"), ("line-strong", "ground"), ("focus", "paper")]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_knows_black_on_white() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(scheme, front, back) -> None:
    colours = SCHEMES[scheme]
    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("front", "back"), EDGES)
def test_edges_of_fields_and_focus_can_be_seen(scheme, front, back) -> None:
    colours = SCHEMES[scheme]
    assert contrast(colours[front], colours[back]) >= 3


def test_both_schemes_name_the_same_colours() -> None:
    assert SCHEMES["light"].keys() == SCHEMES["dark"].keys()


def test_colours_and_fonts_are_named_in_the_tokens_only() -> None:
    for path in CSS.rglob("*.css"):
        if path.name not in ("tokens.css", "print.css"):
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", path.read_text()), path


def test_every_style_sheet_is_loaded_and_every_token_exists() -> None:
    portal = (CSS / "portal.css").read_text()
    for path in CSS.rglob("*.css"):
        if path.name != "portal.css":
            assert f'url("{path.relative_to(CSS)}")' in portal
    texts = "".join(path.read_text() for path in CSS.rglob("*.css"))
    defined = set(re.findall(r"(--[\w-]+):", texts))
    assert set(re.findall(r"var\((--[\w-]+)", texts)) <= defined


def test_vendored_files_are_the_ones_written_down() -> None:
    vendor = ROOT / "static" / "vendor"
    line = re.compile(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", re.MULTILINE)
    listed = dict(line.findall((vendor / "README.md").read_text()))
    files = [path for path in vendor.rglob("*.*") if path.suffix not in (".md", ".txt")]
    assert {str(path.relative_to(vendor)) for path in files} == listed.keys()
    for name, digest in listed.items():
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest
