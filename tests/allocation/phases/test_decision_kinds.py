"""The register of kinds of decisions: every kind has its rules and its page."""

import pytest
from django.urls import reverse

from allocation.enums import DecisionKind, PhaseNumber
from allocation.phases.decision_kinds import rules_of


@pytest.mark.parametrize("kind", DecisionKind)
def test_every_kind_is_registered_with_a_page(kind: DecisionKind) -> None:
    rules = rules_of(kind)
    assert reverse(rules.page, args=[2027, 1]).startswith("/toewijzing/2027/fase-")


def test_the_bureau_writes_only_the_kinds_of_phase_1_on_its_form() -> None:
    on_form = {kind for kind in DecisionKind if rules_of(kind).on_form}
    assert on_form == {DecisionKind.ASSIGNMENT, DecisionKind.FRAMEWORK, DecisionKind.RECTIFICATION}
    assert {rules_of(kind).phase for kind in on_form} == {PhaseNumber.FRAMEWORK}
    assert rules_of(DecisionKind.DISTRIBUTION).phase == PhaseNumber.REGIONS


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(LookupError):
        rules_of("other")
