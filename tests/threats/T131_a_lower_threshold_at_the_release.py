"""A researcher *cannot* have a release measured by less than was approved with their study: not by its page, not by the operation, not by SQL as themselves; nor can whoever approved it lower it, nor a practice set less than eleven. Who administers the database *can* change the row, down to eleven; the log still says what was approved."""

import subprocess
import sys
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from paravent.access.terms import Refused
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.releases.operations import ask_for_release
from paravent.releases.terms import Column
from paravent.releases.tests.cast import a_wish
from paravent.research.operations import decide_study, propose_study
from paravent.research.terms import Plan, Threshold, ThresholdTooLow
from tests.threats.cast import Practice, speak_as

STRICT = Threshold(20, 2, 0.5)


def a_strict_study(practice: Practice) -> UUID:
    """Return a study of Fen's that Gül approved with twenty who look alike, two diagnoses and a distance."""
    until = clock.now().date() + timedelta(days=30)
    plan = Plan("Strict", "To see whether it holds", "University of Fulda", (Topic.RESEARCH_SCIENCE,), until, STRICT)
    study_id = propose_study(practice.fen.actor, plan)
    decide_study(practice.gul.actor, study_id, approves=True)
    return study_id


def test_a_release_asks_for_as_much_as_was_approved_or_for_more(practice: Practice) -> None:
    study_id = a_strict_study(practice)
    for looser in ({"fewest": 11}, {"fewest": 20, "diagnoses": 1}, {"fewest": 20, "diagnoses": 2, "farthest": 0.6}):
        with pytest.raises(Refused, match="looser-than-approved"):
            ask_for_release(practice.fen.actor, study_id, a_wish(practice.fen.actor, study_id, **looser))
    line = practice.log("release.ask")[-1]
    assert (line[0], line[1], line[4]["fewest"]) == ("refused", "looser-than-approved", "20")

    page = f"/research/{study_id}/releases/"
    form = practice.fen.browser.get(page).context["form"]
    (preview, _), *_ = form.fields["preview"].choices
    typed = {"preview": preview, "kinds": ["Condition"], **{str(column): "0" for column in Column}}
    refused = practice.fen.browser.post(page, typed | {"fewest": "19"})
    assert (refused.status_code, "The study was approved with 20" in refused.content.decode()) == (422, True)
    assert practice.fen.browser.post(page, typed | {"fewest": "30"}).status_code == 302
    asked = practice.log("release.ask")[-1][4]
    assert (asked["fewest"], asked["diagnoses"], asked["farthest"]) == ("30", "2", "0.5")


@pytest.mark.parametrize("who", ["fen", "gul"])
def test_nobody_lowers_what_was_approved_by_sql(practice: Practice, who: str) -> None:
    study_id = a_strict_study(practice)
    for change in ("fewest = 11", "diagnoses = 1", "farthest = 1"):
        with practice.as_app() as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            speak_as(app, practice.everybody[who].person, purpose="HRESCH")
            app.execute(f"UPDATE research_study SET {change} WHERE id = %s", [study_id])
    with practice.as_superuser() as everything, pytest.raises(psycopg.errors.CheckViolation):
        everything.execute("UPDATE research_study SET fewest = 10 WHERE id = %s", [study_id])
    assert practice.log("research.decide")[-1][4]["fewest"] == "20"


def test_no_practice_goes_below_eleven_and_a_study_not_below_its_practice(practice: Practice, settings: object) -> None:
    settings.RESEARCH_FEWEST = 15  # type: ignore[attr-defined]
    until = clock.now().date() + timedelta(days=30)
    plan = Plan("Low", "To see whether it holds", "University of Fulda", (Topic.RESEARCH_SCIENCE,), until)
    with pytest.raises(ThresholdTooLow):
        propose_study(practice.fen.actor, plan)

    asked = "import os; os.environ['PARAVENT_RESEARCH_FEWEST'] = '10'; import paravent.web.settings"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=False)
    assert b"PARAVENT_RESEARCH_FEWEST is less than 11" in done.stderr
