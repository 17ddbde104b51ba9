"""What patients agree to in tests."""

import hashlib
from uuid import uuid4

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.consent import steps
from paravent.consent.models import Text
from paravent.consent.terms import Topic

ALI, VISIT = uuid4(), uuid4()
VIDEO = Topic.VIDEO_CONSULTATION


def a_new_version(version: int, language: str, body: str) -> None:
    """Add words, as a migration would."""
    digest = hashlib.sha256(body.encode()).hexdigest()
    Text.objects.create(topic=VIDEO, version=version, language=language, body=body, digest=digest)


def agreed(language: str) -> None:
    """Let Ali agree to the words in a language, for one visit."""
    with operation("test.agree", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        steps.give(op, VIDEO, patient_id=ALI, visit_id=VISIT, language=language)
