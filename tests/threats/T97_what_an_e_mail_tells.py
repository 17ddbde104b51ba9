"""Whoever reads a patient's e-mail *cannot* learn from ours whose file somebody looked into, who it was, at what or that it is about health: it says that there is something new, in the same words to everybody, at most once a day, and only to who asked for it; that the message came from the practice's address they *can* see. A colleague's name is kept from the patient by the data-protection officer alone, for a time and with a reason, and the patient reads that it is."""

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
import yaml
from django.core import mail
from django.test import override_settings

from paravent.access.terms import INSTALLATION
from paravent.kernel import clock
from paravent.people.tests.cast import at
from paravent.rights import operations
from paravent.rights.steps import WORDS as WORDS_OF_MAIL
from paravent.rights.terms import Kind, WithheldFor
from tests.threats.cast import WORDS, Practice, speak_as

SAID = {
    "Something new": "There is something new. Look here:\n{url}\n\nYou asked to be told. You can switch it off on your own page.\n",
    "Etwas Neues": "Es gibt etwas Neues. Sehen Sie hier nach:\n{url}\n\nSie wollten, dass man es Ihnen sagt. Abschalten können Sie es auf Ihrer eigenen Seite.\n",
}
"""Every word that may go out, in both languages. Whoever changes one reads the claim above first."""
ASKED = "INSERT INTO rights_telling (patient_id, asked_at, told_until) VALUES (%s, now(), now())"
WITHHELD = """
INSERT INTO visits_withheld (id, patient_id, person_id, ground, sealed_reason, said_by, said_at, ends_at)
VALUES (%s, %s, paravent_actor(), 'rights', 'x', paravent_actor(), now(), now() + interval '1 day')
"""


@override_settings(EMAIL_HOST="mail.practice.example", DEFAULT_FROM_EMAIL="word@practice.example")
def test_a_message_says_that_there_is_something_new_and_once_a_day(doomed: Practice) -> None:
    patient, page = doomed.held.patient_id, f"/files/{doomed.held.patient_id}/"
    doomed.bea.browser.get(page)
    assert operations.tell_patients(INSTALLATION) == 0, "nobody asked"
    with doomed.as_superuser() as superuser:
        superuser.execute(ASKED, [patient])
    assert operations.tell_patients(INSTALLATION) == 0, "nobody looked since"

    for _ in range(3):
        doomed.bea.browser.get(page)
    assert (operations.tell_patients(INSTALLATION), operations.tell_patients(INSTALLATION)) == (1, 0)

    (message,) = mail.outbox
    assert message.to == [WORDS["email"]]
    url = "http://localhost:8000/something-new/"
    assert message.body == SAID[message.subject].format(url=url)
    said = f"{message.subject} {message.body} {message.from_email} {message.extra_headers}".lower()
    telling = [*WORDS.values(), str(patient), "bea", "sample practice", "file", "patient", "doctor", "health", "chart"]
    assert [word for word in telling if word.lower() in said] == []
    assert doomed.log("telling.send")[-1][:2] == ("done", "asked-to-be-told")

    doomed.bea.browser.get(page)
    assert operations.tell_patients(INSTALLATION) == 0, "told today already"
    with at(clock.now() + timedelta(days=1, minutes=1)):
        assert operations.tell_patients(INSTALLATION) == 1
    assert mail.outbox[1].body == message.body


def test_each_language_says_the_same_little() -> None:
    words = yaml.safe_load(WORDS_OF_MAIL.read_text())
    assert {words["subject"][language]: words["text"][language] for language in ("en", "de")} == SAID


def test_nobody_but_the_officer_withholds_a_name(practice: Practice) -> None:
    patient = practice.held.patient_id
    for person in (practice.bea.person, practice.max.person, patient):
        with practice.as_app() as app:
            speak_as(app, person)
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
                app.execute(WITHHELD, [uuid4(), patient])
    request = operations.enter_request(practice.gul.actor, patient, Kind.ACCESS, "", clock.now())
    operations.withhold_name(
        practice.gul.actor,
        request,
        practice.bea.person,
        WithheldFor.RIGHTS,
        "The patient has threatened her; the police know.",
        clock.now() + timedelta(days=30),
    )

    shown = practice.ali.get(practice.held.page).content.decode()
    assert "Somebody whose name is withheld" in shown
    assert practice.log("name.withhold")[-1][:2] == ("done", "protects-data")

    operations.tell_name_again(practice.gul.actor, request, practice.bea.person)
    assert "Somebody whose name is withheld" not in practice.ali.get(practice.held.page).content.decode()
