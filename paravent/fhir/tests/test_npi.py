"""Ten digits whose last one is a check over them and a prefix."""

import pytest

from paravent.fhir.npi import is_npi

# 1234567893 is the example of the standard's own text (CMS, NPI check digit).
RIGHT = ["1234567893", "1245319599", "2000000002"]
WRONG = ["", "1234567890", "123456789", "12345678933", "3234567893", "1234567 93", "١٢٣٤٥٦٧٨٩٣", "abcdefghij"]


@pytest.mark.parametrize("text", RIGHT)
def test_a_number_with_its_check_is_taken(text: str) -> None:
    assert is_npi(text)


@pytest.mark.parametrize("text", WRONG)
def test_everything_else_is_not(text: str) -> None:
    assert not is_npi(text)


@pytest.mark.parametrize("place", range(10))
def test_one_mistyped_digit_is_noticed(place: int) -> None:
    right = RIGHT[0]
    for digit in set("0123456789") - {right[place]}:
        assert not is_npi(right[:place] + digit + right[place + 1 :])
