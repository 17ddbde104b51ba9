"""What the database refuses by itself: row security on every table, and no right that nobody needs."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from paravent.web import cluster as embedded
from tests.architecture.source import ROOT, shown

pytestmark = pytest.mark.usefixtures("django_db_setup")

OPEN_TABLES = {
    "account_emailaddress": "staff's addresses as allauth keeps them; it reads them before anybody has signed in",
    "account_emailconfirmation": "allauth's; stays empty, because the practice makes accounts",
    "auth_group": "Django's; stays empty",
    "auth_group_permissions": "Django's; stays empty",
    "auth_permission": "Django's list of permissions, which Paravent does not use",
    "consent_text": "the words of consents, public by their nature",
    "detours_count": "how often in a week, of nobody: a count that a page adds to without a line in the log",
    "django_content_type": "Django's list of its tables",
    "django_migrations": "which migrations have run",
    "guidance_count": "how often in a week a piece could be shown and its act was done, of nobody: added to without a line in the log",
    "ledger_checkpoint": "signed statements about the log, made to be published",
    "ledger_cosignature": "what witnesses signed about checkpoints, made to be published",
    "ledger_entry": "leaves that name nobody: a salted commitment stands for people",
    "ledger_forgotten": "ids of entries whose details were erased, and the digest of that erasure",
    "ledger_pending": "ids of entries that wait for their place",
    "ledger_position": "hashes of leaves and their places",
    "ledger_subtree": "roots of complete parts of the tree",
    "ledger_unmentioned": "commitments that nothing opens any more, and the digest of that erasure",
    "mfa_authenticator": "staff's passkeys and sealed seeds; read before anybody has signed in",
    "people_enrolment": "digests of one-time links for staff; used before anybody has signed in",
    "people_session": "staff's sessions; read before anybody is known",
    "people_staff": "staff's names and addresses; read at sign-in",
    "people_team": "names of teams",
    "programs_assertion": "digests of what programs signed, so that it is not taken twice",
    "programs_code": "digests of what programs exchange for tokens; read before anybody is known",
    "programs_program": "other programs as administrators describe them",
    "programs_token": "digests of tokens; read before anybody is known, whom they are about is sealed",
}
"""Tables without row security, each with the reason. No patient data in any of them."""

GRANTS = {
    "account_emailaddress": "DELETE INSERT SELECT UPDATE",
    "account_emailconfirmation": "DELETE INSERT SELECT UPDATE",
    "answers_answer": "INSERT SELECT UPDATE(answered_at) UPDATE(sealed_numbers)",  # once, by the installation, by policy
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
    "auth_permission": "SELECT",
    "billing_bill": "DELETE INSERT SELECT UPDATE(handed_out_at) UPDATE(number) UPDATE(numbered_at) UPDATE(sealed_end) UPDATE(taken_back_at)"
    " UPDATE(taken_back_by)",  # deleted after ten years alone, by policy
    "billing_casessaid": "INSERT SELECT",
    "billing_tally": "DELETE INSERT SELECT UPDATE(taken_back)",  # deleted after ten years alone, by policy
    "billing_terms": "INSERT SELECT",
    "breaches_breach": "INSERT SELECT UPDATE(assessed_at) UPDATE(assessed_by) UPDATE(authority_last_told_at) "
    "UPDATE(authority_told_at) UPDATE(closed_at) UPDATE(closed_by) UPDATE(factors) UPDATE(patients_last_told_at) "
    "UPDATE(patients_told_at) UPDATE(sealed_account) UPDATE(sealed_closing) UPDATE(sealed_measures)",
    "breaches_concerned": "INSERT SELECT",
    "breaches_deadline": "INSERT SELECT UPDATE(closed_at) UPDATE(due_at) UPDATE(stopped_at)",
    "breaches_involved": "INSERT SELECT",
    "conformity_showing": "INSERT SELECT UPDATE(taken_back_at)",
    "conformity_standing": "INSERT SELECT UPDATE(findings) UPDATE(seen_at) UPDATE(until)",
    "consent_consent": "INSERT SELECT UPDATE(patient_id) UPDATE(withdrawn_at)",
    "consent_text": "SELECT",
    "detours_count": "INSERT SELECT UPDATE(times)",
    "detours_mark": "DELETE INSERT SELECT",  # deleted after ten years alone, by policy
    "django_content_type": "SELECT",
    "django_migrations": "SELECT",
    "doubts_doubt": "DELETE INSERT SELECT UPDATE(decided_at) UPDATE(decided_by) UPDATE(sealed)",  # what was taken back or waited too long, by policy
    "drills_drill": "DELETE INSERT SELECT UPDATE(decided_at) UPDATE(opened_at) UPDATE(sealed_outcome)",  # one's own, and by the installation what is older than its term, by policy
    "drills_teamquarter": "INSERT SELECT",
    "emergency_glass": "INSERT SELECT UPDATE(reviewed_at) UPDATE(reviewed_by) UPDATE(sealed_remark) UPDATE(verdict)",
    "guidance_count": "INSERT SELECT UPDATE(done) UPDATE(occasions)",
    "guidance_dismissed": "DELETE INSERT SELECT UPDATE(sealed)",  # one's own, by policy
    "keys_patientkey": "DELETE INSERT SELECT UPDATE(practice_key_id) UPDATE(wrapped)",
    "ledger_checkpoint": "INSERT SELECT",
    "ledger_cosignature": "INSERT SELECT",
    "ledger_detail": "DELETE INSERT SELECT",  # of erased patients alone, by policy
    "ledger_entry": "INSERT SELECT",
    "ledger_forgotten": "INSERT SELECT",
    "ledger_mention": "DELETE INSERT SELECT",  # of erased patients alone, by policy
    "ledger_pending": "DELETE INSERT SELECT",
    "ledger_position": "INSERT SELECT",
    "ledger_subtree": "INSERT SELECT",
    "ledger_unmentioned": "INSERT SELECT",
    "ledger_whence": "DELETE INSERT SELECT",  # of 90 days ago alone, by policy
    "mfa_authenticator": "DELETE INSERT SELECT UPDATE",
    "people_block": "INSERT SELECT UPDATE(ends_at) UPDATE(lifted_by)",
    "people_brake": "INSERT SELECT UPDATE(lifted_at) UPDATE(lifted_by) UPDATE(sealed_remark)",
    "people_carerelation": "INSERT SELECT UPDATE",
    "people_duty": "INSERT SELECT UPDATE(removed_at) UPDATE(removed_by)",
    "people_enrolment": "DELETE INSERT SELECT UPDATE",  # what is over, by the installation
    "people_membership": "INSERT SELECT UPDATE(ends_at)",  # by administrators, of others, by policy
    "people_notice": "INSERT SELECT",
    "people_patient": "INSERT SELECT UPDATE",
    "people_rolegrant": "INSERT SELECT UPDATE(ends_at)",
    "people_session": "DELETE INSERT SELECT UPDATE",
    "people_staff": "INSERT SELECT UPDATE",
    "people_team": "INSERT SELECT",
    "programs_assertion": "DELETE INSERT SELECT",
    "programs_code": "DELETE INSERT SELECT UPDATE(used_at)",
    "programs_launch": "DELETE INSERT SELECT UPDATE(used_at)",  # one's own, and by the installation what is over, by policy
    "programs_mandate": "INSERT SELECT UPDATE(withdrawn_at)",
    "programs_program": "INSERT SELECT UPDATE(approved_at) UPDATE(approved_by) UPDATE(revoked_at) UPDATE(revoked_by)",
    "programs_token": "DELETE INSERT SELECT UPDATE(ended_at)",
    "records_blob": "INSERT SELECT UPDATE",
    "records_earlier": "INSERT SELECT UPDATE(patient_id) UPDATE(sealed)",
    "records_imprint": "DELETE INSERT SELECT UPDATE(patient_id)",  # gone with its document, by policy
    "records_resource": "INSERT SELECT UPDATE",
    "releases_piece": "DELETE INSERT SELECT",  # after thirty days, or given back; by the installation, by policy
    "releases_recipient": "INSERT SELECT UPDATE(decided_at) UPDATE(decided_by) UPDATE(ended_at) UPDATE(is_approved)",
    "releases_release": "INSERT SELECT UPDATE(decided_at) UPDATE(decided_by) UPDATE(finished_at) UPDATE(gone_at) UPDATE(is_approved)"
    " UPDATE(is_safe) UPDATE(made_until) UPDATE(measured_at) UPDATE(sealed_dossier) UPDATE(sealed_findings) UPDATE(sealed_key)"
    " UPDATE(sealed_plan) UPDATE(sealed_progress) UPDATE(sealed_table) UPDATE(use_id) UPDATE(vouched_by) UPDATE(wanted_at)",
    "reports_report": "INSERT SELECT UPDATE(answered_at) UPDATE(answered_by) UPDATE(breach_id) UPDATE(sealed_answer)",
    "research_charge": "INSERT SELECT",
    "research_grant": "INSERT SELECT",
    "research_preview": "INSERT SELECT UPDATE(counted_at) UPDATE(shown)",
    "research_study": "INSERT SELECT UPDATE(decided_at) UPDATE(decided_by) UPDATE(ended_at) UPDATE(is_approved)",
    "rights_correction": "DELETE INSERT SELECT",  # of three years ago or of the erased, by policy
    "rights_pickup": "DELETE INSERT SELECT UPDATE(ends_at) UPDATE(used_at)",  # what has ended, by policy
    "rights_request": "DELETE INSERT SELECT UPDATE(answered_at) UPDATE(answered_by) UPDATE(outcome) UPDATE(sealed_answer)"
    " UPDATE(sealed_extension) UPDATE(sealed_wish)",  # answered three years ago, by policy
    "rights_requestdeadline": "DELETE INSERT SELECT UPDATE(due_at) UPDATE(stopped_at)",
    "rights_telling": "DELETE INSERT SELECT UPDATE(told_at) UPDATE(told_until)",  # one's own, by policy
    "rounds_agreement": "INSERT SELECT UPDATE(agreed_at) UPDATE(agreed_by)",
    "rounds_letter": "INSERT SELECT",
    "rounds_model": "INSERT SELECT",
    "rounds_seat": "INSERT SELECT UPDATE(changed_at) UPDATE(sealed)",
    "rounds_share": "INSERT SELECT",
    "study_wave": "INSERT SELECT UPDATE(closed_at) UPDATE(closed_by) UPDATE(sealed_box) UPDATE(sealed_statement)"
    " UPDATE(sealed_tickets) UPDATE(told)",  # while it is open, by policy
    "uses_listing": "INSERT SELECT UPDATE(acknowledged_at) UPDATE(acknowledged_by) UPDATE(acknowledged_in)",
    "uses_removal": "INSERT SELECT",
    "uses_part": "DELETE INSERT SELECT UPDATE(left_at) UPDATE(removal_id)",  # of the erased alone, by policy
    "uses_taking": "INSERT SELECT",
    "uses_use": "INSERT SELECT UPDATE(code_digest)",
    "visits_erasure": "INSERT SELECT",
    "vigilance_brakerule": "INSERT SELECT",
    "ties_declaration": "INSERT SELECT UPDATE(withdrawn_at)",
    "ties_home": "DELETE INSERT SELECT UPDATE(door_tokens) UPDATE(phone_tokens) UPDATE(said_at) UPDATE(said_by) UPDATE(sealed)",
    "ties_notable": "INSERT SELECT UPDATE(decided_at) UPDATE(decided_by) UPDATE(declined) UPDATE(ends_at)",
    "vigilance_budget": "INSERT SELECT",
    "vigilance_case": "DELETE INSERT SELECT UPDATE(accesses) UPDATE(beside_id) UPDATE(confirmed_at) UPDATE(confirmed_by) UPDATE(decided_at)"
    " UPDATE(decided_by) UPDATE(filed_at) UPDATE(keep_until) UPDATE(looks) UPDATE(reasons) UPDATE(score) UPDATE(sealed_remark) UPDATE(sealed_second_remark)"
    " UPDATE(told_at) UPDATE(unexplained) UPDATE(verdict) UPDATE(version)",  # what was filed: by the installation alone, by trigger
    "vigilance_explanation": "INSERT SELECT UPDATE(ended_at) UPDATE(ended_by) UPDATE(sealed_end)",
    "vigilance_question": "DELETE INSERT SELECT UPDATE(answer) UPDATE(answered_at) UPDATE(sealed_patient)",
    "vigilance_run": "INSERT SELECT",
    "visits_invitation": "DELETE INSERT SELECT UPDATE",
    "visits_note": "INSERT SELECT UPDATE",
    "visits_party": "DELETE INSERT SELECT UPDATE",
    "visits_summary": "DELETE INSERT SELECT UPDATE",  # whose week is over, by policy
    "visits_visit": "INSERT SELECT UPDATE",
    "visits_withheld": "DELETE INSERT SELECT UPDATE(ends_at)",  # what ended three years ago, by policy
}
"""What the app role may do. A right that is added here is a decision: say in the migration who needs it."""

DEFINERS: dict[str, str] = {}
"""Functions that run with their owner's rights, each with the reason. There is none: row security binds them all."""

TABLES = """
SELECT relname, relkind::text, relrowsecurity AND relforcerowsecurity FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
"""
RIGHTS = """
WITH held AS (
    SELECT oid, acl.grantee, acl.privilege_type AS word FROM pg_class, aclexplode(relacl) acl
    UNION ALL
    SELECT attrelid, acl.grantee, format('%s(%s)', acl.privilege_type, attname) FROM pg_attribute, aclexplode(attacl) acl)
SELECT relname, string_agg(word, ' ' ORDER BY word COLLATE "C") FROM held JOIN pg_class USING (oid)
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
   AND grantee <> 'paravent_owner'::regrole GROUP BY relname
"""
BODIES = """
SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
STRONG_FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
"""


@contextmanager
def owner(cluster: embedded.Cluster) -> Iterator[psycopg.Connection]:
    """Connect as the role that owns the tables, and undo what was tried."""
    with psycopg.connect(cluster.url(embedded.OWNER)) as connection:
        yield connection
        connection.rollback()


def texts() -> Iterator[tuple[str, Path, str]]:
    """Yield each function that a migration makes: its name, the file, and what follows there."""
    for path in sorted((ROOT / "paravent").glob("*/migrations/*.sql")):
        content = path.read_text()
        for made in re.finditer(r"CREATE (?:OR REPLACE )?FUNCTION (\w+)", content):
            yield made[1], path, content[made.end() :]


def told_where() -> dict[str, str]:
    """Return in which file the text of a function holds, as ARCHITECTURE.md says."""
    rows = re.findall(
        r"^\| (`\w+`(?:, `\w+`)*) \| `(paravent/.*\.sql)` \|$", (ROOT / "ARCHITECTURE.md").read_text(), re.MULTILINE
    )
    return {name: file for names, file in rows for name in re.findall(r"`(\w+)`", names)}


def unguarded(connection: psycopg.Connection) -> set[str]:
    """Return the tables that do not force row security."""
    return {name for name, kind, forced in connection.execute(TABLES) if kind in "rp" and not forced}


def rights(connection: psycopg.Connection) -> dict[str, str]:
    """Return who but the owner may do what, by table."""
    return dict(connection.execute(RIGHTS).fetchall())


def test_every_table_forces_row_security_or_says_why_not(cluster: embedded.Cluster) -> None:
    with owner(cluster) as connection:
        assert unguarded(connection) == set(OPEN_TABLES)


def test_a_table_without_row_security_is_noticed(cluster: embedded.Cluster) -> None:
    with owner(cluster) as connection:
        connection.execute("CREATE TABLE forgotten (patient_id uuid)")
        connection.execute("ALTER TABLE records_resource NO FORCE ROW LEVEL SECURITY")

        assert unguarded(connection) - set(OPEN_TABLES) == {"forgotten", "records_resource"}


def test_where_the_text_of_a_replaced_function_stands_is_told(cluster: embedded.Cluster) -> None:
    counted = Counter(name for name, _, _ in texts())
    with owner(cluster) as connection:
        bodies = dict(connection.execute(BODIES).fetchall())
    holding = {
        name: shown(path) for name, path, text in texts() if counted[name] > 1 and bodies.get(name, "gone") in text
    }

    assert told_where() == holding


def test_the_app_role_holds_the_rights_on_the_list_and_no_other(cluster: embedded.Cluster) -> None:
    with owner(cluster) as connection:
        assert rights(connection) == GRANTS


def test_a_right_too_many_is_noticed(cluster: embedded.Cluster) -> None:
    with owner(cluster) as connection:
        connection.execute("GRANT DELETE ON ledger_entry TO paravent_app")
        connection.execute("GRANT UPDATE (leaf) ON ledger_entry TO PUBLIC")

        found = rights(connection)
        assert found["ledger_entry"] == "DELETE INSERT SELECT UPDATE(leaf)"


def test_no_view_shows_what_row_security_hides(cluster: embedded.Cluster) -> None:
    """A view reads with its owner's rights unless it says otherwise."""
    with owner(cluster) as connection:
        assert {name for name, kind, _ in connection.execute(TABLES) if kind in "vmf"} == set()


def test_no_function_runs_with_its_owners_rights(cluster: embedded.Cluster) -> None:
    with owner(cluster) as connection:
        assert {name for (name,) in connection.execute(STRONG_FUNCTIONS)} == set(DEFINERS)

        connection.execute("ALTER FUNCTION paravent_actor() SECURITY DEFINER")
        assert {name for (name,) in connection.execute(STRONG_FUNCTIONS)} == {"paravent_actor()"}
