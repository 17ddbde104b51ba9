"""What is typed into the search box finds the names that begin so, and a date finds a birthday. No database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.kernel.blind import folded
from paravent.people.searching import search_tokens
from paravent.people.steps import _tokens
from paravent.people.terms import Identity

WORDS = st.lists(
    st.text(st.characters(max_codepoint=0x24F, categories=["L"]), min_size=2, max_size=16), min_size=1, max_size=4
)


@given(WORDS, st.data())
def test_any_two_letters_or_more_of_any_word_find_a_name(words: list[str], data: st.DataObject) -> None:
    stored = set(_tokens(Identity(" ".join(words))))
    word = folded(data.draw(st.sampled_from(words)))
    typed = word[: data.draw(st.integers(2, len(word)))]

    found = search_tokens(typed)

    assert found
    assert set(found) <= stored


def test_other_letters_find_it_not() -> None:
    stored = set(_tokens(Identity("Ali Demir")))

    for typed in ("ml", "dem ol", "emir", "alia"):
        assert not set(search_tokens(typed)) <= stored


@pytest.mark.parametrize("typed", ["", " ", "a", "a b", "-", "'"])
def test_too_little_finds_nobody(typed: str) -> None:
    assert search_tokens(typed) == []


@pytest.mark.parametrize("typed", ["06.05.1980", " 1980-05-06 ", "06.05.80"])
def test_a_birthday_is_found_as_people_write_it(typed: str) -> None:
    assert set(search_tokens(typed)) < set(_tokens(Identity("Ali Demir", date(1980, 5, 6))))


def test_a_name_and_a_birthday_are_both_asked_for() -> None:
    stored = set(_tokens(Identity("Ali Demir", date(1980, 5, 6))))

    assert set(search_tokens("dem 06.05.1980")) == set(search_tokens("dem")) | set(search_tokens("06.05.1980"))
    assert set(search_tokens("dem 06.05.1980")) < stored
    assert not set(search_tokens("dem 07.05.1980")) <= stored


@given(st.text(max_size=60))
def test_whatever_is_typed_breaks_nothing(typed: str) -> None:
    assert all(len(token) == 12 for token in search_tokens(typed))
