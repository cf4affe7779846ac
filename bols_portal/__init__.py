"""Wiring of the BOLS portal: settings, addresses, tasks and sign-in."""

from bols_portal.celery import app as celery_app

__all__ = ["celery_app"]
