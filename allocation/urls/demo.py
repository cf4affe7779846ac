"""Addresses: the explanation of the demo. In production they aren't there."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from allocation.views import demo

urlpatterns: list[URLPattern | URLResolver] = []
if settings.DEMO:
    urlpatterns = [
        path("demo/", demo.about, name="demo"),
        path("demo/bestanden/<str:name>", demo.file, name="demo_file"),
    ]
