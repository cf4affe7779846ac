"""The page of phase II says what becomes of the framework that it rests on."""

import pytest
from django.test import Client
from django.urls import reverse

from allocation.enums import ErrorSource, PhaseStatus
from allocation.models import Phase
from tests.consultation.bench_world import BenchWorld

pytestmark = pytest.mark.django_db
PAGE = reverse("phase", args=[2027, 2])
CORRECTED = "Er wordt een fout hersteld."


@pytest.fixture
def world() -> BenchWorld:
    return BenchWorld()


def read(client: Client, world: BenchWorld) -> str:
    client.force_login(world.adviser)
    return client.get(PAGE).content.decode()


def test_a_correction_of_the_framework_is_told_to_all_parties(
    client: Client, world: BenchWorld
) -> None:
    assert CORRECTED not in read(client, world)
    Phase.objects.filter(cycle=world.cycle, number=1).update(
        status=PhaseStatus.OPEN, error_in=ErrorSource.ASSIGNMENT, reason="Leiden en NO verwisseld."
    )
    page = read(client, world)
    assert CORRECTED in page
    assert "Leiden en NO verwisseld." in page
    assert reverse("rectification", args=[2027]) not in page  # the bureau's way


def test_a_closed_phase_says_neither_who_acts_nor_what_is_corrected(
    client: Client, world: BenchWorld
) -> None:
    assert "Wie is aan zet" in read(client, world)
    Phase.objects.filter(cycle=world.cycle, number=1).update(
        status=PhaseStatus.OPEN, error_in=ErrorSource.ASSIGNMENT
    )
    Phase.objects.filter(cycle=world.cycle, number=2).update(status=PhaseStatus.CLOSED)
    page = read(client, world)
    assert "Wie is aan zet" not in page
    assert CORRECTED not in page


def test_a_round_is_closed_once_the_board_has_decided(client: Client, world: BenchWorld) -> None:
    client.force_login(world.adviser)
    pages = [reverse("rounds", args=[2027]), reverse("round", args=[2027, 1])]
    for page in pages:
        assert "Afgesloten" not in client.get(page).content.decode()
    Phase.objects.filter(cycle=world.cycle, number=2).update(status=PhaseStatus.CLOSED)
    for page in pages:
        assert "Afgesloten" in client.get(page).content.decode()
