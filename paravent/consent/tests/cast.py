"""What patients agree to in tests."""

import hashlib
from uuid import uuid4

import psycopg
from django.db import connection

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.consent import steps
from paravent.consent.terms import Topic
from paravent.web import cluster as embedded
from tests.real_database import CLUSTER

ALI, VISIT = uuid4(), uuid4()
VIDEO = Topic.VIDEO_CONSULTATION


ADDED = """
INSERT INTO consent_text (id, topic, version, language, body, digest) VALUES (gen_random_uuid(), %s, %s, %s, %s, %s)
"""


def a_new_version(version: int, language: str, body: str) -> None:
    """Add words as a migration does: as the tables' owner, for the test's own database."""
    digest = hashlib.sha256(body.encode()).hexdigest()
    with psycopg.connect(CLUSTER.url(embedded.OWNER, connection.settings_dict["NAME"])) as owner:
        owner.execute(ADDED, [VIDEO, version, language, body, digest])


def agreed(language: str) -> None:
    """Let Ali agree to the words in a language, for one visit."""
    with operation("test.agree", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        steps.give(op, VIDEO, patient_id=ALI, visit_id=VISIT, language=language)
