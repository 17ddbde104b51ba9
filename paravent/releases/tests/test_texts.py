"""What is said of a release's texts: what became of them, and how much of what identifies stays."""

import pytest

from paravent.releases.dossier import AGAIN, LEAK, leak_of
from paravent.releases.terms import Texts
from paravent.releases.words import leak, of_texts


@pytest.mark.parametrize(
    ("left", "decided", "low"), [(0, 0, LEAK.low), (40, 0, LEAK.low), (40, 10, 0.75 * LEAK.low), (40, 40, 0.0)]
)
def test_what_a_clinician_read_may_be_clean_and_is_not_taken_to_be(left: int, decided: int, low: float) -> None:
    found = leak_of(Texts(left, left, decided=decided))

    assert found.low == pytest.approx(low)
    assert (found.estimate, found.high) == (LEAK.estimate, LEAK.high)


def test_the_look_that_left_most_is_counted_on_and_the_other_is_told_beside_it() -> None:
    counted_on, again = leak(LEAK, AGAIN).split("Looked at again")

    assert all(LEAK.high > look.high for look in AGAIN)
    assert f"about {LEAK.estimate:.2f} ({LEAK.low:.2f} to {LEAK.high:.2f})" in counted_on
    assert [f"{look.estimate:.2f} ({look.low:.2f} to {look.high:.2f})" in again for look in AGAIN] == [True]


def test_a_release_says_what_waits_what_was_read_and_what_stays() -> None:
    said = list(of_texts(Texts(read=12, left=8, held=2, kept=1, named=1, decided=3, spared=1)))

    assert [sentence.split(".")[0] for sentence in said[:-1]] == [
        "8 texts left",
        "3 of them were read by a clinician before",
        "In these, the clinician let a word through at 1 place: it names nobody",
        "2 texts wait for clinicians of the patients, since somebody may be left in them",
        "2 texts stay here",
    ]
    assert "accident in the newspaper" in said[-1]
