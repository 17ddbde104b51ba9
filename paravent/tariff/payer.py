"""Who pays, and what they ask for where payers differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from paravent.tariff.terms import Scheme


@dataclass(frozen=True, slots=True)
class Payer:
    """A profile of a payer, as the practice has set it."""

    id: str
    name: str
    scheme: Scheme
    is_medicare: bool = False
    takes_telemedicine_codes: bool = True
    """CPT: whether 98000 to 98015 are taken. Who does not, wants 99202 to 99215 instead; Medicare is one of those."""
    region: str = ""
    """Of a regional association (KV), as a word on pages."""
    point_value: Decimal | None = None
    """What a point is worth here, in cents; None: the federal value that was known for the day."""
    asks_modifier_95: bool = False
    asks_modifier_93: bool = True
    limits: Mapping[str, Decimal] = field(default_factory=dict)
    """By a limit's id: the value the practice has set, where sources disagree (`ceiling-01450`)."""
    fees: Mapping[str, Decimal] = field(default_factory=dict)
    """By code: what this payer pays, where a scheme has no prices of its own (CPT)."""


STATUTORY = Payer("ebm", "Statutory insurance (EBM)", Scheme.EBM)
PRIVATE = Payer("goae", "Private (GOÄ)", Scheme.GOAE)
MEDICARE = Payer("medicare", "Medicare", Scheme.CPT, is_medicare=True, takes_telemedicine_codes=False)
COMMERCIAL = Payer("commercial", "Commercial payer (US)", Scheme.CPT, asks_modifier_95=True)
PROFILES = {payer.id: payer for payer in (STATUTORY, PRIVATE, MEDICARE, COMMERCIAL)}
"""The profiles that every installation begins with, by id."""
