"""What leaves a file bears who took it, is counted in the log, and is read by the data-protection officer."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.copies import operations
from paravent.copies.terms import READ_BY_PROGRAMS, ReadByProgram
from paravent.emergency.operations import break_glass
from paravent.fhir.resources import validated
from paravent.interop.terms import Act as FhirAct
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.ledger.models import Detail, Entry
from paravent.people.terms import Why
from paravent.people.tests.cast import TREAT, a_browser_of, a_patient, at, newest_lines, somebody, the_log_says
from paravent.programs.tests.cast import a_program, a_token
from paravent.records import steps as file
from paravent.records.tests.cast import a_condition, a_document, cares_for, filed
from paravent.visits import operations as visits
from paravent.visits.terms import KeptBecause
from paravent.visits.tests.cast import a_visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ali(ali: PatientId) -> PatientId:
    filed(ali, a_condition(ali))
    filed(ali, a_document(ali, b"Dear colleague"))
    return ali


@pytest.fixture
def few(settings: object) -> None:
    """Let one of each a day be enough."""
    for name in ("EXPORTS_A_DAY", "PRINTS_A_DAY", "COPIES_A_DAY"):
        setattr(settings, name, 1)


def test_an_export_is_a_valid_bundle_that_says_who_took_it(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.VISIT)

    bundle = operations.export_file(bea, TREAT, ali)

    assert the_log_says("file.export", "done", "relation-visit")
    assert {one["resource"]["resourceType"] for one in bundle["entry"]} == {"Condition", "DocumentReference"}
    validated(bundle)
    (tag,) = bundle["meta"]["tag"]
    assert tag["display"].startswith("Exported by Bea at ")
    entry = Detail.objects.get(act="file.export").entry_id
    assert Entry.objects.filter(pk=entry).exists()
    assert (tag["code"], bundle["id"]) == (f"urn:uuid:{entry}", str(entry))
    assert newest_lines(1)[0].facts == {"resources": "2"}


def test_a_document_taken_in_goes_along_with_its_bytes(bea: Actor, ali: PatientId) -> None:
    visit = a_visit_of(bea, ali)
    visits.accept_document(bea, TREAT, visit, title="Photo", content_type="image/png", content=b"\x89PNG")

    bundle = operations.export_file(bea, TREAT, ali)

    (binary,) = [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Binary"]
    assert (binary["contentType"], binary["data"]) == ("image/png", "iVBORw==")


def test_what_is_hidden_from_its_reader_is_not_exported(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.VISIT)
    with operation("test.file", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        secured = {
            "meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "V"}]}
        }
        file.file_resource(op, patient_id=ali, resource=a_condition(ali, "Trauma", "trauma") | secured)

    assert "Trauma" not in json.dumps(operations.export_file(bea, TREAT, ali))


def test_a_team_exports_nothing_and_may_print(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.TEAM)

    with pytest.raises(Refused):
        operations.export_file(bea, TREAT, ali)
    assert the_log_says("file.export", "refused", "not-for-a-team")
    operations.print_file(bea, TREAT, ali)
    assert the_log_says("file.print", "done", "relation-team")


def test_nothing_leaves_a_file_in_an_emergency(bea: Actor, ali: PatientId) -> None:
    with at(clock.now() - timedelta(minutes=2)):
        break_glass(bea, ali, "Ali collapsed in the waiting room")

    for take in (operations.export_file, operations.print_file):
        with pytest.raises(Refused, match="not-in-an-emergency"):
            take(bea, Purpose.EMERGENCY, ali)
        with pytest.raises(Refused, match="no-care-relation"):
            take(bea, TREAT, ali)
    with pytest.raises(Refused, match="not-in-an-emergency"):
        operations.copy_letter(bea, Purpose.EMERGENCY, ali, "letter")


@pytest.mark.usefixtures("few")
def test_the_number_a_day_is_counted_in_the_log_for_each_act_and_person(bea: Actor, ali: PatientId) -> None:
    cem = somebody("Cem", Role.CLINICIAN)
    for one in (bea, cem):
        cares_for(one, ali, Why.VISIT)
    operations.export_file(bea, TREAT, ali)

    with pytest.raises(Refused):
        operations.export_file(bea, TREAT, ali)

    assert the_log_says("file.export", "refused", "quota-used-up")
    operations.print_file(bea, TREAT, ali)
    operations.copy_letter(bea, TREAT, ali, "letter")
    operations.export_file(cem, TREAT, ali)


@pytest.mark.usefixtures("few")
def test_tomorrow_there_is_a_new_number_and_a_refused_try_costs_nothing(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.TEAM)
    with at(clock.now() - timedelta(days=1)):
        operations.print_file(bea, TREAT, ali)
    with pytest.raises(Refused):
        operations.export_file(bea, TREAT, ali)

    operations.print_file(bea, TREAT, ali)

    cares_for(bea, ali, Why.VISIT)
    operations.export_file(bea, TREAT, ali)


@pytest.mark.usefixtures("few")
def test_the_page_says_that_the_number_is_used_up(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.VISIT)
    browser = a_browser_of(bea)
    browser.post(f"/files/{ali}/print/")

    answer = browser.post(f"/files/{ali}/print/")

    assert answer.status_code == 403
    assert "number is used up" in answer.content.decode()


def test_the_download_names_nobody_and_is_got_by_post_alone(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.VISIT)
    browser = a_browser_of(bea)

    answer = browser.post(f"/files/{ali}/export/")

    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/fhir+json",
        'attachment; filename="file.json"',
    )
    assert json.loads(answer.content)["type"] == "collection"
    asked = browser.get(f"/files/{ali}/export/").content.decode()
    assert "Export now" in asked
    assert "Ali" not in asked.split("<main")[1], "the page before it opens nothing"
    assert a_browser_of(somebody("Dua", Role.RECEPTION)).get(f"/files/{ali}/export/").status_code == 403


def test_paper_bears_who_when_and_which_line(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.VISIT)

    said = a_browser_of(bea).post(f"/files/{ali}/print/").content.decode()

    assert "Printed by Bea" in said
    assert f"Entry {Detail.objects.get(act='file.print').entry_id} of the log" in said
    assert "Asthma" in said
    assert 'class="watermark"' in said


def test_other_pages_of_the_file_say_how_to_print(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.VISIT)

    assert "print a file with its own button" in a_browser_of(bea).get(f"/files/{ali}/").content.decode()


def test_a_letter_is_copied_as_text_and_what_is_none_is_not(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.TEAM)

    answer = a_browser_of(bea).post(f"/files/{ali}/documents/letter/copy/")

    assert answer.content == b"Dear colleague"
    assert the_log_says("file.copy", "done", "relation-team")
    assert newest_lines(1)[0].facts["characters"] == "14"
    filed(ali, a_document(ali, b"%PDF-", "application/pdf") | {"id": "scan"})
    with pytest.raises(ObjectDoesNotExist):
        operations.copy_letter(bea, TREAT, ali, "scan")


def test_what_is_copied_by_hand_is_noted_with_its_length_and_much_gets_a_word(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.TEAM)
    browser = a_browser_of(bea)

    little = browser.post(f"/files/{ali}/copied/", {"characters": "12"}).json()
    much = browser.post(f"/files/{ali}/copied/", {"characters": "1000"}).json()

    assert (little["nudge"], "much to copy" in much["nudge"]) == ("", True)
    assert the_log_says("file.copy-by-hand", "done", "relation-team")
    assert newest_lines(1)[0].facts == {"characters": "1000"}


@pytest.mark.parametrize("said", ["", "0", "-1", "a word of the file", "1e9", "99999999999"])
def test_only_a_length_is_taken_and_no_word_gets_into_the_log(bea: Actor, ali: PatientId, said: str) -> None:
    cares_for(bea, ali, Why.TEAM)

    answer = a_browser_of(bea).post(f"/files/{ali}/copied/", {"characters": said})

    assert answer.status_code == 404
    assert not Detail.objects.filter(act="file.copy-by-hand").exists()


def test_in_an_emergency_copying_by_hand_is_noted_as_one(bea: Actor, ali: PatientId) -> None:
    with at(clock.now() - timedelta(minutes=2)):
        break_glass(bea, ali, "Ali collapsed in the waiting room")

    assert a_browser_of(bea).post(f"/files/{ali}/emergency/copied/", {"characters": "5"}).status_code == 200
    assert the_log_says("file.copy-by-hand", "done", "relation-emergency")


def test_the_officer_reads_what_was_taken_today_and_what_was_refused(bea: Actor, gul: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.TEAM)
    operations.print_file(bea, TREAT, ali)
    operations.note_copy(bea, TREAT, ali, 77)
    with pytest.raises(Refused):
        operations.export_file(bea, TREAT, ali)
    with at(clock.now() - timedelta(days=1)):
        operations.copy_letter(bea, TREAT, ali, "letter")

    taken = operations.list_copies(gul).taken

    assert {(one.act, one.outcome, one.who, one.whose, one.characters) for one in taken} == {
        ("file.print", "done", "Bea", "Ali Demir", ""),
        ("file.copy-by-hand", "done", "Bea", "Ali Demir", "77"),
        ("file.export", "refused", "Bea", "Ali Demir", ""),
    }
    said = a_browser_of(gul).get("/desk/copies/").content.decode()
    assert "printed the file" in said
    with pytest.raises(Refused, match="only-dpo-reviews"):
        operations.list_copies(bea)


def test_the_officer_reads_how_much_other_programs_read_today(bea: Actor, gul: Actor, ali: PatientId) -> None:
    cares_for(bea, ali)
    cares_for(bea, eve := a_patient("Eve Ersoy"))
    assert "No program read anything today" in a_browser_of(gul).get("/desk/copies/").content.decode()
    program = a_program("Growth Chart").id
    reads = {"Authorization": f"Bearer {a_token(program, bea, 'user/*.rs')}"}
    with at(clock.now() - timedelta(days=1)):
        assert Client().get(f"/fhir/R4/Patient/{ali}", headers=reads).status_code == 200

    for path in (f"Patient/{ali}", f"Patient/{eve}", f"Patient/{ali}/$everything", "Patient/nobody"):
        Client().get(f"/fhir/R4/{path}", headers=reads)

    assert operations.list_copies(gul).read == (ReadByProgram("Growth Chart", "Bea", patients=2, times=3),)
    assert "Growth Chart" in a_browser_of(gul).get("/desk/copies/").content.decode()
    assert set(READ_BY_PROGRAMS) <= set(FhirAct)


def test_the_officer_reads_what_went_from_one_file_to_another(bea: Actor, gul: Actor, ali: PatientId) -> None:
    letter = {"title": "Letter", "content_type": "application/pdf", "content": b"%PDF-1.4 %%EOF"}
    visits.accept_document(bea, TREAT, a_visit_of(bea, ali), **letter)  # type: ignore[arg-type]
    with_eve = a_visit_of(bea, a_patient("Eve Ersoy"))
    visits.keep_anyway(bea, TREAT, with_eve, because=KeptBecause.SHARED, **letter)  # type: ignore[arg-type]

    (kept,) = operations.list_copies(gul).taken
    assert (kept.act, kept.because, set(kept.whose.split(", "))) == (
        "document.keep-anyway",
        "kept-shared",
        {"Ali Demir", "Eve Ersoy"},
    )
    assert "because it is about both" in a_browser_of(gul).get("/desk/copies/").content.decode()


def test_whoever_may_not_open_the_file_takes_nothing_out(ali: PatientId) -> None:
    for who in (somebody("Cem", Role.CLINICIAN), somebody("Dua", Role.RECEPTION), somebody("Max", Role.ADMINISTRATOR)):
        browser = a_browser_of(who)
        addresses = ("export/", "print/", "documents/letter/copy/", "copied/")
        answers = [browser.post(f"/files/{ali}/{address}", {"characters": "3"}).status_code for address in addresses]
        assert answers == [403, 403, 403, 403]
