"""Blind tokens find without naming."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.kernel.blind import LONGEST_PREFIX, SHORTEST_PREFIX, folded, prefixes, spellings, token
from paravent.kernel.sealing import new_key

NAMES = st.text(st.characters(max_codepoint=0x24F, categories=["L"], include_characters=" -'"), max_size=40)


def test_names_are_found_whatever_their_case_accents_and_umlauts() -> None:
    assert folded("GÜNEŞ") == folded("guenes")
    assert folded("Weiß") == "weiss"
    assert folded("José") == "jose"
    assert folded("IŞIK") == folded("\N{LATIN SMALL LETTER DOTLESS I}ş\N{LATIN SMALL LETTER DOTLESS I}k") == "isik"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Łukasz", ["Łukasz", "LUKASZ"]),
        ("Sørensen", ["Sørensen", "Soerensen", "Sorensen"]),
        ("Đorđević", ["Đorđević", "dordevic"]),
        ("Æthelred", ["ÆTHELRED", "Aethelred"]),
        ("Þórunn", ["Þórunn", "Thorunn"]),
        ("Guðrún", ["Gudrun"]),
        ("Ħamrun", ["hamrun"]),
        ("Lœuvre", ["loeuvre"]),
        ("Groß", ["gross", "GROẞ"]),
        ("Müller", ["Müller", "Mueller", "Muller"]),
        ("Ǿrsted", ["Ørsted", "Orsted", "oersted"]),
    ],
)
def test_letters_that_few_keyboards_have_are_found_with_them_and_without(name: str, typed: list[str]) -> None:
    assert {folded(one)[:LONGEST_PREFIX] for one in typed} <= prefixes(name)


def test_each_word_of_a_name_gives_its_beginnings() -> None:
    assert prefixes("Ali De-Mi") == {"al", "ali", "de", "mi"}


def test_a_letter_and_its_dots_may_come_apart() -> None:
    assert folded(unicodedata.normalize("NFD", "Müller")) == "mueller"


@given(NAMES)
def test_however_a_name_is_written_down_it_is_compared_alike(name: str) -> None:
    once = folded(name)

    assert folded(once) == once
    assert folded(name.upper()) == folded(name.lower())
    assert {folded(unicodedata.normalize(form, name)) for form in ("NFC", "NFD")} == {once}


@given(NAMES)
def test_beginnings_are_of_a_words_own_letters_and_of_bounded_length(name: str) -> None:
    words = [word for spelling in spellings(name) for word in spelling.replace("-", " ").split()]

    for beginning in prefixes(name):
        assert SHORTEST_PREFIX <= len(beginning) <= LONGEST_PREFIX
        assert any(word.startswith(beginning) for word in words)


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
