"""Blind tokens find without naming."""

from paravent.kernel.blind import folded, prefixes, token
from paravent.kernel.sealing import new_key


def test_names_are_found_whatever_their_case_accents_and_umlauts() -> None:
    assert folded("GÜNEŞ") == folded("guenes")
    assert folded("Weiß") == "weiss"
    assert folded("José") == "jose"


def test_each_word_of_a_name_gives_its_beginnings() -> None:
    assert prefixes("Ali De-Mi") == {"al", "ali", "de", "mi"}


def test_a_token_depends_on_key_field_and_value() -> None:
    key = new_key()

    assert token(key, "name", "ali") == token(key, "name", "ali")
    assert (
        len(
            {
                token(key, "name", "ali"),
                token(key, "code", "ali"),
                token(key, "name", "al"),
                token(new_key(), "name", "ali"),
            }
        )
        == 4
    )
