"""Queries that every look at a file asks: Django makes their SQL once, afterwards only the values change.

Making the SQL costs several times what PostgreSQL needs to answer. Row security binds them like any other query.
"""

from typing import Any

from django.db import connection
from django.db.models import Field, Lookup, QuerySet, Value


class Given(Value):
    """Stands, by a name, for a value that is given each time the query is asked."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Leave the place open."""
        del compiler, connection
        return "%s", (self,)


@Field.register_lookup
class AnyOf(Lookup):
    """`column__any_of=Given(…)`: is one of a list. The list travels as one array, so the SQL is the same however long it is."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Compare with the elements of an array."""
        column, of_column = self.process_lhs(compiler, connection)
        array, of_array = self.process_rhs(compiler, connection)
        return f"{column} = ANY ({array})", (*of_column, *of_array)


class Prepared:
    """A query whose rows come as tuples, in the order of its `values_list`. It is made once and kept."""

    def __init__(self, query: QuerySet[Any, Any]) -> None:
        self.sql, self.places = query.query.sql_with_params()

    def rows(self, **given: object) -> list[tuple[Any, ...]]:
        """Return what is found; raises KeyError where a value is not given."""
        values: list[Any] = [given[one.value] if isinstance(one, Given) else one for one in self.places]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            return cursor.fetchall()
