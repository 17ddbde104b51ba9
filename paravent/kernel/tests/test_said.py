"""A sentence in both languages, in code and in files."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import BaseModel, ValidationError

from paravent.kernel.said import Said, with_sentences


class Page(BaseModel):
    """Something that says something."""

    title: Said


def test_numbers_and_days_stand_as_each_language_writes_them() -> None:
    found = Said("{n} on {day}: {who}", "{n} am {day}: {who}").filled(
        {"n": Decimal("2.3"), "day": date(2026, 11, 3), "who": Said("nobody", "niemand")}
    )
    assert (found.en, found.de) == ("2.3 on 3 November 2026: nobody", "2,3 am 3.11.2026: niemand")
    assert [found.said(language) for language in ("de", "en", "fr")] == [found.de, found.en, found.en]


@pytest.mark.parametrize(
    "title", [{"en": "One"}, {"en": "One", "de": " "}, {"en": "One", "de": "Eins", "fr": "Un"}, "One"]
)
def test_a_file_says_it_in_both_languages_and_in_no_third(title: object) -> None:
    with pytest.raises(ValidationError):
        Page.model_validate({"title": title})


def test_what_a_file_holds_besides_sentences_stays_as_it_is() -> None:
    found = with_sentences(
        {"a": [{"en": "One", "de": "Eins"}], "heads": {"en": ["Code"], "de": ["Ziffer"]}, "en": "only"}
    )
    assert found == {"a": [Said("One", "Eins")], "heads": {"en": ["Code"], "de": ["Ziffer"]}, "en": "only"}
