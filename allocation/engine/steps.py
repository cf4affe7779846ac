"""Explanation as data: what the calculation did, in order, for screens and letters to render.

A step names the rule that was applied, the source of that rule, what it was about, and the number
before and after. It holds no sentences, and no amounts of care usage. The rules, and the
parameters of each, are listed in docs/engine.md.
"""

from dataclasses import dataclass

Value = str | int | bool | None

NOTE = "Notitie adherentieberekening 2026"
PROTOCOL = "Toewijzingsprotocol 2027"

# Rule id → where the rule stands.
SOURCES = {
    "adherence": f"{NOTE}, vraag 5",
    "quotas": f"{NOTE}, vraag 6",
    "floor.raised": f"{PROTOCOL}, fase I 2",
    "floor.paid": f"{PROTOCOL}, fase I 2",
    "totals.rounded": f"{NOTE}, vraag 7.2",
    "totals.repaired": f"{NOTE}, vraag 7.2",
    "zero": f"{NOTE}, vraag 7.3",
    "fit": f"{NOTE}, vraag 7.4",
    "fit.emptied": f"{NOTE}, vraag 7.4",
    "rounding": f"{NOTE}, vraag 7.4 en 7.5",
    "rounding.next_best": f"{NOTE}, vraag 7.5",
    "rounding.tie": f"{NOTE}, vraag 7.5",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the calculation did.

    `params` are pairs of name and value: labels of a region or specialism, whole numbers, or
    numbers with six decimals as text. `before` and `after` are such numbers, or None where the
    rule changes no single number.
    """

    rule: str
    params: tuple[tuple[str, Value], ...] = ()
    before: str | None = None
    after: str | None = None

    @property
    def source(self) -> str:
        """The text that this rule comes from (Dutch, as it is cited)."""
        return SOURCES[self.rule]

    def param(self, name: str) -> Value:
        """The value of one parameter; KeyError where the rule has none of that name."""
        return dict(self.params)[name]

    def to_json(self) -> dict[str, object]:
        """The step as it stands in a result."""
        return {
            "rule": self.rule,
            "source": self.source,
            "params": dict(self.params),
            "before": self.before,
            "after": self.after,
        }


def step(rule: str, before: object = None, after: object = None, **params: Value) -> Step:
    """Make a step; numbers before and after are written as text."""
    return Step(
        rule,
        tuple(params.items()),
        None if before is None else str(before),
        None if after is None else str(after),
    )
