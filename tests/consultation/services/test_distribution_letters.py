"""The letters about the decided distribution: who gets which, and what stands in them."""

import io

import pytest
from django.utils import translation
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from allocation.models import BoardDecision, Mailing
from allocation.roles import Role
from allocation.selectors.recipients import Enclosure
from allocation.services.enclosures import content_of
from consultation.enums import Course
from consultation.selectors.distribution_mail import told_of
from tests.consultation.distribution_world import WHY, DistributionWorld
from tests.factories import appoint, association, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> DistributionWorld:
    return DistributionWorld()


def adopted(world: DistributionWorld) -> BoardDecision:
    """One number of cardiology changed by the board."""
    return world.adopt(
        world.put(
            Course.CHANGE,
            places={("02", "NO"): "5", ("02", "ON"): "5"},
            reasons={("02", "NO"): WHY, ("02", "ON"): WHY},
        )
    )


def read(decision: BoardDecision, addressee: str, language: str = "nl") -> str:
    """The words of a letter, spaces evened out."""
    enclosure = Enclosure("distribution_letter", f"{decision.pk}:{addressee}", "brief.pdf")
    pages = PdfReader(io.BytesIO(content_of(enclosure, language))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_all_concerned_get_their_own_letter(world: DistributionWorld) -> None:
    other = make_user("Otto Ander")
    appoint(other, Role.ADVISER, association("NIV"))
    decision = adopted(world)
    mailing = Mailing.objects.get(key="distribution_decided")
    assert mailing.released_at is None
    assert mailing.subject_en
    keys = {
        message.recipient.name: [one["key"] for one in message.enclosures]
        for message in mailing.messages.select_related("recipient")
        if message.recipient
    }
    number = decision.pk
    assert keys == {
        "Ada Adviseur": [f"{number}:association:NVVC"],
        "Bea Bureau": [f"{number}:all:BOLS"],
        "Chris Collega": [f"{number}:all:BOLS"],
        "Coen Coordinator": [f"{number}:region:NO"],
        "Fem Federatie": [f"{number}:fms:FMS"],
        "Olaf Beugel": [f"{number}:specialism:31"],
        "Otto Ander": [f"{number}:association:NIV"],
        "Vera Sport": [f"{number}:specialism:46"],
    }
    names = {one.name for person in told_of(decision) for one in person.enclosures}
    assert "verdeling-2027-NVVC.pdf" in names


def test_an_association_reads_its_advice_beside_what_was_decided(
    world: DistributionWorld,
) -> None:
    text = read(adopted(world), "association:NVVC")
    assert "Cardiologie" in text
    assert "Sportgeneeskunde" not in text
    assert "Uw advies" in text
    assert "vastgesteld 5, geadviseerd 7, voorgesteld 6" in text
    assert WHY in text
    assert "Fase III begint" in text


def test_another_association_does_not_read_that_advice(world: DistributionWorld) -> None:
    text = read(adopted(world), "association:NIV")
    assert "Interne geneeskunde" in text
    assert "Cardiologie" not in text
    assert "geadviseerd" not in text


def test_a_region_reads_its_column_and_no_advices(world: DistributionWorld) -> None:
    text = read(adopted(world), "region:NO")
    assert "Sportgeneeskunde" in text
    assert "vastgesteld 5, voorgesteld 6" in text
    assert "geadviseerd" not in text
    assert "ON" not in text.split()


def test_a_structural_zero_is_a_dash_with_its_meaning(world: DistributionWorld) -> None:
    text = read(adopted(world), "region:Leiden")
    assert "geen erkende opleiding" in text


def test_sports_medicine_has_no_base_distribution(world: DistributionWorld) -> None:
    text = read(adopted(world), "specialism:46")
    assert "Sportgeneeskunde" in text
    assert "Cardiologie" not in text


def test_fms_and_bureau_read_the_whole_in_their_language(world: DistributionWorld) -> None:
    decision = adopted(world)
    assert "Federatie Medisch Specialisten" in read(decision, "fms:FMS")
    text = read(decision, "all:BOLS", "en")
    assert "Phase III begins" in text
    assert "Orthodontie" in text


def test_no_letter_is_drawn_before_the_board_has_adopted(world: DistributionWorld) -> None:
    decision = world.put(Course.ADOPT)
    with translation.override("nl"), pytest.raises(LookupError):
        read(decision, "region:NO")


def test_a_mailing_reads_the_decision_once(
    world: DistributionWorld, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    decision = adopted(world)
    first = read(decision, "region:NO")
    with django_assert_num_queries(4):  # the decision, the addressee, two for the days of phase III
        second = read(decision, "region:ON")
    assert first != second
    with django_assert_num_queries(4):
        assert read(decision, "region:NO") == first


def test_a_letter_of_another_content_is_read_anew(world: DistributionWorld) -> None:
    decision = adopted(world)
    assert "gewijzigd" not in read(decision, "region:NO")
    BoardDecision.objects.filter(pk=decision.pk).update(text="Het is gewijzigd.", digest="b" * 64)
    assert "gewijzigd" in read(decision, "region:NO")
