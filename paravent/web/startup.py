"""What must hold before anything is served."""

from django.db import connection  # noqa: TID251 (asks about the role itself, before any patient is)

ROLE = """
SELECT EXISTS (SELECT FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND pg_has_role(current_user, oid, 'MEMBER')),
       EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(current_user, tableowner, 'MEMBER'))
"""


class RoleTooStrong(Exception):
    """The database role may pass row security: it is, or may become, a superuser, one with BYPASSRLS, or the tables' owner.

    Serve as paravent_app; deploy/postgresql/roles.sql makes it.
    """


def refuse_strong_role() -> None:
    """Raise RoleTooStrong unless the role we serve as is bound by row security."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        if any(cursor.fetchone()):
            raise RoleTooStrong
