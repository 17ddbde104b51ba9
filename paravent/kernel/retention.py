"""The register of terms: what is kept, how long, on which ground, and by what it goes. The one place where a term is set.

Whoever deletes takes the duration from here, and the papers (`paravent.papers`) are made from here. What each term is for stands in
words, in both languages, in `paravent/papers/words/terms.yaml`. Pure: no Django.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

CONNECTIONS = timedelta(days=90)
"""Three months at the latest (Anlage 31b BMV-Ä, § 2): the consent's text promises it, and row security asks it again."""
IN_TIME = timedelta(hours=12)
"""So long before their 90 days are over connection details go: two rounds of six hours, so that "at the latest" holds where one is late."""
ACCESS_LOG_LEAST = timedelta(days=3 * 365 + 1)
"""Three years from each access at the least (Regulation (EU) 2025/327, Art. 9), a leap day among them. Row security asks it again."""
LOG_YEARS_LEAST = 3
LOG_YEARS = 10
"""As long as a file is kept, unless the practice sets another term; a line is of no use without the file that it is about."""
FILE_YEARS = 10
"""After treatment ended (§ 630f (3) BGB; some records for longer)."""
BILLS = timedelta(days=10 * 366)
"""Eight years for vouchers (§ 147 AO), ten for what documents treatment (§ 630f BGB): the longer one holds."""
SUMMARY = timedelta(days=7)
LINK = timedelta(hours=12)
"""How long after its visit a link still opens it."""
GUEST_COOKIE = timedelta(days=31)
SESSION = timedelta(hours=12)
ENROLMENT = timedelta(hours=48)
TOKENS = timedelta(days=1)
"""After they ended: long enough to notice that one is used a second time."""
CASE_FINE = timedelta(days=90)
CASE_MISTAKE = timedelta(days=365)
CASE_BREACH = timedelta(days=3 * 365)
DRILLS = timedelta(days=2 * 365)
"""Longer than any credential holds; how well somebody did before that says nothing about today."""

REQUESTS = timedelta(days=3 * 365)
"""After the answer: as long as somebody may claim that it was wrong."""
PICK_UP_CODE = timedelta(days=14)
DOUBTS = timedelta(days=180)
"""A text that nobody decided about in half a year is taken out of the queue; the next release that wants it holds it back anew."""
RELEASE_FILES = timedelta(days=30)
"""After they were made: long enough to be fetched, and no second place where they lie."""


@dataclass(frozen=True, slots=True)
class Term:
    """How long something is kept: at most, at least, or until something happens, and in which tables it stands."""

    name: str
    tables: tuple[str, ...] = ()
    most: timedelta | None = None
    least: timedelta | None = None
    deleted_by: str = ""
    """What deletes it, by its dotted name; empty where nothing does, which the words then say why."""


def log_kept(years: int) -> timedelta:
    """Return how long who looked at what stays in the log, where the practice keeps it for so many years."""
    return timedelta(days=years * 366)


ERASE = "paravent.visits.operations.erase_patient"
FORGET = "paravent.visits.operations.forget_connections"
FORGET_LINES = "paravent.visits.operations.forget_old_lines"
FORGET_REQUESTS = "paravent.rights.operations.forget_requests"
CASES = "paravent.vigilance.operations.forget_cases"

ACCESS_LOG = "access-log"
"""The one term that a practice sets itself."""

REGISTER = (
    Term("connections", ("visits_invitation", "visits_party"), most=CONNECTIONS, deleted_by=FORGET),
    Term("whence", ("ledger_whence",), most=CONNECTIONS, deleted_by=FORGET),
    Term(
        ACCESS_LOG,
        ("ledger_detail", "ledger_mention"),
        most=log_kept(LOG_YEARS),
        least=ACCESS_LOG_LEAST,
        deleted_by=FORGET_LINES,
    ),
    Term(
        "log-tree",
        (
            *("ledger_entry", "ledger_pending", "ledger_position", "ledger_subtree", "ledger_checkpoint"),
            *("ledger_cosignature", "ledger_forgotten", "ledger_unmentioned"),
        ),
    ),
    Term(
        "file",
        (
            *("records_resource", "records_earlier", "records_blob", "records_imprint", "visits_visit", "visits_note"),
            *("people_patient", "people_carerelation", "people_block", "keys_patientkey"),
            *("ties_declaration", "ties_notable", "emergency_glass"),
        ),
        least=timedelta(days=FILE_YEARS * 365 + FILE_YEARS // 4),
        deleted_by=ERASE,
    ),
    Term("drafts", ("visits_note",), least=timedelta(days=FILE_YEARS * 365 + FILE_YEARS // 4), deleted_by=ERASE),
    Term("consents", ("consent_consent",), least=timedelta(days=FILE_YEARS * 365 + FILE_YEARS // 4)),
    Term("summaries", ("visits_summary",), most=SUMMARY, deleted_by=FORGET),
    Term("links", (), most=LINK, deleted_by="paravent.visits.steps.keep_until"),
    Term("guest-cookie", (), most=GUEST_COOKIE, deleted_by="paravent.access.bearers.guest_of"),
    Term("call", (), most=timedelta(0)),
    Term("exports", (), most=timedelta(0)),
    Term(
        "bills",
        ("billing_bill", "billing_tally", "detours_mark"),
        most=BILLS,
        deleted_by="paravent.billing.operations.forget_bills",
    ),
    Term("billing-terms", ("billing_casessaid", "billing_terms")),
    Term("erasures", ("visits_erasure",)),
    Term(
        "requests",
        ("rights_request", "rights_requestdeadline", "rights_correction"),
        most=REQUESTS,
        deleted_by=FORGET_REQUESTS,
    ),
    Term("tellings", ("rights_telling",), deleted_by="paravent.rights.operations.switch_telling"),
    Term("names-withheld", ("visits_withheld",), most=REQUESTS, deleted_by=FORGET_REQUESTS),
    Term("studies", ("research_study", "research_preview", "research_grant", "research_charge", "answers_answer")),
    Term("uses", ("uses_use", "uses_removal", "uses_listing", "uses_taking")),
    Term("use-parts", ("uses_part",), deleted_by=ERASE),
    Term("doubts", ("doubts_doubt",), most=DOUBTS, deleted_by="paravent.doubts.operations.forget_doubts"),
    Term("releases", ("releases_release", "releases_recipient")),
    Term(
        "release-files",
        ("releases_piece",),
        most=RELEASE_FILES,
        deleted_by="paravent.releases.operations.forget_files",
    ),
    Term("rounds", ("rounds_agreement", "rounds_seat", "rounds_letter", "rounds_share", "rounds_model")),
    Term("pick-up-codes", ("rights_pickup",), most=PICK_UP_CODE, deleted_by=FORGET_REQUESTS),
    Term(
        "breaches",
        ("breaches_breach", "breaches_concerned", "breaches_involved", "breaches_deadline"),
    ),
    Term("reports", ("reports_report",)),
    Term("case-fine", ("vigilance_case", "vigilance_question"), most=CASE_FINE, deleted_by=CASES),
    Term("case-mistake", ("vigilance_case", "vigilance_question"), most=CASE_MISTAKE, deleted_by=CASES),
    Term("case-breach", ("vigilance_case", "vigilance_question"), most=CASE_BREACH, deleted_by=CASES),
    Term("vigilance-rules", ("vigilance_brakerule", "vigilance_budget", "vigilance_run", "vigilance_explanation")),
    Term("drills", ("drills_drill",), most=DRILLS, deleted_by="paravent.drills.operations.forget_old_drills"),
    Term("survey-answers", ("study_wave",), most=timedelta(0)),
    Term("conformity", ("conformity_standing",)),
    Term("showings", ("conformity_showing",)),
    Term("sums", ("drills_teamquarter", "detours_count", "guidance_count")),
    Term("guidance", ("guidance_dismissed",), deleted_by="paravent.guidance.operations.bring_back"),
    Term("sessions", ("people_session",), most=SESSION, deleted_by="paravent.web.lifespan.forget"),
    Term("enrolments", ("people_enrolment",), most=ENROLMENT, deleted_by="paravent.people.operations.forget_links"),
    Term(
        "tokens",
        ("programs_code", "programs_token", "programs_assertion", "programs_launch"),
        most=TOKENS,
        deleted_by="paravent.programs.operations.forget_tokens",
    ),
    Term("programs", ("programs_program", "programs_mandate")),
    Term(
        "staff",
        (
            *("people_staff", "people_rolegrant", "people_team", "people_membership", "people_duty", "people_notice"),
            *("people_brake", "account_emailaddress", "account_emailconfirmation", "mfa_authenticator"),
        ),
    ),
    Term("home", ("ties_home",), deleted_by="paravent.ties.operations.keep_home"),
    Term(
        "of-nobody",
        (
            *("auth_group", "auth_group_permissions", "auth_permission", "consent_text"),
            *("django_content_type", "django_migrations"),
        ),
    ),
)
"""Every table of the database stands in at least one of them; a test compares."""


def register(log_years: int) -> tuple[Term, ...]:
    """Return the register of a practice that keeps the access log for so many years."""
    return tuple(replace(term, most=log_kept(log_years)) if term.name == ACCESS_LOG else term for term in REGISTER)


BY_NAME = {term.name: term for term in REGISTER}
