"""What must hold before anything is served."""

from paravent.access.queries import may_pass_row_security


class RoleTooStrong(Exception):
    """The database role may pass row security: it is, or may become, a superuser, one with BYPASSRLS, or the tables' owner.

    Serve as paravent_app; deploy/postgresql/roles.sql makes it.
    """


def refuse_strong_role() -> None:
    """Raise RoleTooStrong unless the role we serve as is bound by row security."""
    if may_pass_row_security():
        raise RoleTooStrong
