"""Addresses of phase III: region workbooks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
