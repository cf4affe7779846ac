"""Random walks through the decisions of a cycle, beside a model that is simple enough to trust."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from allocation.enums import DecisionKind, ErrorSource, PhaseStatus
from allocation.errors import Refused
from allocation.models import BoardDecision, BoardVote, Phase
from allocation.roles import Role
from allocation.selectors.decisions import adopted_framework
from allocation.services.decisions import prepare_decision, put_to_board, vote, withdraw_decision
from allocation.services.phases import keep_framework, report_error
from bols_portal.audit.selectors import verify
from tests.factories import NOW, appoint, make_cycle, make_reference_data, make_user
from tests.phase_1 import ReadyPhase, pdf

MEMBERS = 3
NEEDED = 2


class Decisions(RuleBasedStateMachine):
    """The bureau and three members do anything they like; only what the rules allow happens."""

    @initialize()
    def begin(self) -> None:
        self.point = transaction.atomic()
        self.point.__enter__()
        make_reference_data()
        self.ready = ReadyPhase(make_cycle())
        self.members = [make_user(f"Lid {letter}") for letter in "ABC"]
        for member in self.members:
            appoint(member, Role.BOARD, self.ready.cycle)
        self.model: dict[int, dict[str, Any]] = {}
        self.in_force: int | None = None
        self.phase = "open"

    # --- What the model says ------------------------------------------------------------------
    def living(self) -> int | None:
        return next(
            (n for n, one in self.model.items() if one["status"] in ("prepared", "at_board")), None
        )

    def tried(self, allowed: bool, step: Any) -> bool:
        """Does the step; it must succeed exactly where the model allows it."""
        try:
            step()
        except Refused:
            assert not allowed
            return False
        assert allowed
        return True

    # --- Steps --------------------------------------------------------------------------------
    @rule(kind=st.sampled_from([DecisionKind.FRAMEWORK, DecisionKind.RECTIFICATION]))
    def prepare(self, kind: str) -> None:
        rectifies = kind == DecisionKind.RECTIFICATION
        fits = self.in_force is not None if rectifies else self.in_force is None
        allowed = self.living() is None and self.phase == "open" and fits
        step = lambda: prepare_decision(  # noqa: E731
            cycle=self.ready.cycle,
            kind=kind,
            title="Kader",
            text="Vastgesteld.",
            reason="Fout." if rectifies else "",
            minutes=pdf(),
            by=self.ready.bureau,
            now=NOW,
        )
        if self.tried(allowed, step):
            number = len(self.model) + 1
            self.model[number] = {"status": "prepared", "yes": set(), "no": set(), "kind": kind}

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def put(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.model)))
        allowed = self.model[number]["status"] == "prepared" and self.phase == "open"
        decision = self.decision(number)
        if self.tried(
            allowed, lambda: put_to_board(decision=decision, by=self.ready.bureau, now=NOW)
        ):
            self.model[number]["status"] = "at_board"
            self.phase = "at_board"

    @precondition(lambda self: self.model)
    @rule(
        data=st.data(),
        member=st.integers(0, MEMBERS - 1),
        choice=st.sampled_from(["approve", "reject"]),
    )
    def vote(self, data: st.DataObject, member: int, choice: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.model)))
        state = self.model[number]
        allowed = state["status"] == "at_board" and member not in state["yes"] | state["no"]
        decision = self.decision(number)
        if not self.tried(
            allowed,
            lambda: vote(
                decision=decision,
                choice=choice,
                remark="Daarom.",
                by=self.members[member],
                now=NOW,
            ),
        ):
            return
        state["yes" if choice == "approve" else "no"].add(member)
        if len(state["yes"]) >= NEEDED:
            if self.in_force is not None:
                self.model[self.in_force]["status"] = "replaced"
            state["status"], self.in_force, self.phase = "adopted", number, "closed"
        elif MEMBERS - len(state["no"]) < NEEDED:
            state["status"], self.phase = "rejected", "open"

    @precondition(lambda self: self.model)
    @rule(data=st.data(), reason=st.sampled_from(["", "Nieuwe cijfers."]))
    def withdraw(self, data: st.DataObject, reason: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.model)))
        state = self.model[number]
        allowed = state["status"] in ("prepared", "at_board") and bool(reason)
        decision = self.decision(number)
        if self.tried(
            allowed,
            lambda: withdraw_decision(
                decision=decision, reason=reason, by=self.ready.bureau, now=NOW
            ),
        ):
            if state["status"] == "at_board":
                self.phase = "open"
            state["status"] = "withdrawn"

    @rule()
    def report(self) -> None:
        allowed = self.in_force is not None and self.phase == "closed"
        if self.tried(
            allowed,
            lambda: report_error(
                cycle=self.ready.cycle,
                error_in=ErrorSource.USAGE,
                reason="Fout.",
                by=self.ready.bureau,
                now=NOW,
            ),
        ):
            self.phase = "open"

    @rule()
    def keep(self) -> None:
        allowed = self.in_force is not None and self.phase == "open" and self.living() is None
        if self.tried(
            allowed,
            lambda: keep_framework(
                cycle=self.ready.cycle, reason="Loos.", by=self.ready.bureau, now=NOW
            ),
        ):
            self.phase = "closed"

    def decision(self, number: int) -> BoardDecision:
        return BoardDecision.objects.get(cycle=self.ready.cycle, number=number)

    # --- What always holds --------------------------------------------------------------------
    @invariant()
    def the_portal_agrees_with_the_model(self) -> None:
        stored = dict(
            BoardDecision.objects.filter(cycle=self.ready.cycle).values_list("number", "status")
        )
        assert stored == {number: one["status"] for number, one in self.model.items()}
        force = adopted_framework(self.ready.cycle)
        assert (force.number if force else None) == self.in_force
        phases = dict(Phase.objects.filter(cycle=self.ready.cycle).values_list("number", "status"))
        assert phases[1] == self.phase
        begun = any(one["status"] in ("adopted", "replaced") for one in self.model.values())
        assert phases[2] == (PhaseStatus.OPEN if begun else PhaseStatus.WAITING)

    def teardown(self) -> None:
        assert verify().broken is None
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    @invariant()
    def votes_are_what_was_said(self) -> None:
        said = sum(len(one["yes"]) + len(one["no"]) for one in self.model.values())
        assert BoardVote.objects.filter(decision__cycle=self.ready.cycle).count() == said


@pytest.mark.django_db
def test_any_order_of_steps_keeps_the_rules() -> None:
    run_state_machine_as_test(
        Decisions,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
