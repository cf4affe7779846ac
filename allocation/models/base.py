"""What append-only rows share: a row once written is never changed or removed."""

from typing import Any, NoReturn

from django.db import models


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses the bulk ways to change or remove rows."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused: a new version is added instead."""
        raise TypeError(f"{self.model.__name__} is append-only.")

    def delete(self) -> NoReturn:
        """Refused: what was recorded stays."""
        raise TypeError(f"{self.model.__name__} is append-only.")


class AppendOnly(models.Model):
    """A row that is only ever added. The database refuses changes too (audit/append_only.py)."""

    append_only = True

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row; an existing row is refused."""
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: what was recorded stays."""
        raise TypeError(f"{type(self).__name__} is append-only.")
