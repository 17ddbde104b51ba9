"""Cues: a form that is passed over because its words are not in the text would not have been in it."""

import pytest

from paravent.deid.cues import ALL
from paravent.deid.grammar import Cue
from paravent.deid.invented import invented

AROUND = 24
"""Characters before and behind, for a form may look there."""
ENGLISH = "Mr. Miller was seen at St. Mary's Hospital. Mrs. Ann Lee, fax 555-123-4567. Sincerely John Doe"


@pytest.mark.parametrize("cue", [cue for cue in ALL if cue.signs], ids=lambda cue: cue.signs[0])
def test_where_a_form_is_one_of_its_signs_is(cue: Cue) -> None:
    for text in (ENGLISH, *(one.text for one in invented(25))):
        for found in cue.form.finditer(text):
            assert any(sign in text[max(0, found.start() - AROUND) : found.end() + AROUND] for sign in cue.signs)
