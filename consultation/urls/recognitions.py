"""Addresses of phase III: recognitions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
