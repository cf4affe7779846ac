"""Celery tasks. Their arguments are numbers of rows, never data."""
