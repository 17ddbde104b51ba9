"""What a judgement says stands in words that can be translated."""

import pytest
from django.utils.translation import override

from paravent.judgement import budget, weights
from paravent.judgement.explanations import CARD, CLAIMS, PATHS
from paravent.judgement.mining import STEPS
from paravent.judgement.weights import WEIGHTS
from paravent.vigilance import terms
from paravent.vigilance.terms import Answer, Stage, Verdict
from paravent.vigilance.words import ANSWERS, HOPS, REASONS, STAGES, TRIED, VERDICTS, evidence_in_words


def test_every_reason_of_a_score_is_said_as_it_was_weighed() -> None:
    with override("en"):
        assert {name: str(words) for name, words in REASONS.items()} == {
            name: weight.sentence for name, weight in WEIGHTS.items()
        }


def test_every_hop_of_a_proposal_has_words() -> None:
    assert set(HOPS) == set(STEPS)


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ({"count": "12", "usual": "3.0"}, "12 in this week; usual is 3"),
        ({"over": "14", "week": "4"}, "4 in this week; over the weeks 14 more than colleagues have"),
        ({"team": "Ward 3", "files": "7"}, "7 files of Ward 3"),
        ({"files": "2"}, "number of files: 2"),
        ({"outside": "31"}, "number of accesses: 31"),
        ({"what-comes-later": "1"}, ""),
        ({}, ""),
    ],
)
def test_evidence_is_said_in_words(evidence: dict[str, str], words: str) -> None:
    with override("en"):
        assert evidence_in_words(evidence) == words


def test_the_pages_know_the_judgements_line_and_how_long_a_week_waits() -> None:
    assert (terms.LINE, terms.WAITS) == (weights.LINE, budget.WAITS)


def test_every_explanation_that_is_tried_has_words() -> None:
    assert set(TRIED) == {one.name for one in (*PATHS, *CLAIMS, CARD)}


def test_every_answer_verdict_and_stage_has_words() -> None:
    assert (set(ANSWERS), set(VERDICTS), set(STAGES)) == (set(Answer), set(Verdict), set(Stage))
