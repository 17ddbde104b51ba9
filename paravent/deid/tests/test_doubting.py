"""What keeps a text back, and what comes of it once somebody has decided."""

from paravent.deid.deidentifier import Deidentifier, Found
from paravent.deid.doubting import Cause, Ruling, Weighed, places_of, weighed
from paravent.deid.terms import Known, Label, Pass, Person, Span

TEXT = "Frau Kurz kam kurz vorbei, ihre Nachbarin Mathilde fuhr sie. Dr. Wamsler sah den Befund."
PLAIN = "Der Befund ist gut."
KNOWN = Known((Person(Label.PATIENT, "Annika", "Kurz"),))
NAMES = {"annika", "kurz"}


def at(word: str, text: str = TEXT) -> tuple[int, int]:
    """Return where a word stands first."""
    return text.index(word), text.index(word) + len(word)


def looked_at(ruling: Ruling | None = None) -> Weighed:
    return weighed(TEXT, Deidentifier(KNOWN).find(TEXT), NAMES, ruling)


def stays(what: Weighed, text: str = TEXT) -> str:
    """Return what of a text is not hidden."""
    for span in reversed(what.spans):
        text = text[: span.start] + "_" + text[span.end :]
    return text


def causes(what: Weighed, text: str = TEXT) -> dict[str, Cause]:
    return {text[one.span.start : one.span.end]: one.cause for one in what.open}


def tagged(certainty: float, by: Pass = Pass.TAGGER) -> Weighed:
    """Weigh a text in which something is as sure as that."""
    place = Span(*at("Befund", PLAIN), Label.PERSON, by, certainty)
    return weighed(PLAIN, Found([place], [place] if certainty < 0.5 else []), set())


def test_a_name_that_is_left_over_keeps_a_text_back_and_is_hidden_meanwhile() -> None:
    what = looked_at()

    assert causes(what) == {"kurz": Cause.RECORD, "Mathilde": Cause.NAME}
    assert what.holds
    assert stays(what) == "Frau _ kam _ vorbei, ihre Nachbarin _ fuhr sie. _ _ sah den Befund."


def test_what_was_decided_to_name_nobody_stays_and_the_rest_goes() -> None:
    what = looked_at(Ruling(no_name=(at("kurz"),), taken_out=(at("Mathilde"),)))

    assert (what.open, what.holds) == ([], False)
    assert stays(what) == "Frau _ kam kurz vorbei, ihre Nachbarin _ fuhr sie. _ _ sah den Befund."


def test_what_the_record_knows_is_never_spared_whatever_was_decided() -> None:
    everything = Ruling(no_name=((0, len(TEXT)),))

    assert stays(looked_at(everything)).startswith("Frau _ kam kurz")


def test_what_was_named_by_hand_is_taken_out_wherever_it_stands() -> None:
    twice = "Der Bäcker am Eck kam; Bäckerei und Bäcker sind nicht eins."
    named = places_of(twice, ["Bäcker", " ", "fehlt"])

    assert stays(weighed(twice, Found([], []), set(), Ruling(taken_out=tuple(named))), twice) == (
        "Der _ am Eck kam; Bäckerei und _ sind nicht eins."
    )


def test_a_doubt_that_came_after_a_decision_keeps_the_text_back_again() -> None:
    what = looked_at(Ruling(no_name=(at("kurz"),)))

    assert causes(what) == {"Mathilde": Cause.NAME}
    assert what.holds


def test_a_tagger_that_is_unsure_or_of_another_mind_than_the_rules_keeps_a_text_back() -> None:
    assert {certainty: tagged(certainty).holds for certainty in (0.02, 0.19, 0.2, 0.49, 0.5)} == {
        0.02: False,
        0.19: False,
        0.2: True,
        0.49: True,
        0.5: False,
    }
    assert tagged(0.4, Pass.CUE).open[0].cause is Cause.DISAGREE
    assert stays(tagged(0.02), PLAIN) == "Der _ ist gut."
