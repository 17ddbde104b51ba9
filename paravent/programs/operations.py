"""What people do about programs, and programs by what they were allowed. One function, one use case, one line in the log."""

from paravent.programs import queries
from paravent.programs.terms import Access


def access_of(token: str) -> Access:
    """Return who acts and what for, by an access token; raises NoAccess.

    No gate opens here: whatever is done with the access opens its own, under the actor that this returns.
    """
    return queries.access_of(token)
