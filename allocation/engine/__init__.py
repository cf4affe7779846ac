"""The calculation engine: pure, exact, and runnable without the portal.

It carries out what the protocol says about the base distribution, in the order in which the
protocol says it: adherence, quotas, floor, whole region totals, structural zeros, fit, rounding.
No Django, no database, no clock. `docs/engine.md` is its contract.
"""

# Stands in records of a calculation, never in its digest: a later engine must be able to repeat
# a calculation and find the same digest.
ENGINE_VERSION = "1.0.0"
