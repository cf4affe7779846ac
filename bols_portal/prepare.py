"""Make the portal ready to serve, quickly when it already is.

The database gets its tables, the static files are gathered, and in demo mode the demo cycle is
loaded into an empty database. Started by `python -m bols_portal.serve`; with the word `static`,
when an image is built, only the files are gathered.
"""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def main(*, static_only: bool) -> None:
    """Bring everything up to date."""
    collect_static()
    if static_only:
        return
    migrate()
    if settings.DEMO:
        call_command("demo", if_empty=True)


def migrate() -> None:
    """Apply the migrations that are not applied yet, and grant the portal's role what it needs."""
    if pending_migrations():
        say("Preparing the database")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)  # does nothing where Redis is the cache
    if settings.DATABASE_APP_ROLE:
        call_command("grant_app_role", settings.DATABASE_APP_ROLE)


def pending_migrations() -> bool:
    """Whether the database lacks a migration of this version of the code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static() -> None:
    """Gather and compress the static files, unless they are still the same."""
    mark = Path(settings.STATIC_ROOT) / ".sources"
    sources = static_sources()
    if mark.exists() and mark.read_text() == sources:
        return
    say("Gathering the static files")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(sources)


def static_sources() -> str:
    """Return a digest of the names, sizes and times of all static files.

    Whole seconds: an image keeps no more of a time.
    """
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {int(state.st_mtime)}\n".encode())
    return digest.hexdigest()


def say(text: str) -> None:
    """Tell what is going on."""
    sys.stdout.write(f"==> {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bols_portal.settings")
    try:
        django.setup()
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
    main(static_only=sys.argv[1:] == ["static"])
