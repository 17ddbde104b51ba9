"""What a judgement says stands in words that can be translated."""

from django.utils.translation import override

from paravent.judgement.explanations import CARD, CLAIMS, PATHS
from paravent.judgement.weights import WEIGHTS
from paravent.vigilance.terms import Answer, Stage, Verdict
from paravent.vigilance.words import ANSWERS, REASONS, STAGES, TRIED, VERDICTS


def test_every_reason_of_a_score_is_said_as_it_was_weighed() -> None:
    with override("en"):
        assert {name: str(words) for name, words in REASONS.items()} == {
            name: weight.sentence for name, weight in WEIGHTS.items()
        }


def test_every_explanation_that_is_tried_has_words() -> None:
    assert set(TRIED) == {one.name for one in (*PATHS, *CLAIMS, CARD)}


def test_every_answer_verdict_and_stage_has_words() -> None:
    assert (set(ANSWERS), set(VERDICTS), set(STAGES)) == (set(Answer), set(Verdict), set(Stage))
