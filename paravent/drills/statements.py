"""What somebody did in drills as xAPI 1.0.3 statements, for a learning record store of their own choice.

Who did it is an account with a number that is made for each export: no name, no address, and no two exports that can be joined.
The verbs are ADL's *completed* and *mastered*; *passed* and *failed* are not used, since drills are no test.
"""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.utils.translation import override

from paravent.drills.terms import DrillView, OwnRecord
from paravent.drills.words import TOPICS
from paravent.exercise.terms import Grade, Topic

VERBS: Final = "http://adlnet.gov/expapi/verbs/"
ACTIVITIES: Final = "http://adlnet.gov/expapi/activities/"
Statement = dict[str, Any]


def statements(record: OwnRecord, now: datetime) -> list[Statement]:
    """Return one statement for each drill, and one for each topic that is mastered."""
    actor = {"objectType": "Agent", "account": {"homePage": settings.BASE_URL, "name": str(uuid4())}}
    done = [_drill(at, view) for at, view in record.done]
    topics = [(topic, record.mastered_at(topic, now)) for topic in Topic]
    mastered = [_topic(topic, at) for topic, at in topics if at]
    return [{"id": str(uuid4()), "actor": actor} | said for said in done + mastered]


def scenario_address(scenario_id: str) -> str:
    """Return the name of a scenario, under the practice's own origin; nothing needs to answer there."""
    return f"{settings.BASE_URL}/drills/scenarios/{scenario_id}"


def topic_address(topic: Topic) -> str:
    """Return the name of a topic, under the practice's own origin."""
    return f"{settings.BASE_URL}/drills/topics/{topic.value}"


def topic_in(topic: Topic, language: str) -> str:
    """Return what a topic is called in a language."""
    with override(language):
        return str(TOPICS[topic])


def utc(at: datetime) -> str:
    """Return a time as ISO 8601 in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _drill(at: datetime, view: DrillView) -> Statement:
    title = view.scenario.title
    return {
        "verb": _verb("completed"),
        "object": _activity(scenario_address(view.scenario.id), "simulation", {"en": title.en, "de": title.de}),
        "result": {
            "completion": True,
            "success": view.grade != Grade.UNSAFE,
            "duration": f"PT{view.seconds or 0}S",
        },
        "timestamp": utc(at),
    }


def _topic(topic: Topic, at: datetime) -> Statement:
    names = {code: topic_in(topic, code) for code, _name in settings.LANGUAGES}
    return {
        "verb": _verb("mastered"),
        "object": _activity(topic_address(topic), "objective", names),
        "result": {"success": True},
        "timestamp": utc(at),
    }


def _verb(verb: str) -> Statement:
    return {"id": VERBS + verb, "display": {"en": verb}}


def _activity(address: str, kind: str, names: dict[str, str]) -> Statement:
    return {"objectType": "Activity", "id": address, "definition": {"name": names, "type": ACTIVITIES + kind}}
