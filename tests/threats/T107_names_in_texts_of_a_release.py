"""Whoever reads the texts of a release *cannot* find a name, number or address that the record knows, of the patient, relatives, staff or the practice, in German or English, however inflected, in narratives, notes, letters, titles of attachments or references. Of people whom no record knows, rules alone find all who are named behind a form of address and nobody else: so texts leave only where there is a trained tagger, which leaves some four identifying words of a hundred."""

import base64
import json
from datetime import date
from typing import Any

from paravent.deid.structured import counted, disguised, shift_of_file
from paravent.deid.tests.releases import release
from paravent.people.terms import Identity
from paravent.releases import known
from paravent.releases.texts import Clean

HERE = known.house(
    ["Dr. Beate Brenzke", "Cem Kurzawa"],
    [
        {
            "resourceType": "Practitioner",
            "name": [{"family": "Vielhaber", "given": ["Nora"]}],
            "telecom": [{"system": "phone", "value": "030 5551234"}],
        }
    ],
    "Praxis am Lindenhain",
    "030 5550000",
)
SECRETS = {
    "quermann",
    "annika",
    "jochen",
    "brenzke",
    "kurzawa",
    "vielhaber",
    "lindenhain",
    "rainstieg",
    "kt-883-19",
    "93001",
    "5551234",
}
GERMAN = """Frau Quermanns Befund, Fr. A. Quermann, geb. 07.03.1961, wohnt Rainstieg 4, Tel. 0661 93001, Nr. KT-883-19.
Ihr Mann Jochen Quermann rief an. QUERMANN, ANNIKA war in der Praxis am Lindenhain bei Dr. Brenzke und Nora Vielhaber (030 5551234)."""
ENGLISH = """Mrs. Quermann's results: Annika Quermann, born 7 March 1961, lives at Rainstieg 4, phone 0661 93001, no. KT-883-19.
Her husband Jochen called. Annika was seen by Dr. Brenzke and C. Kurzawa at Praxis am Lindenhain."""
STRANGERS = {
    "Frau {} rief für sie an.": True,
    "Übernahme durch Dr. {} erfolgt.": True,
    "Ihre Nachbarin heißt {}.": False,
    "Rücksprache mit {} wegen der Reha.": False,
    "Mr. {} drove her home.": True,
    "Discussed with Dr. {} today.": True,
    "She moved in with {} last year.": False,
    "Her boss {} knows about it.": False,
}
"""Sentences about somebody whom no record knows, and whether a form of address stands before the name."""
NAMES = ("Wamsler", "Tschirner", "Nagorny", "Öttl", "Ohlbrecht", "Penderghast", "Abernathy", "Okonkwo")


def file(text: str) -> list[dict[str, Any]]:
    """Return a file in which a text stands wherever texts stand, and names also where none belong."""
    about = {"reference": "Patient/p1", "display": "Annika Quermann"}
    letter = base64.b64encode(text.encode()).decode()
    attached = {
        "contentType": "text/plain",
        "data": letter,
        "title": "Quermann Annika.txt",
        "url": "https://x/Quermann",
    }
    told = {"status": "generated", "div": f"<div title='Quermann'>{text}</div>"}
    code = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "I10", "display": "Quermann"}]}
    kin = [{"name": {"family": "Quermann", "given": ["Jochen"]}}]
    who = {"resourceType": "Patient", "id": "p1", "name": [{"family": "Quermann", "given": ["Annika"]}], "contact": kin}
    return [
        {**who, "address": [{"line": ["Rainstieg 4"]}], "identifier": [{"value": "KT-883-19"}]},
        {"resourceType": "Condition", "id": "Quermann-1", "subject": about, "code": code, "note": [{"text": text}]},
        {"resourceType": "DocumentReference", "id": "d1", "subject": about, "content": [{"attachment": attached}]},
        {"resourceType": "Composition", "id": "k1", "subject": about, "type": code, "section": [{"text": told}]},
    ]


def leaving(text: str) -> list[dict[str, Any]]:
    """Return what leaves of the file, its texts among it."""
    held, chosen = file(text), release(fewest=1)
    identity = Identity("Annika Quermann", birth_date=date(1961, 3, 7), phone="0661 93001")
    words = Clean(known.known_of(identity, held, HERE), bytes(32), shift_of_file(held, "p1", chosen), None)
    return list(disguised(held, "p1", chosen, counted([held], chosen), words))


def read_aloud(left: list[dict[str, Any]]) -> str:
    """Return all that stands in resources, attachments opened."""
    told = json.dumps(left, ensure_ascii=False)
    packed = [one["content"][0]["attachment"]["data"] for one in left if one["resourceType"] == "DocumentReference"]
    return (told + " ".join(base64.b64decode(one).decode() for one in packed)).casefold()


def test_nothing_that_the_record_knows_stays_in_a_text() -> None:
    for text in (GERMAN, ENGLISH):
        left = leaving(text)
        said = read_aloud(left)
        assert [one["resourceType"] for one in left] == ["Patient", "Condition", "DocumentReference", "Composition"]
        assert left[1]["note"]
        assert [secret for secret in SECRETS if secret in said] == []


def test_how_many_strangers_stay_in_a_text_is_told() -> None:
    stayed = {True: 0, False: 0}
    for form, has_cue in STRANGERS.items():
        for name in NAMES:
            stayed[has_cue] += name.casefold() in read_aloud(leaving(form.format(name)))
    each = len(NAMES) * len(STRANGERS) // 2

    assert stayed == {True: 0, False: each}
