"""The words of consent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Topic(StrEnum):
    """What is consented to. Each has a text of its own, in versions."""

    VIDEO_CONSULTATION = "video-consultation"
    RESEARCH_SCIENCE = "research-science"
    RESEARCH_INDUSTRY = "research-industry"
    RESEARCH_AI = "research-ai"


RESEARCH = (Topic.RESEARCH_SCIENCE, Topic.RESEARCH_INDUSTRY, Topic.RESEARCH_AI)
"""What a patient permits beyond their care: for whom, and apart from that, whether programs may learn from it."""

COVERS_FROM = dict.fromkeys(RESEARCH, 2)
"""The first version of the words on a topic that says all that is done by it. Who agreed to older ones agreed to less: they are
asked again, and until then nothing of theirs is used."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a consent's text in one language."""

    topic: Topic
    version: int
    language: str
    body: str
    """What is agreed to, all of it: a sentence, and behind an empty line the rest, where there is more to say."""
    digest: str

    @property
    def sentence(self) -> str:
        """What it comes to, to be read at a glance."""
        return self.body.partition("\n\n")[0]

    @property
    def rest(self) -> str:
        """What else is agreed to, in paragraphs; empty where the sentence is all."""
        return self.body.partition("\n\n")[2]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a patient chose, in answer to which words, when."""

    topic: Topic
    version: int
    language: str
    given_at: datetime
    withdrawn_at: datetime | None

    @property
    def is_live(self) -> bool:
        """Tell whether the consent holds."""
        return self.withdrawn_at is None

    @property
    def covers(self) -> bool:
        """Tell whether the consent holds, and its words say all that is done by it."""
        return self.is_live and self.version >= COVERS_FROM.get(self.topic, 1)


class ConsentMissing(Exception):
    """The patient has not agreed, or has withdrawn."""
