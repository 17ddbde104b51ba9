"""Numbers and doors that are the same, however they are written."""

import pytest

from paravent.kernel.contacts import door_words, phone_words


@pytest.mark.parametrize("written", ["0170 1234567", "+49 170 1234567", "0049-170/1234567", "(0170) 123 45 67"])
def test_a_telephone_number_is_one_however_it_is_written(written: str) -> None:
    assert phone_words([written], "DE") == {"+491701234567"}


def test_what_is_no_number_is_none() -> None:
    assert phone_words(["", "unknown", "12"], "DE") == set()
    assert phone_words(["0170 1234567"], "DE") != phone_words(["0170 1234567"], "AT")


@pytest.mark.parametrize("street", ["Lange Straße 5", "lange Str. 5", "LANGE STRASSE 5", "Lange  Strasse 5"])
def test_a_door_is_one_however_it_is_written(street: str) -> None:
    assert door_words(street, "12345") == {"12345|langestr5"}


@pytest.mark.parametrize(("street", "place"), [("Lange Straße", "12345"), ("Lange Straße 5", ""), ("", "12345")])
def test_a_street_without_a_number_is_no_door(street: str, place: str) -> None:
    assert door_words(street, place) == set()
