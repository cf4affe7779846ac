"""What is found in signed pdfs: good ones, and every way in which one is not good."""

import io
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from consultation.services.pdf_signatures import Facts, validate
from tests.factories import NOW
from tests.signed_pdfs import Maker, a_form, appended

FORM = a_form(keywords=("BOLS", "AAAA2222-I001"))
ROOT = Maker("Wortel van de test", ca=True)
PERSON = Maker("Bea Bestuurder", ROOT)
SIGNED = PERSON.signs(FORM)


@pytest.fixture
def known(settings, tmp_path: Path) -> None:
    """The root of the test is trusted."""
    (tmp_path / "root.pem").write_text(ROOT.pem())
    settings.SIGNATURE_ROOTS = str(tmp_path)


def found(content: bytes, form: bytes = FORM) -> Facts:
    return validate(content, now=NOW, form=form)


def test_who_signed_and_with_which_certificate(known):
    facts = found(SIGNED)
    assert (facts.count, facts.problems, facts.form) == (1, (), "exact")
    assert (facts.signer, facts.chain, facts.self_issued) == ("Bea Bestuurder", "trusted", False)
    assert "Bea Bestuurder" in facts.subject
    assert "Wortel van de test" in facts.issuer
    assert facts.serial == f"{PERSON.certificate.serial_number:X}"
    assert facts.valid_until == (NOW + timedelta(days=300)).astimezone(UTC).isoformat()
    assert facts.claimed_at
    assert facts.stamped_at == ""
    assert facts.at_once
    assert facts.kept()["at_once"] is True


def test_without_roots_nobody_is_known():
    facts = found(SIGNED)
    assert (facts.problems, facts.chain, facts.at_once) == ((), "unknown", False)


def test_another_root_is_not_this_one(settings, tmp_path):
    (tmp_path / "other.pem").write_text(Maker("Andere wortel", ca=True).pem())
    settings.SIGNATURE_ROOTS = str(tmp_path / "other.pem")
    assert found(SIGNED).chain == "unknown"


def test_self_signed_is_unknown(known):
    facts = found(Maker("Zelf").signs(FORM))
    assert (facts.problems, facts.chain, facts.self_issued) == ((), "unknown", True)


def test_unsigned_holds_nothing(known):
    facts = found(FORM)
    assert (facts.count, facts.at_once, facts.keywords) == (0, False, "BOLS, AAAA2222-I001")


def test_one_byte_changed(known):
    place = SIGNED.index(b"stream") + 20
    changed = SIGNED[:place] + bytes([SIGNED[place] ^ 1]) + SIGNED[place + 1 :]
    assert "not_intact" in found(changed).problems


def test_a_revision_added_afterwards(known):
    assert "added" in found(appended(SIGNED)).problems


def test_something_behind_the_end(known):
    assert found(SIGNED + b"\n% nog iets\n").problems == ("added",)


def test_a_signature_over_a_part(known):
    start = SIGNED.index(b"/ByteRange")
    piece = SIGNED[start : SIGNED.index(b"]", start) + 1]
    numbers = piece[piece.index(b"[") + 1 : -1].split()
    less = b"%d" % (int(numbers[1]) - 10)
    part = piece.replace(numbers[1], less.ljust(len(numbers[1])), 1)
    facts = found(SIGNED.replace(piece, part.ljust(len(piece))))
    assert "not_intact" in facts.problems or "part" in facts.problems
    assert not facts.covers_all


@pytest.mark.parametrize(
    ("days", "problem"), [((-300, -1), "expired"), ((1, 30), "not_yet")], ids=["expired", "not yet"]
)
def test_a_certificate_out_of_its_time(known, days, problem):
    facts = found(Maker("Verlopen", ROOT, days=days).signs(FORM))
    assert (facts.problems, facts.chain) == ((problem,), "expired")


def test_a_certificate_for_something_else(known):
    facts = found(Maker("Server", ROOT, usage=False).signs(FORM))
    assert (facts.problems, facts.chain) == (("broken",), "broken")


def test_two_who_sign_one_form(known):
    facts = found(Maker("Tweede", ROOT).signs(SIGNED, field="Tweede"))
    assert (facts.count, facts.problems, facts.signer) == (2, (), "Tweede")
    assert facts.others == ("Bea Bestuurder",)
    assert facts.at_once


def test_a_second_signature_does_not_cover_up_what_was_added(known):
    facts = found(Maker("Tweede", ROOT).signs(appended(SIGNED), field="Tweede"))
    assert "added" in facts.problems


def test_another_form_is_not_ours(known):
    facts = found(PERSON.signs(a_form("Iets anders")))
    assert (facts.problems, facts.form, facts.at_once) == ((), "other", False)


def test_a_form_that_was_turned_before_it_was_signed(known):
    facts = found(PERSON.signs(appended(FORM)))
    assert (facts.problems, facts.form, facts.at_once) == ((), "changed", False)


def test_a_form_with_another_text_before_it_was_signed(known):
    writer = IncrementalPdfFileWriter(io.BytesIO(FORM))
    drawn = writer.root["/Pages"]["/Kids"][0].raw_get("/Contents").reference
    writer.objects[(drawn.generation, drawn.idnum)] = generic.StreamObject(stream_data=b"BT ET")
    out = io.BytesIO()
    writer.write(out)
    facts = found(PERSON.signs(out.getvalue()))
    assert (facts.problems, facts.form, facts.at_once) == ((), "changed", False)


def test_the_same_form_is_made_twice():
    assert a_form(keywords=("BOLS", "AAAA2222-I001")) == FORM
