"""`manage.py grant_app_role ROLE`: what the portal's own database role may do, and no more."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from bols_portal.audit.append_only import append_only_models


class Command(BaseCommand):
    """Run as the owner of the tables, after every migrate; PostgreSQL only."""

    help = (
        "Grants a database role the least that the portal needs: append-only tables can be read "
        "and added to, the others changed as well. The role must exist and own nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The role, and whether to only show the statements."""
        parser.add_argument("role")
        parser.add_argument("--show", action="store_true", help="only print the statements")

    def handle(self, *args: Any, **options: Any) -> None:
        """Revokes everything first, so that what was granted before by hand goes."""
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles.")
        role = connection.ops.quote_name(options["role"])
        statements = [
            f"GRANT USAGE ON SCHEMA public TO {role}",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            *(self._grant(table, rights, role) for table, rights in self._tables()),
        ]
        if options["show"]:
            self.stdout.write(";\n".join([*statements, ""]))
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        self.stdout.write(f"{options['role']}: {len(statements)} statements carried out.")

    def _tables(self) -> list[tuple[str, str]]:
        append_only = {model._meta.db_table for model in append_only_models()}
        there = connection.introspection.table_names()
        known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
        rights = dict.fromkeys(there, "SELECT")  # such as Django's list of migrations
        rights |= dict.fromkeys(known, "SELECT, INSERT, UPDATE, DELETE")
        rights |= dict.fromkeys(append_only, "SELECT, INSERT")
        rights["audit_chainhead"] = "SELECT, INSERT, UPDATE"
        rights["cache_entries"] = "SELECT, INSERT, UPDATE, DELETE"
        return sorted((table, right) for table, right in rights.items() if table in there)

    def _grant(self, table: str, rights: str, role: str) -> str:
        return f"GRANT {rights} ON {connection.ops.quote_name(table)} TO {role}"
