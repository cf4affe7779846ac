"""Addresses: advices."""

from django.urls import URLPattern, URLResolver

HERE = "toewijzing/<int:year>/fase-2/"
urlpatterns: list[URLPattern | URLResolver] = []
