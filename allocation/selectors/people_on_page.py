"""What a page says of the person who reads it."""

from allocation.selectors.memberships import Person, held_today
from allocation.selectors.recipients import capacity_of


def capacities_of(user: Person) -> list[str]:
    """As whom the person takes part today, in the active language, each once."""
    return list(dict.fromkeys(capacity_of(membership) for membership in held_today(user)))
