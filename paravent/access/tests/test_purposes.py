"""Which role may act for which purpose in which operation: every cell, and that what is not listed is refused."""

import pytest

from paravent.access import purposes
from paravent.access.operation import operation
from paravent.access.purposes import EVERYBODY, LISTED, TABLE, may_act, read
from paravent.access.terms import Purpose, Refused, Role, allow
from paravent.people.tests.cast import newest_lines, somebody
from tests.architecture.test_operations import PACKAGES, acts_of

OURS = read(TABLE)


def said(act: str) -> set[tuple[Purpose, Role]]:
    """Return the cells of one act in which the table says yes."""
    return {(purpose, role) for purpose in Purpose for role in Role if may_act({role}, act, purpose).allowed}


@pytest.mark.parametrize("act", sorted(OURS))
def test_every_role_and_purpose_is_answered_as_the_table_says(act: str) -> None:
    expected = {
        (purpose, role)
        for purpose, roles in OURS[act].items()
        for role in Role
        if EVERYBODY in roles or role.value in roles
    }

    assert said(act) == expected
    assert expected


def cells(*acts: str) -> set[tuple[str, str]]:
    return {(purpose.value, role.value) for act in acts for purpose, role in said(act)}


def test_a_file_is_opened_by_clinicians_to_treat_and_in_an_emergency() -> None:
    assert cells("chart.open", "document.open") == {("TREAT", "clinician"), ("ETREAT", "clinician")}


def test_in_an_emergency_one_looks_and_does_nothing_else() -> None:
    in_emergency = {act for act in OURS if any(purpose is Purpose.EMERGENCY for purpose, _ in said(act))}

    assert in_emergency == {"chart.open", "document.open", "file.copy-by-hand", "glass.consider", "glass.break"}


def test_nothing_leaves_a_file_but_to_treat() -> None:
    assert cells("file.export", "file.print", "file.copy") == {("TREAT", "clinician")}


def test_who_only_administers_does_nothing_for_a_patients_sake() -> None:
    administers = {purpose for act in OURS for purpose, role in said(act) if role is Role.ADMINISTRATOR}
    own = {
        "log.read-own",
        "log.take-receipt",
        "session.see-own",
        "vigilance.see-own",
        "case.answer",
        "roster.see-own",
    } | {
        "tie.see-own",
        "tie.withdraw",
    }
    second_pair_of_eyes = {
        "case.list",
        "case.see",
        "case.ask",
        "case.decide",
        "case.confirm",
        "breach.open",
        "brake.put",
    }
    of_no_patient = {act for act in OURS if act.startswith(("conformity.", "drill.", "guidance.", "survey."))} | {
        "bill.see-quarter",
        "paper.draw",
        "report.make",
        "detour.see-trend",
    }
    patients = {
        act
        for act in set(OURS) - own - second_pair_of_eyes - of_no_patient
        for roles in [roles for purpose, roles in OURS[act].items() if purpose is not Purpose.ADMINISTRATION]
        if "administrator" in roles
    }

    assert Purpose.EMERGENCY not in administers
    assert patients == set()


def test_for_research_nobody_opens_anything_of_a_patient_but_who_treats_them() -> None:
    listed = {act: OURS[act][Purpose.RESEARCH] for act in OURS if Purpose.RESEARCH in OURS[act]}
    before = {act: listed.pop(act) for act in list(listed) if act.startswith("doubt.")}

    assert listed
    assert {role for roles in before.values() for role in roles} == {Role.CLINICIAN, Role.SYSTEM}
    exits = ("research.", "use.", "release.", "answer.", "round.")
    assert [act for act in listed if not act.startswith(exits)] == []
    assert listed["research.count"] == {Role.SYSTEM}
    assert {role for roles in listed.values() for role in roles} == {Role.RESEARCHER, Role.DPO, Role.SYSTEM}


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("role", list(Role))
def test_an_act_that_is_not_listed_is_nobodys(role: Role, purpose: Purpose) -> None:
    assert not may_act({role}, "chart.copy-everything", purpose).allowed


def test_every_act_of_every_package_is_listed() -> None:
    acts = {act for package in PACKAGES for act in acts_of(package).values()}

    assert acts - set(OURS) == set()


@pytest.mark.django_db
def test_the_gate_refuses_what_a_policy_forgot_to_ask() -> None:
    bea = somebody("Bea", Role.CLINICIAN)

    for act, purpose, reason in (
        ("chart.open", Purpose.PAYMENT, "not-for-this-purpose"),
        ("glass.review", Purpose.OPERATIONS, "not-in-this-role-for-this-purpose"),
        ("chart.shred", Purpose.TREATMENT, "not-for-this-purpose"),
    ):
        with pytest.raises(Refused, match=reason), operation(act, bea, purpose) as op:
            op.require(allow("a policy without a question"))
        assert (newest_lines(1)[0].outcome, newest_lines(1)[0].because) == ("refused", reason)


@pytest.mark.parametrize("line", ["chart.open TREATMENT clinician", "chart.open TREAT doctor"])
def test_a_word_that_is_none_is_noticed_at_once(line: str) -> None:
    with pytest.raises(ValueError, match=r"TREATMENT|doctor"):
        read(line)


def test_what_is_rehearsed_is_not_in_the_table() -> None:
    assert set(LISTED) - set(OURS) >= {"test.write"}
    assert "test.write" not in purposes.TABLE


PROGRAMS = {act for act in OURS if act.startswith(("fhir.", "mandate.", "token."))}


def test_a_program_does_nothing_in_an_emergency_nor_for_research_nor_to_administer() -> None:
    assert {purpose for act in PROGRAMS for purpose, _ in said(act)} == {
        Purpose.TREATMENT,
        Purpose.PAYMENT,
        Purpose.OPERATIONS,
        Purpose.PATIENT_REQUEST,
    }


def test_a_file_is_written_by_programs_to_treat_and_by_the_installation() -> None:
    written = cells("fhir.create", "fhir.update", "fhir.patch", "fhir.delete", "fhir.transaction")

    assert written == {("TREAT", "clinician"), ("TREAT", "program"), ("HOPERAT", "system")}


def test_earlier_versions_and_whole_files_are_for_treatment() -> None:
    assert cells("fhir.vread", "fhir.history", "fhir.everything") == {
        ("TREAT", "clinician"),
        ("TREAT", "program"),
        ("HOPERAT", "system"),
    }


def test_clinicians_let_programs_treat_and_nobody_else_does() -> None:
    assert cells("mandate.give") == {
        ("TREAT", "clinician"),
        ("HPAYMT", "reception"),
        ("HOPERAT", "reception"),
        ("HOPERAT", "dpo"),
    }
    assert cells("token.give") == cells("mandate.give") | {
        (purpose, "program") for purpose in ("TREAT", "HPAYMT", "HOPERAT")
    }
    assert cells("token.look-up") == cells("token.give")


def test_a_theft_is_ended_whoever_the_stolen_thing_belonged_to() -> None:
    everybody = {(purpose, role.value) for purpose in ("TREAT", "HPAYMT", "HOPERAT") for role in Role}

    assert cells("mandate.end") == cells("token.end") == everybody
