"""A known identifier does not survive, however it is written."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from paravent.deid.deidentifier import Deidentifier
from paravent.deid.known import KnownPass
from paravent.deid.spelling import ENDINGS, slips
from paravent.deid.terms import Known, Label, Person, Style

GIVEN = ["Beate", "Jürgen", "Żaneta", "Ömer", "Anna-Lena", "Li", "Seán"]
FAMILY = ["Albers", "Müller", "Groß", "von Hausen", "Öz", "Klein", "Yıldız", "dos Santos", "Heller-Meyer", "Parkinson"]
FILLER = ["kam", "gestern", "zur", "Kontrolle", "ohne", "Befund", "und", "klagt", "über", "Husten"]


def recorded(given_name: str, family: str, born_on: date | None = None) -> Deidentifier:
    return Deidentifier(known=Known((Person(Label.PATIENT, given_name, family, born_on),)), style=Style.LABEL)


def transcribed(word: str) -> str:
    return word.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ö": "Oe", "Ä": "Ae", "Ü": "Ue"}))


def flattened(word: str) -> str:
    return word.translate(str.maketrans("äöüÄÖÜ", "aouAOU"))


WAYS = {
    "as it is": lambda word: word,
    "in capitals": str.upper,
    "umlauts transcribed": transcribed,
    "dots lost": flattened,
    "capitals transcribed": lambda word: transcribed(word).upper(),
}


def core(name: str) -> list[str]:
    """Return the words of a name that name somebody."""
    return [word for word in name.replace("-", " ").split() if word not in {"von", "dos"}]


@settings(max_examples=60, deadline=None)
@given(
    some.sampled_from(GIVEN),
    some.sampled_from(FAMILY),
    some.sampled_from(sorted(WAYS)),
    some.sampled_from(["", *ENDINGS]),
    some.lists(some.sampled_from(FILLER), max_size=6),
    some.lists(some.sampled_from(FILLER), max_size=6),
)
def test_a_known_name_never_survives(
    first: str, family: str, way: str, ending: str, before: list[str], behind: list[str]
) -> None:
    for word in core(family):
        written = WAYS[way](word) + (ending.upper() if "capitals" in way else ending)
        text = " ".join([*before, written, *behind])

        done = recorded(first, family).run(text)

        assert written not in done.text.split()
        assert all(filler in done.text for filler in before)


@pytest.mark.parametrize(
    "written",
    [
        "Beate Müller",
        "Müller, Beate",
        "MÜLLER BEATE",
        "B. Müller",
        "Müller, B.",
        "Beate M.",
        "B. M.",
        "B.M.",
        "Frau M.",
        "Beate_Mueller_Befund.txt",
        "MuellerBeate.pdf",
        "Mül-\nler",
        "M ü l l e r",
        "Mü1ler",
        "Muller",
        "Müllre",
        "Mülller",
        "Miiller",
        "die müllersche Wohnung",
        "beate.mueller@posteo.de",
    ],
)
def test_the_ways_the_spec_lists(written: str) -> None:
    found = recorded("Beate", "Müller").run(f"Es kam {written} zur Kontrolle.")

    left = found.text.replace("[NAME_PATIENT]", "").replace("[CONTACT_EMAIL]", "")
    for part in ("Beate", "beate", "üll", "uell", "ull", "ÜLL", "B.", "M.", "BEATE", "iill"):
        assert part not in left
    assert "Kontrolle" in left


@pytest.mark.parametrize(
    "written",
    ["4.4.1997", "04.04.97", "4. April 1997", "1997-04-04", "April 4, 1997", "04041997", "19970404", "4/4/1997"],
)
def test_a_known_birthday_goes_in_every_form(written: str) -> None:
    done = recorded("Beate", "Albers", date(1997, 4, 4)).run(f"Ticket {written} gelesen")

    assert done.text == "Ticket [DATE] gelesen"


@pytest.mark.parametrize(
    ("kind", "known", "written"),
    [
        (Label.PHONE, "+49 30 1234567", "030/123 45 67"),
        (Label.PHONE, "030 1234567", "0049 (0)30-1234567"),
        (Label.ID, "A123456780", "A 123 456 780"),
        (Label.ID, "4711-0815", "47110815"),
        (Label.ID, "4711-0815", "4711 O815"),
    ],
)
def test_a_known_number_goes_however_it_is_grouped(kind: Label, known: str, written: str) -> None:
    done = Deidentifier(known=Known(numbers=((kind, known),)), style=Style.LABEL).run(f"siehe {written} dort")

    assert done.text == f"siehe [{kind.value}] dort"


@pytest.mark.parametrize("written", ["Lönsstraße 7", "Loensstr. 7", "LÖNSSTRASSE 7", "Lonsstraße 7"])
def test_a_known_street_goes_however_it_is_spelled(written: str) -> None:
    known = Known(places=((Label.STREET, "Lönsstraße 7"),))

    assert [span.label for span in KnownPass(known).spans(f"wohnt {written} links")] == [Label.STREET]


@pytest.mark.parametrize("word", ["klein", "Husten", "Fieber", "li", "Kontrolle", "Leber"])
def test_what_is_no_name_stays(word: str) -> None:
    known = Known(
        (
            Person(Label.PATIENT, "Li", "Klein"),
            Person(Label.RELATIVE, "Anna", "Sieber"),
            Person(Label.CLINICIAN, "Eva", "Weber"),
        )
    )

    assert KnownPass(known).spans(f"ist {word} gewesen") == []


@given(some.text("abc", max_size=5), some.text("abc", max_size=5))
def test_slips_are_counted_alike_from_both_sides_and_none_between_equals(one: str, other: str) -> None:
    assert slips(one, other, 9) == slips(other, one, 9)
    assert (slips(one, other, 9) == 0) == (one == other)
