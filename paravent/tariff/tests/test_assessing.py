"""The answer at a visit's end: its sentences, its amounts, what it warns of, and that it always holds together."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.kernel.said import Said
from paravent.tariff.assessing import AnotherScheme, assess
from paravent.tariff.assessment import Assessment
from paravent.tariff.evidence import ChosenFactor, Evidence, Flow
from paravent.tariff.nearing import nearing
from paravent.tariff.payer import COMMERCIAL, MEDICARE, PRIVATE, PROFILES, STATUTORY, Payer
from paravent.tariff.reading import catalogues
from paravent.tariff.standing import Standing
from paravent.tariff.terms import (
    AudioReason,
    Cause,
    DecisionMaking,
    IdentityCheck,
    Initiator,
    Kind,
    Modality,
    Place,
    Scheme,
    Specialty,
    Tool,
)
from paravent.tariff.tests import test_billing_table as table
from paravent.tariff.tests.made import BUSY, TODAY, VISIT, asked, billed, cause, talked


def sentences(answer: Assessment) -> Iterator[Said]:
    """Yield everything that an answer says to people."""
    for one in answer.proposals:
        yield from (one.text, one.why, *one.to_confirm, *one.warnings, *(used.label for used in one.used))
        yield from [one.factor_reason] if one.factor_reason else []
    for refusal in answer.refusals:
        yield from (refusal.text, refusal.why)
    yield from answer.notes


def test_a_plain_visit_is_told_with_its_reasons() -> None:
    answer = asked(talked(12.6))
    technology = answer.by_code["01450"]

    assert set(answer.by_code) == {"88220", "01450", "01452"}
    assert technology.why.en == (
        "A consultation with picture and sound over Paravent 1.0, a certified tool that was reported to the association: 12 minutes."
    )
    assert (technology.points, technology.amount, technology.currency) == (40, Decimal("5.10"), "EUR")
    assert technology.rule.decided_on == date(2025, 4, 3)
    assert {used.name: used.value for used in technology.used}["minutes"] == "12"
    assert answer.by_code["01452"].is_added_by_association
    assert answer.by_code["88220"].is_marker
    assert "4.5.2026" in answer.by_code["01452"].why.de


def test_a_detour_is_documented_and_billable_as_nothing() -> None:
    answer = asked(talked(12, tool=Tool.DETOUR, app="FaceTime"))
    assert answer.proposals == ()
    assert [note.en for note in answer.notes] == [
        "Held over FaceTime: it is documented as a detour, and counts as no video consultation."
    ]
    why = next(one.why.en for one in answer.refusals if one.code == "01450")
    assert (
        why == "01450 asks for a tool that is made for consultations; this one was held over FaceTime, which is none."
    )


def test_most_of_the_talking_decides_what_carried_it() -> None:
    def with_picture_for(seconds: int) -> Modality:
        return talked(10, video=Flow(600, 600, seconds)).modality

    assert [with_picture_for(seconds) for seconds in (0, 299, 300, 600)] == ["audio", "audio", "video", "video"]
    assert talked(0).modality == Modality.NONE
    assert talked(9.99).minutes == 9


def test_only_what_the_evidence_shows_is_certain() -> None:
    statutory = asked(talked(12), standing=replace(BUSY, specialty=Specialty.GENERAL_PRACTICE)).by_code
    private = asked(talked(9), PRIVATE).by_code
    assert {code: one.is_certain for code, one in (statutory | private).items()} == {
        **dict.fromkeys(("88220", "01450", "01452", "1"), True),
        **dict.fromkeys(("03230", "A5", "A70", "A76"), False),
    }
    assert "If the patient comes in later" in statutory["88220"].warnings[0].en


def test_seconds_are_a_consultation_only_if_the_clinician_says_so() -> None:
    """No rule of these says a shortest time, so nobody is refused; and nothing is ticked by itself for a try of the connection."""

    def certain(seconds: int, payer: Payer = STATUTORY) -> dict[str, bool]:
        answer = asked(talked(seconds / 60), payer)
        return {code: one.is_certain for code, one in answer.by_code.items() if code in {"88220", "01450", "1"}}

    assert certain(3) == {"88220": False, "01450": False}
    assert certain(59, PRIVATE) == {"1": False}
    assert certain(60) == {"88220": True, "01450": True}
    assert "less than a minute" in asked(talked(0.05)).by_code["01450"].to_confirm[0].en
    written = asked(talked(0, kind=Kind.WRITTEN_ADVICE), PRIVATE).by_code["A1"]
    assert not [one for one in written.to_confirm if "minute" in one.en]


def test_a_ceiling_warns_before_it_cuts_and_cuts_before_it_refuses() -> None:
    def at(points: int) -> Assessment:
        return asked(talked(8), standing=replace(BUSY, doctor_points={"01450": points}))

    assert [len(at(points).by_code["01450"].warnings) for points in (0, 580, 600, 660, 680)] == [1, 1, 2, 2, 2]
    assert at(600).by_code["01450"].warnings[0].en == "After this, 60 points are left under the ceiling of 700."
    cut = at(680).by_code["01450"]
    assert (cut.points, cut.amount) == (20, Decimal("2.55"))
    assert cut.warnings[0].en == "Only 20 of 40 points are left under the ceiling of 700."
    assert not cut.is_checked
    assert cause(at(700), "01450") == "ceiling-reached"


def test_the_eighteenth_consultation_reaches_the_ceiling_of_2025() -> None:
    """KV Hessen: 700 points, 86.75 EUR, reached at 18 consultations."""
    points, held, paid = 0, 0, Decimal(0)
    while True:
        standing = replace(BUSY, doctor_points={"01450": points})
        line = asked(talked(8), standing=standing, visit_on=date(2025, 8, 1)).by_code.get("01450")
        if line is None:
            break
        points, held, paid = points + (line.points or 0), held + 1, paid + (line.amount or 0)
    # Rounded line by line: 17 of 4.96 and one of 2.48 EUR; the association multiplies its sum of points, which is 86.75.
    assert (points, held, paid) == (700, 18, Decimal("86.80"))


@pytest.mark.parametrize(
    ("cases", "video_only", "expected"),
    [
        (999, 448, None),
        (999, 449, "Cases by video only: with this case 45.0 %; the limit is 50 %."),
        (999, 499, "Cases by video only: with this case 50.0 %; the limit is 50 %."),
        (999, 500, "Cases by video only: with this case 50.1 %, over the limit of 50 %. Cases beyond it are not paid."),
        (1, 1, None),
    ],
)
def test_the_share_warns_at_nine_tenths_of_its_limit(cases: int, video_only: int, expected: str | None) -> None:
    standing = replace(BUSY, practice_cases=cases, video_only_cases=video_only)
    assert [note.en for note in asked(talked(8), standing=standing).notes] == ([expected] if expected else [])


def test_a_case_that_is_no_video_only_case_warns_of_nothing() -> None:
    near = replace(BUSY, practice_cases=1000, video_only_cases=500)
    assert asked(talked(8), standing=near).notes
    assert not asked(talked(8), standing=replace(near, case_had_in_person=True)).notes
    assert not asked(talked(8), standing=replace(near, case_is_counted=False)).notes
    assert not asked(talked(8), COMMERCIAL, near).notes


def test_full_ten_minutes_count_and_others_do_not() -> None:
    doctor = replace(BUSY, specialty=Specialty.GENERAL_PRACTICE)
    found = {minutes: asked(talked(minutes), standing=doctor).by_code["03230"] for minutes in (10, 19.9, 25, 30, 200)}
    assert {minutes: (one.quantity, one.points) for minutes, one in found.items()} == {
        10: (1, 128),
        19.9: (1, 128),
        25: (2, 256),
        30: (3, 384),
        200: (9, 1152),
    }
    assert found[25].modifiers == ("V",)


def test_the_factor_of_the_goae_has_a_reason() -> None:
    def advice(factor: str, reason: str = "") -> tuple[Decimal | None, Decimal | None, str, int]:
        chosen = {"A5": ChosenFactor(Decimal(factor), reason)}
        one = asked(talked(9, factors=chosen), PRIVATE).by_code["A5"]
        assert one.factor_reason is not None
        return one.factor, one.amount, one.factor_reason.en, len(one.to_confirm)

    analogy = "By analogy to Nr. 5 (§ 6 (2) GOÄ), as the Bundesärztekammer recommends: the doctor examines by sight. "
    assert advice("2.3") == (
        Decimal("2.3"),
        Decimal("10.72"),
        analogy + "Average difficulty and time: the usual factor of 2.3 (§ 5 (2) GOÄ).",
        1,
    )
    assert advice("3")[1:] == (
        Decimal("13.99"),
        analogy + "A factor of 3; the usual one is 2.3 (§ 5 (2) GOÄ).",
        2,
    )
    explained = advice("3", "The rash lay under a dressing that had to come off first.")
    assert explained[2].endswith("(§ 5 (2) GOÄ). The rash lay under a dressing that had to come off first.")
    assert explained[3] == 1
    assert [
        asked(talked(9, factors=chosen), PRIVATE).by_code["A5"].is_above_usual
        for chosen in ({}, {"A5": ChosenFactor(Decimal("2.4"))})
    ] == [False, True]
    capped = advice("4")
    assert capped[0] == Decimal("3.5")
    assert "3.5; 4 would need one beforehand (§ 2 GOÄ)" in capped[2]


def test_number_3_is_rounded_once_as_the_fee() -> None:
    def fee(factor: str) -> Decimal | None:
        chosen = {"3": ChosenFactor(Decimal(factor))}
        return asked(talked(10, factors=chosen), PRIVATE).by_code["3"].amount

    assert [fee(factor) for factor in ("1", "2.3", "3.5")] == [Decimal("8.74"), Decimal("20.11"), Decimal("30.60")]


def test_modifier_and_place_are_what_the_payer_asks_for() -> None:
    listener = {"picture": False, "audio_reason": AudioReason.PATIENT_CANNOT}
    video, audio = asked(talked(20), COMMERCIAL), asked(talked(20, **listener), COMMERCIAL)
    medicare = asked(talked(20), MEDICARE)
    by_phone = asked(talked(20, clinician_had_video=False, place=Place.NOT_SAID, **listener), MEDICARE)

    assert (video.by_code["98005"].modifiers, video.by_code["98005"].place_of_service) == (("95",), "10")
    assert audio.by_code["98013"].modifiers == ("93",)
    assert (medicare.by_code["99213"].modifiers, medicare.by_code["99213"].amount) == ((), None)
    assert by_phone.by_code["99213"].modifiers == ("93",)
    assert [said.en.split(":")[0] for said in by_phone.by_code["99213"].to_confirm] == [
        "No price is set for this payer",
        "Modifier 93 asks the record to say that you could have used video.",
        "Say where the patient was",
    ]
    assert asked(talked(7), COMMERCIAL).by_code["98016"].modifiers == ()
    elsewhere = asked(talked(20, place=Place.ELSEWHERE), MEDICARE).by_code["99213"]
    assert elsewhere.place_of_service == "02"


def test_how_often_is_said_in_words() -> None:
    three = replace(BUSY, patient_codes=tuple(billed("01442", date(2026, month, 3)) for month in (2, 5, 10)))
    once = replace(BUSY, patient_codes=(billed("88220", date(2026, 10, 5)),))
    conference = asked(talked(15, kind=Kind.CASE_CONFERENCE), standing=three)
    said = {one.code: one.why for one in (*conference.refusals, *asked(talked(8), standing=once).refusals)}

    assert {one.code: one.why.en for one in conference.refusals}["01442"] == (
        "01442 is accepted 3 times in 4 quarters already; more is not paid."
    )
    assert said["88220"].de == "88220 ist in diesem Quartal schon einmal angenommen; mehr wird nicht vergütet."


def test_the_payers_list_sets_the_price_of_a_visit() -> None:
    payer = replace(COMMERCIAL, fees={"98005": Decimal("92.10")})
    one = asked(talked(20), payer).by_code["98005"]
    assert (one.amount, one.currency, one.to_confirm) == (Decimal("92.10"), "USD", ())


def test_a_refusal_names_the_code_that_is_taken_instead() -> None:
    refusals = {one.code: one.instead for one in asked(talked(20), MEDICARE).refusals}
    assert (refusals["98005"], refusals["G2012"], refusals["99441"]) == ("99213", "98016", "98012")
    assert {one.code: one.instead for one in asked(talked(20), COMMERCIAL).refusals}["98007"] == ""


def test_a_refusal_says_what_it_would_come_to_if_somebody_overruled() -> None:
    short = {one.code: one for one in asked(talked(8), PRIVATE).refusals}["3"]
    full = replace(BUSY, doctor_points={"01450": 700})
    reached = {one.code: one for one in asked(talked(8), standing=full).refusals}
    listened = {one.code: one for one in asked(talked(20, picture=False), MEDICARE).refusals}["99213"]

    assert short.otherwise is not None
    assert (short.otherwise.amount, short.otherwise.why) == (Decimal("20.11"), short.why)
    ceiling = reached["01450"].otherwise
    assert ceiling is not None
    assert (ceiling.points, ceiling.amount) == (40, Decimal("5.10"))
    assert listened.otherwise is not None
    assert (listened.otherwise.modifiers, listened.otherwise.place_of_service) == (("93",), "10")
    assert reached["01439"].otherwise is None


def test_what_was_accepted_for_the_same_visit_leaves_no_room() -> None:
    again = replace(BUSY, patient_codes=(billed("98005", VISIT, same_visit=True),))
    answer = asked(talked(30), COMMERCIAL, again)
    assert answer.proposals == ()
    assert (cause(answer, "98005"), cause(answer, "98006")) == ("billed-already", "excluded-beside")


def test_an_unknown_point_value_leaves_the_amount_open() -> None:
    one = asked(talked(8), visit_on=date(2027, 2, 1), known_on=date(2027, 2, 1)).by_code["01450"]
    assert (one.points, one.amount) == (40, None)
    own = replace(STATUTORY, point_value=Decimal(13))
    assert asked(talked(8), own, visit_on=date(2027, 2, 1), known_on=date(2027, 2, 1)).by_code[
        "01450"
    ].amount == Decimal("5.20")


def test_a_payer_is_asked_by_its_own_catalogue_only() -> None:
    with pytest.raises(AnotherScheme):
        assess(catalogues()[Scheme.EBM], talked(8), BUSY, MEDICARE, visit_on=VISIT, known_on=TODAY)


def test_what_belongs_to_another_visit_stands_below_a_fold() -> None:
    near = {one.code: one.is_near for one in asked(talked(8, picture=False)).refusals}
    assert near["01450"]
    assert not near["01670"]
    assert not near["01439"]


def test_every_cause_comes_up_in_the_table() -> None:
    tried = {row[-1] for rows in (table.EBM, table.GOAE, table.CPT) for row in rows}
    assert {str(one) for one in Cause} <= tried


def test_codes_that_may_stand_so_often_are_told_one_before() -> None:
    ebm = catalogues()[Scheme.EBM]

    def near(*days: date) -> list[tuple[str, int, int, bool]]:
        codes = [billed("01442", day) for day in days]
        found = nearing(ebm, [*codes, billed("88220", VISIT)], visit_on=VISIT, known_on=TODAY)
        return [(one.code, one.count, one.at_most, one.is_full) for one in found]

    first, second, third = date(2026, 2, 3), date(2026, 5, 3), date(2026, 10, 3)
    assert near(first) == []
    assert near(first, second) == [("01442", 2, 3, False)]
    assert near(first, second, third) == [("01442", 3, 3, True)]
    assert near(date(2025, 12, 31), third) == []


def test_every_code_names_the_system_it_belongs_to() -> None:
    cpt = catalogues()[Scheme.CPT]
    assert cpt.system_of("98016") == "http://www.ama-assn.org/go/cpt"
    assert cpt.system_of("G2010").startswith("http://www.cms.gov/")
    goae = catalogues()[Scheme.GOAE]
    assert goae.system_of("A5") == goae.system_of("3") == goae.system


SECONDS = st.integers(0, 5400)
EVIDENCE = st.builds(
    talked,
    st.floats(0, 90),
    picture=st.booleans(),
    tool=st.sampled_from(Tool),
    kind=st.sampled_from(Kind),
    identity_check=st.sampled_from(IdentityCheck),
    last_in_person_on=st.none() | st.dates(date(2024, 1, 1), VISIT),
    is_new_patient=st.sampled_from([None, True, False]),
    place=st.sampled_from(Place),
    initiator=st.sampled_from(Initiator),
    audio_reason=st.none() | st.sampled_from(AudioReason),
    decision_making=st.none() | st.sampled_from(DecisionMaking),
    stated_minutes=st.none() | st.integers(0, 90),
)
EVERY_CODE = [code.code for one in catalogues().values() for code in one.codes]
STANDING = st.builds(
    replace,
    st.just(BUSY),
    doctor_points=st.dictionaries(st.just("01450"), st.integers(0, 2000)),
    case_had_in_person=st.booleans(),
    specialty=st.sampled_from(Specialty),
    is_initiator=st.booleans(),
    patient_codes=st.lists(
        st.builds(
            billed,
            st.sampled_from(EVERY_CODE),
            st.dates(date(2026, 1, 1), date(2026, 11, 26)),
            same_visit=st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(EVIDENCE, STANDING, st.sampled_from(list(PROFILES.values())), st.dates(date(2017, 1, 1), date(2028, 2, 1)))
def test_every_answer_holds_together(evidence: Evidence, standing: Standing, payer: object, visit_on: date) -> None:
    answer = asked(evidence, payer, standing, visit_on=visit_on)  # type: ignore[arg-type]
    proposed, refused = [one.code for one in answer.proposals], [one.code for one in answer.refusals]

    assert len({*proposed, *refused}) == len(proposed) + len(refused)
    assert answer == asked(evidence, payer, standing, visit_on=visit_on)  # type: ignore[arg-type]
    for said in sentences(answer):
        for text in (said.en, said.de):
            assert text
            assert not {"{", "}"} & set(text)
            assert "  " not in text
            assert " ." not in text
    for one in answer.proposals:
        assert one.used
        assert one.amount is None or one.amount == one.amount.quantize(Decimal("0.01"))
        assert not one.to_confirm or one.code != "01450" or visit_on < date(2019, 10, 1) or not evidence.minutes
    if evidence.tool == Tool.DETOUR and payer == STATUTORY:
        assert not {"01450", "01452", "01444", "88220"} & set(proposed)
