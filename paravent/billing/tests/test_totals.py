"""What a bill comes to is the same on its page, in the table, in a claim and in an invoice, to the cent and in whatever order."""

import csv
import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.billing.claims import bundle_of
from paravent.billing.paper import csv_of
from paravent.billing.terms import Bill, BilledLine
from paravent.kernel.ids import PatientId, PersonId, VisitId
from paravent.tariff.quarters import Quarter
from paravent.tariff.terms import Scheme

NOBODY = UUID(int=0)
BOTH = {"en": "A service", "de": "Eine Leistung"}
LINES = st.builds(
    BilledLine,
    code=st.sampled_from(["01450", "03230", "1", "A5", "99213"]),
    text=st.just(BOTH),
    why=st.just(BOTH),
    points=st.none() | st.integers(0, 2000),
    amount=st.none() | st.integers(0, 10**8).map(lambda cents: Decimal(cents) / 100),
    currency=st.just("EUR"),
    rule_from=st.just("2026-01-01"),
    decided_on=st.just("2026-01-01"),
    source=st.just("a source"),
    is_checked=st.booleans(),
    quantity=st.integers(1, 9),
    is_added_by_association=st.booleans(),
)


def of(lines: list[BilledLine], scheme: Scheme) -> Bill:
    """Return a bill of some lines."""
    at = datetime(2026, 11, 25, 10, tzinfo=UTC)
    return Bill(
        *(NOBODY, VisitId(NOBODY), PatientId(NOBODY), PersonId(NOBODY), "Bea Brandt", "Ali Demir", None, "A payer"),
        *(Quarter(2026, 4), at, scheme, tuple(lines), (), (), "", NOBODY, at, None, "", None),
    )


def handed_out(bill: Bill) -> tuple[Decimal | None, list[Decimal]]:
    """Return the total of the claim or the invoice, as its file says it, and the amounts of its lines."""
    made = json.loads(json.dumps(bundle_of([bill], "Praxis")), parse_float=Decimal)["entry"][-1]["resource"]
    total = made.get("total") or made.get("totalNet")
    return (Decimal(total["value"]) if total else None), [Decimal(one) for one in _amounts(made)]


def _amounts(made: dict[str, Any]) -> list[Decimal]:
    if made["resourceType"] == "Claim":
        return [item["net"]["value"] for item in made["item"] if "net" in item]
    return [part["amount"]["value"] for line in made["lineItem"] for part in line.get("priceComponent", [])]


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=8), st.sampled_from(Scheme), st.randoms())
def test_no_cent_is_lost_on_the_way_out(lines: list[BilledLine], scheme: Scheme, chance: random.Random) -> None:
    bill, counted = of(lines, scheme), [one for one in lines if not one.is_added_by_association]
    priced = [one.amount for one in counted if one.amount is not None]
    cents = sum(int(one * 100) for one in priced)
    total, amounts = handed_out(bill)
    table = [Decimal(row["amount"]) for row in csv.DictReader(StringIO(csv_of([bill]))) if _is_due(row)]

    assert bill.total == (Decimal(cents) / 100 if len(priced) == len(counted) else None)
    assert total == (bill.total if counted else None)
    assert sorted(amounts) == sorted(table) == sorted(priced)
    chance.shuffle(lines)
    assert replace(bill, lines=tuple(lines)).total == bill.total


def _is_due(row: dict[str, str]) -> bool:
    return bool(row["amount"]) and row["added_by_association"] == "no"
