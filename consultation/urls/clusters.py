"""Addresses of phase III: clusters."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
