"""The Celery application: Redis when REDIS_URL is set, folders on disk otherwise."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bols_portal.settings")

app = Celery("bols_portal", include=["bols_portal.tasks"])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
