"""Canonical JSON, made in two ways."""

from hypothesis import given
from hypothesis import strategies as st

from paravent.kernel.canonical import canonical, canonical_words

NAMES = st.text(st.characters(max_codepoint=127), max_size=8)
TEXT = st.text(st.characters(exclude_categories=("Cs",)))
WORDS = st.dictionaries(NAMES, TEXT)
OBJECTS = st.dictionaries(NAMES, TEXT | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS)


@given(OBJECTS)
def test_words_have_the_bytes_of_the_canonical_form(value: dict[str, str | int | dict[str, str]]) -> None:
    assert canonical_words(value) == canonical(value)
