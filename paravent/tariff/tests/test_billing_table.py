"""What the research says of each code, line by line: what is billable, and why not where it is not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from paravent.tariff.evidence import Evidence
from paravent.tariff.payer import COMMERCIAL, MEDICARE, PRIVATE, STATUTORY, Payer
from paravent.tariff.reading import catalogues
from paravent.tariff.standing import Standing
from paravent.tariff.terms import AudioReason, DecisionMaking, IdentityCheck, Initiator, Kind, Place, Specialty, Tool
from paravent.tariff.tests.made import BUSY, VISIT, asked, billed, cause, talked

NEVER_SEEN = {"last_in_person_on": None}
CARD = {"identity_check": IdentityCheck.CARD_SHOWN}
CONFERENCE, CONSILIUM, ON_CALL = ({"kind": kind} for kind in (Kind.CASE_CONFERENCE, Kind.TELECONSILIUM, Kind.ON_CALL))
ASKED_BY_OTHERS = replace(BUSY, is_initiator=False)
DETOUR = {"tool": Tool.DETOUR, "app": "FaceTime"}


def of(specialty: Specialty, **more: Any) -> Standing:
    return replace(BUSY, specialty=specialty, **more)


EBM: list[tuple[str, Evidence, Standing, date, str]] = [
    # 88220: the mark of a case with video contact only
    ("88220", talked(8), BUSY, VISIT, "billable"),
    ("88220", talked(8), replace(BUSY, case_had_in_person=True), VISIT, "seen-in-person"),
    ("88220", talked(8, last_in_person_on=date(2026, 10, 2)), BUSY, VISIT, "seen-in-person"),
    ("88220", talked(8), replace(BUSY, patient_codes=(billed("88220", date(2026, 10, 5)),)), VISIT, "billed-already"),
    ("88220", talked(8), replace(BUSY, patient_codes=(billed("88220", date(2026, 9, 5)),)), VISIT, "billable"),
    # 01450: each video consultation, over a certified tool that was reported
    ("01450", talked(2), BUSY, VISIT, "billable"),
    ("01450", talked(8, picture=False), BUSY, VISIT, "audio-only"),
    ("01450", talked(0), BUSY, VISIT, "no-contact"),
    ("01450", talked(8, **DETOUR), BUSY, VISIT, "tool-not-admissible"),
    ("01450", talked(8), replace(BUSY, is_reported=False), VISIT, "not-reported"),
    ("01450", talked(8), replace(BUSY, doctor_points={"01450": 700}), VISIT, "ceiling-reached"),
    ("01450", talked(8), replace(BUSY, doctor_points={"01450": 700}), date(2025, 6, 30), "billable"),
    ("01450", talked(8), replace(BUSY, doctor_points={"01450": 1899}), date(2025, 6, 30), "ceiling-reached"),
    ("01450", talked(8, **CONFERENCE), BUSY, VISIT, "billable"),
    ("01450", talked(8, **CONFERENCE), ASKED_BY_OTHERS, VISIT, "not-an-initiator"),
    # excluded specialties; nuclear medicine allowed since 1 April 2025
    ("01450", talked(8), of(Specialty.LABORATORY), VISIT, "specialty-excluded"),
    ("01450", talked(8), of(Specialty.PATHOLOGY), VISIT, "specialty-excluded"),
    ("01450", talked(8), of(Specialty.RADIOLOGY), VISIT, "specialty-excluded"),
    ("01450", talked(8), of(Specialty.NUCLEAR_MEDICINE), date(2025, 3, 31), "specialty-excluded"),
    ("01450", talked(8), of(Specialty.NUCLEAR_MEDICINE), date(2025, 4, 1), "billable"),
    # 01452: known (one of the three quarters before) and by video only
    ("01452", talked(8), BUSY, VISIT, "billable"),
    ("01452", talked(8, last_in_person_on=date(2026, 1, 1)), BUSY, VISIT, "billable"),
    ("01452", talked(8, last_in_person_on=date(2025, 12, 31)), BUSY, VISIT, "patient-unknown"),
    ("01452", talked(8, **NEVER_SEEN), BUSY, VISIT, "patient-unknown"),
    ("01452", talked(8), replace(BUSY, case_had_in_person=True), VISIT, "seen-in-person"),
    ("01452", talked(8), BUSY, date(2025, 3, 31), "not-yet-valid"),
    # 01444: unknown, card checked by staff, once per case, until the end of 2026
    ("01444", talked(8, **NEVER_SEEN, **CARD), BUSY, VISIT, "billable"),
    ("01444", talked(8, last_in_person_on=date(2026, 6, 30), **CARD), BUSY, VISIT, "billable"),
    ("01444", talked(8, last_in_person_on=date(2026, 7, 1), **CARD), BUSY, VISIT, "patient-known"),
    ("01444", talked(8, **NEVER_SEEN), BUSY, VISIT, "identity-not-checked"),
    ("01444", talked(8, **NEVER_SEEN, **CARD), BUSY, date(2026, 12, 31), "billable"),
    ("01444", talked(8, **NEVER_SEEN, **CARD), BUSY, date(2027, 1, 1), "no-longer-valid"),
    (
        "01444",
        talked(8, **NEVER_SEEN, **CARD),
        replace(BUSY, patient_codes=(billed("01444", date(2026, 10, 5)),)),
        VISIT,
        "billed-already",
    ),
    ("01444", talked(8, **NEVER_SEEN, **CARD, **ON_CALL), BUSY, VISIT, "billable"),
    # 01443: the same for who treats along, since April 2025
    ("01443", talked(15, **CONFERENCE), BUSY, VISIT, "billable"),
    ("01443", talked(15, **CONFERENCE), BUSY, date(2025, 3, 31), "not-yet-valid"),
    ("01443", talked(15, last_in_person_on=date(2026, 3, 31), **CONFERENCE), BUSY, VISIT, "patient-unknown"),
    ("01443", talked(15, picture=False, **CONFERENCE), BUSY, VISIT, "audio-only"),
    ("01442", talked(15, **CONFERENCE), of(Specialty.RADIOLOGY), VISIT, "specialty-excluded"),
    # 01442: with nurses, seen in this or the two quarters before, three times in four quarters
    ("01442", talked(15, **CONFERENCE), BUSY, VISIT, "billable"),
    ("01442", talked(15), BUSY, VISIT, "another-kind"),
    ("01442", talked(15, last_in_person_on=date(2026, 3, 31), **CONFERENCE), BUSY, VISIT, "patient-unknown"),
    (
        "01442",
        talked(15, last_in_person_on=None, **CONFERENCE),
        replace(BUSY, case_had_in_person=True),
        VISIT,
        "billable",
    ),
    (
        "01442",
        talked(15, **CONFERENCE),
        replace(
            BUSY,
            patient_codes=tuple(
                billed("01442", date(year, month, 3)) for year, month in ((2026, 1), (2026, 5), (2026, 10))
            ),
        ),
        VISIT,
        "billed-already",
    ),
    (
        "01442",
        talked(15, **CONFERENCE),
        replace(
            BUSY,
            patient_codes=tuple(
                billed("01442", date(year, month, 3)) for year, month in ((2025, 12), (2026, 5), (2026, 10))
            ),
        ),
        VISIT,
        "billable",
    ),
    # 01670-01672: teleconsilium, asking and answering
    ("01670", talked(0, **CONSILIUM), BUSY, VISIT, "billable"),
    ("01670", talked(0, **CONSILIUM), ASKED_BY_OTHERS, VISIT, "not-an-initiator"),
    ("01671", talked(0, stated_minutes=10, **CONSILIUM), ASKED_BY_OTHERS, VISIT, "billable"),
    ("01671", talked(0, stated_minutes=9, **CONSILIUM), ASKED_BY_OTHERS, VISIT, "too-short"),
    ("01671", talked(0, stated_minutes=10, **CONSILIUM), BUSY, VISIT, "is-initiator"),
    ("01672", talked(0, stated_minutes=14, **CONSILIUM), ASKED_BY_OTHERS, VISIT, "too-short"),
    ("01672", talked(0, stated_minutes=15, **CONSILIUM), ASKED_BY_OTHERS, VISIT, "billable"),
    # 01210 and 01212: on call, by day and by night
    ("01210", talked(8, **ON_CALL), BUSY, VISIT, "billable"),
    ("01212", talked(8, **ON_CALL), BUSY, VISIT, "other-hours"),
    ("01212", talked(8, **ON_CALL), BUSY, date(2026, 11, 28), "billable"),
    ("01210", talked(8, **ON_CALL), BUSY, date(2026, 11, 28), "other-hours"),
    # 03230, 04230: talks as in person
    ("03230", talked(10), of(Specialty.GENERAL_PRACTICE), VISIT, "billable"),
    ("03230", talked(9.9), of(Specialty.GENERAL_PRACTICE), VISIT, "too-short"),
    ("03230", talked(10), of(Specialty.PAEDIATRICS), VISIT, "specialty-excluded"),
    ("04230", talked(10), of(Specialty.PAEDIATRICS), VISIT, "billable"),
    # 01439 and 01451: gone
    ("01439", talked(8), BUSY, date(2019, 9, 30), "billable"),
    ("01439", talked(8), BUSY, date(2019, 10, 1), "code-deleted"),
    ("01451", talked(8), BUSY, date(2021, 9, 30), "billable"),
    ("01451", talked(8), BUSY, date(2021, 10, 1), "code-deleted"),
    # 01474: most likely a follow-up of a health application, and no video code
    ("01474", talked(8), BUSY, VISIT, "unknown"),
]

GOAE: list[tuple[str, Evidence, str]] = [
    ("1", talked(9), "billable"),
    ("1", talked(9, picture=False), "billable"),
    ("3", talked(9), "too-short"),
    ("3", talked(10), "billable"),
    ("1", talked(10), "excluded-beside"),
    ("A5", talked(10), "billable"),
    ("A5", talked(10, picture=False), "audio-only"),
    ("A70", talked(9), "billable"),
    ("A70", talked(10), "excluded-beside"),
    ("A76", talked(9), "billable"),
    ("A1", talked(9), "another-kind"),
    ("A1", talked(0, kind=Kind.WRITTEN_ADVICE, tool=Tool.DETOUR, app="e-mail"), "tool-not-admissible"),
    ("A1", talked(0, kind=Kind.WRITTEN_ADVICE), "billable"),
    ("A2", talked(0, kind=Kind.MESSAGE_BY_STAFF), "billable"),
    ("60", talked(9, **CONFERENCE), "billable"),
    ("A661", talked(0, kind=Kind.TELEMETRY), "billable"),
]

NEW = {"is_new_patient": True}
SAID_WHY = {"audio_reason": AudioReason.PATIENT_DOES_NOT_WANT}
LAST_WEEK = replace(BUSY, patient_codes=(billed("98005", date(2026, 11, 20)),))
TOMORROW = replace(BUSY, patient_codes=(billed("99213", date(2026, 11, 26)),))
CPT: list[tuple[str, Evidence, Payer, Standing, date, str]] = [
    *(
        (str(98000 + place), talked(minutes, **NEW), COMMERCIAL, BUSY, VISIT, "billable")
        for place, minutes in enumerate((15, 30, 45, 60))
    ),
    *(
        (str(98004 + place), talked(minutes), COMMERCIAL, BUSY, VISIT, "billable")
        for place, minutes in enumerate((10, 20, 30, 40))
    ),
    *(
        (str(98008 + place), talked(minutes, picture=False, **NEW, **SAID_WHY), COMMERCIAL, BUSY, VISIT, "billable")
        for place, minutes in enumerate((15, 30, 45, 60))
    ),
    *(
        (str(98013 + place), talked(minutes, picture=False, **SAID_WHY), COMMERCIAL, BUSY, VISIT, "billable")
        for place, minutes in enumerate((20, 30, 40))
    ),
    ("98000", talked(14.9, **NEW), COMMERCIAL, BUSY, VISIT, "too-short"),
    ("98000", talked(15), COMMERCIAL, BUSY, VISIT, "patient-established"),
    ("98004", talked(15, **NEW), COMMERCIAL, BUSY, VISIT, "patient-new"),
    ("98004", talked(15, is_new_patient=None), COMMERCIAL, BUSY, VISIT, "not-said"),
    ("98005", talked(5, decision_making=DecisionMaking.LOW), COMMERCIAL, BUSY, VISIT, "billable"),
    ("98006", talked(5, decision_making=DecisionMaking.LOW), COMMERCIAL, BUSY, VISIT, "too-short"),
    ("98004", talked(20), COMMERCIAL, BUSY, VISIT, "excluded-beside"),
    ("98004", talked(20, picture=False, **SAID_WHY), COMMERCIAL, BUSY, VISIT, "audio-only"),
    ("98012", talked(10, stated_minutes=15, picture=False, **SAID_WHY), COMMERCIAL, BUSY, VISIT, "too-short"),
    ("98012", talked(11, picture=False, **SAID_WHY), COMMERCIAL, BUSY, VISIT, "billable"),
    ("98012", talked(11, picture=False), COMMERCIAL, BUSY, VISIT, "no-reason-for-audio"),
    ("98012", talked(11), COMMERCIAL, BUSY, VISIT, "picture-present"),
    # before 2025 there was none of them
    ("98004", talked(15), COMMERCIAL, BUSY, date(2024, 12, 31), "not-yet-valid"),
    # Medicare does not take them, and wants the codes of the office
    ("98004", talked(15), MEDICARE, BUSY, VISIT, "payer-does-not-take"),
    ("98011", talked(60, picture=False, **NEW, **SAID_WHY), MEDICARE, BUSY, VISIT, "payer-does-not-take"),
    *(
        (str(99202 + place), talked(minutes, **NEW), MEDICARE, BUSY, VISIT, "billable")
        for place, minutes in enumerate((15, 30, 45, 60))
    ),
    *(
        (str(99212 + place), talked(minutes), MEDICARE, BUSY, VISIT, "billable")
        for place, minutes in enumerate((10, 20, 30, 40))
    ),
    ("99213", talked(20), COMMERCIAL, BUSY, VISIT, "payer-does-not-take"),
    ("99213", talked(20), MEDICARE, BUSY, date(2028, 1, 1), "no-longer-valid"),
    (
        "99213",
        talked(20, picture=False, audio_reason=AudioReason.PICTURE_FAILED),
        MEDICARE,
        BUSY,
        VISIT,
        "no-reason-for-audio",
    ),
    # 98016: five to ten minutes, established, asked for by the patient, nothing related shortly before or after; Medicare pays
    ("98016", talked(5), COMMERCIAL, BUSY, VISIT, "billable"),
    ("98016", talked(5), MEDICARE, BUSY, VISIT, "billable"),
    ("98016", talked(4.9), COMMERCIAL, BUSY, VISIT, "too-short"),
    ("98016", talked(11), COMMERCIAL, BUSY, VISIT, "too-long"),
    ("98016", talked(5, **NEW), COMMERCIAL, BUSY, VISIT, "patient-new"),
    ("98016", talked(5, initiator=Initiator.PRACTICE), COMMERCIAL, BUSY, VISIT, "not-by-patient"),
    ("98016", talked(5, initiator=Initiator.NOT_SAID), COMMERCIAL, BUSY, VISIT, "not-said"),
    ("98016", talked(5), COMMERCIAL, LAST_WEEK, VISIT, "related-visit"),
    ("98016", talked(5), COMMERCIAL, LAST_WEEK, date(2026, 11, 27), "related-visit"),
    ("98016", talked(5), COMMERCIAL, LAST_WEEK, date(2026, 11, 28), "billable"),
    ("98016", talked(5), COMMERCIAL, TOMORROW, VISIT, "related-visit"),
    ("98016", talked(5), COMMERCIAL, TOMORROW, date(2026, 11, 24), "billable"),
    ("98016", talked(5), COMMERCIAL, BUSY, date(2024, 12, 31), "not-yet-valid"),
    ("G2012", talked(5), MEDICARE, BUSY, date(2024, 12, 31), "billable"),
    ("G2012", talked(5), MEDICARE, BUSY, date(2025, 1, 1), "code-deleted"),
    ("G2010", talked(0, kind=Kind.IMAGE_SENT_IN), MEDICARE, BUSY, VISIT, "billable"),
    ("G2010", talked(0, kind=Kind.IMAGE_SENT_IN), MEDICARE, LAST_WEEK, VISIT, "related-visit"),
    # the telephone codes of old
    ("99441", talked(5, picture=False), COMMERCIAL, BUSY, date(2024, 12, 31), "billable"),
    ("99441", talked(5, picture=False), COMMERCIAL, BUSY, date(2025, 1, 1), "code-deleted"),
    ("99442", talked(15, picture=False), COMMERCIAL, BUSY, VISIT, "code-deleted"),
    ("99443", talked(25, picture=False), COMMERCIAL, BUSY, VISIT, "code-deleted"),
    ("Q3014", talked(20, place=Place.ELSEWHERE), MEDICARE, BUSY, VISIT, "billable"),
    ("Q3014", talked(20), MEDICARE, BUSY, VISIT, "not-said"),
]


@pytest.mark.parametrize(("code", "evidence", "standing", "on", "expected"), EBM)
def test_statutory(code: str, evidence: Evidence, standing: Standing, on: date, expected: str) -> None:
    # Where the year is another, so is the last contact: the same way before the visit.
    if evidence.last_in_person_on == date(2026, 5, 4) and on.year != VISIT.year:
        evidence = replace(evidence, last_in_person_on=date(on.year - 1, 12, 30))
    assert cause(asked(evidence, STATUTORY, standing, visit_on=on), code) == expected


@pytest.mark.parametrize(("code", "evidence", "expected"), GOAE)
def test_private(code: str, evidence: Evidence, expected: str) -> None:
    assert cause(asked(evidence, PRIVATE), code) == expected


@pytest.mark.parametrize(("code", "evidence", "payer", "standing", "on", "expected"), CPT)
def test_american(code: str, evidence: Evidence, payer: Payer, standing: Standing, on: date, expected: str) -> None:
    assert cause(asked(evidence, payer, standing, visit_on=on), code) == expected


PRICES = [
    (STATUTORY, "01450", {}, 2024, "4.77"),
    (STATUTORY, "01450", {}, 2025, "4.96"),
    (STATUTORY, "01444", {**NEVER_SEEN, **CARD}, 2025, "1.24"),
    (STATUTORY, "01444", {**NEVER_SEEN, **CARD}, 2023, "1.15"),
    (STATUTORY, "01442", {"kind": Kind.CASE_CONFERENCE, "last_in_person_on": date(2022, 9, 1)}, 2022, "9.69"),
    (STATUTORY, "01443", {"kind": Kind.CASE_CONFERENCE, "last_in_person_on": date(2025, 9, 1)}, 2025, "10.66"),
    (PRIVATE, "1", {}, 2026, "10.72"),
    (PRIVATE, "A5", {}, 2026, "10.72"),
    (PRIVATE, "A1", {"kind": Kind.WRITTEN_ADVICE}, 2026, "10.72"),
    (PRIVATE, "A2", {"kind": Kind.MESSAGE_BY_STAFF}, 2026, "3.15"),
    (PRIVATE, "A70", {}, 2026, "5.36"),
    (PRIVATE, "A76", {}, 2026, "9.38"),
    (PRIVATE, "A661", {"kind": Kind.TELEMETRY}, 2026, "55.61"),
    (MEDICARE, "Q3014", {"place": Place.ELSEWHERE}, 2026, "31.85"),
]


@pytest.mark.parametrize(("payer", "code", "changes", "year", "amount"), PRICES)
def test_amounts_are_those_that_the_sources_print(
    payer: Payer, code: str, changes: dict[str, Any], year: int, amount: str
) -> None:
    answer = asked(talked(9, **changes), payer, visit_on=date(year, 11, 25))
    assert answer.by_code[code].amount == Decimal(amount)


def test_every_code_of_every_catalogue_stands_in_the_table() -> None:
    tried = {row[0] for rows in (EBM, GOAE, CPT) for row in rows}
    assert {code.code for one in catalogues().values() for code in one.codes} <= tried
