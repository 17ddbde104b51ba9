"""What must hold before anything is served."""

from django.db import connection  # noqa: TID251 (asks about the role itself, before any patient is)

ROLE = """
SELECT rolsuper, rolbypassrls, EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user)
  FROM pg_roles WHERE rolname = current_user
"""


class RoleTooStrong(Exception):
    """The database role may pass row security: it is a superuser, has BYPASSRLS, or owns tables.

    Serve as paravent_app; deploy/postgresql/roles.sql makes it.
    """


def refuse_strong_role() -> None:
    """Raise RoleTooStrong unless the role we serve as is bound by row security."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        if any(cursor.fetchone()):
            raise RoleTooStrong
