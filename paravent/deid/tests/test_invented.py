"""Letters that nobody wrote, to learn from: marked rightly, of many forms, the same each time."""

from collections import Counter
from itertools import pairwise

from paravent.deid.invented import invented
from paravent.deid.lookalikes import Lookalikes
from paravent.deid.terms import Label, Pass, Span

KEY = b"copy 1".ljust(32, b".")


def test_the_same_letters_come_each_time() -> None:
    assert invented(3) == invented(3)
    assert len({one.text for one in invented(20)}) == 20


def test_marks_stand_where_they_should_and_do_not_meet() -> None:
    for one in invented(20):
        assert all(one.text[span.start : span.end].strip() for span in one.spans)
        assert all(left.end <= right.start for left, right in pairwise(one.spans))
        assert not any(sign in one.text for sign in "{}")


def test_whatever_the_guide_names_comes() -> None:
    seen = Counter(span.label for one in invented(60) for span in one.spans)

    assert set(Label) - set(seen) == {Label.PERSON}
    assert seen[Label.HOSPITAL] > 100
    assert (
        len(
            {
                one.text[span.start : span.end]
                for one in invented(60)
                for span in one.spans
                if span.label is Label.HOSPITAL
            }
        )
        > 80
    )


def test_whom_a_letter_is_about_stays_the_same_in_it() -> None:
    for one in invented(10):
        names = {one.text[span.start : span.end].casefold() for span in one.spans if span.label is Label.PATIENT}
        words = [set(name.replace(",", "").split()) for name in names]
        assert all(left & right or min(len(left), len(right)) == 1 for left, right in pairwise(words))


def test_lookalikes_are_the_same_for_the_same_and_keep_their_form() -> None:
    some = Lookalikes(KEY)

    def put(found: str, label: Label) -> str:
        return some.instead_of(found, Span(0, len(found), label, Pass.KNOWN, 1.0))

    house = put("Klinikum Neustadt", Label.HOSPITAL)
    assert put("Klinikum Neustadt", Label.HOSPITAL) == house != put("Spital Altdorf", Label.HOSPITAL)
    assert put("KLINIKUM NEUSTADT", Label.HOSPITAL).isupper()
    name = put("Anna von Weber", Label.PATIENT)
    assert name.split()[1] == "von"
    assert put("Weber, Anna", Label.PATIENT) == f"{name.rpartition(' ')[2]}, {name.partition(' ')[0]}"
    assert put("12", Label.AGE).isdigit()
    assert put("zwölf", Label.AGE).isalpha()
    assert [sign.isdigit() for sign in put("A-12/3", Label.ID)] == [sign.isdigit() for sign in "A-12/3"]
