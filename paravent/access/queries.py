"""What PostgreSQL says of the role that asks."""

from django.db import connection

STRONG = """
SELECT EXISTS (SELECT FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND pg_has_role(current_user, oid, 'MEMBER'))
    OR EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(current_user, tableowner, 'MEMBER'))
"""


def may_pass_row_security() -> bool:
    """Tell whether the role that serves is, or may become, a superuser, one with BYPASSRLS, or the owner of a table."""
    with connection.cursor() as cursor:
        cursor.execute(STRONG)
        return bool(cursor.fetchone()[0])
