"""What all steps of a mediation share: the lock, and the version that every change raises."""

from django.utils.translation import gettext as _

from allocation.errors import Stale
from allocation.models import Cycle
from consultation.models import Mediation


def hold(mediation: Mediation, seen: int | None = None) -> Mediation:
    """The mediation as it stands, locked until the transaction ends.

    The cycle is locked before it, as every step that writes the log does. `seen`: the version that
    was read; Stale where somebody changed it since.
    """
    Cycle.objects.select_for_update().get(pk=mediation.cycle_id)
    held = Mediation.objects.select_for_update().get(pk=mediation.pk)
    if seen is not None:
        must_be_current(held, seen)
    return held


def must_be_current(held: Mediation, seen: int) -> None:
    """Stale where somebody changed the mediation after it was read."""
    if held.version != seen:
        raise Stale(
            _("Somebody else changed this mediation in the meantime. Look at it, and try again.")
        )


def changed(held: Mediation, *fields: str) -> None:
    """Writes these fields of a mediation that is held, and raises its version."""
    held.version += 1
    held.save(update_fields=[*fields, "version"])
