"""Personal calendar feeds: an address that a calendar program reads without signing in."""

from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """The secret address of one person's feed of deadlines. Only its digest is stored."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_living_calendar_feed",
            ),
        ]
