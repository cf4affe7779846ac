"""What all tests share. The environment and the services come from `tests/_services/plugin.py`."""

import os
from collections.abc import Iterator

import pytest

from tests._services import selection
from tests.append_only import let_tests_flush


def pytest_configure(config: pytest.Config) -> None:
    """Make the settings quick: no manifest of static files, a cheap password hash."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    let_tests_flush()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Choose the tests that this run can and should do."""
    selection.choose(config, items)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Start with an empty cache on Redis too, where no transaction takes back what is in it."""
    from django.conf import settings
    from django.core.cache import cache

    if settings.REDIS_URL:
        cache.clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium (playwright `Browser`), one for the whole run."""
    from playwright.sync_api import sync_playwright

    # playwright's loop runs in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=selection.browser_path(), args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()
