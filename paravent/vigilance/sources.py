"""Where each column of a frame comes from, in SQL. Row security binds every query; sealed columns stand in none."""

from collections.abc import Iterable

from paravent.people.terms import TurnedAway


def instant(column: str) -> str:
    """Return an instant as microseconds since 1970."""
    return f"(extract(epoch FROM {column}) * 1000000)::bigint"


IDS = {
    "person": "SELECT id FROM people_staff UNION SELECT person_id FROM people_rolegrant WHERE role = 'program'",
    "patient": "SELECT id FROM people_patient",
    "team": "SELECT id FROM people_team",
    "visit": "SELECT id FROM visits_visit",
}
"""Who and what has a number. The installation itself and guests have none: their lines are not judged."""

KINDS = {
    "actor": "person",
    "person": "person",
    "made_by": "person",
    "clinician": "person",
    "cancelled_by": "person",
    "patient": "patient",
    "team": "team",
    "visit": "visit",
}

LAST_LINE = "SELECT coalesce(max(position), -1) FROM ledger_position"

BRAKED = ("account-paused", "passkey-needed", "search-too-soon")
"""Why a brake refuses. Such a line came to nothing and says nothing of who tried: a brake must not feed the score that put it on."""

NOT_THEIRS = (*BRAKED, *(why.value for why in TurnedAway))
"""The same, and why somebody was not let in: whoever tried at an account need not be its owner."""

OUTCOME = f"CASE WHEN line.because IN {NOT_THEIRS} THEN 'failed' ELSE line.outcome END"

# How many patients an answer listed: a search says it as "count", a day's list as "shown", which elsewhere are ids.
LINE = f"""
SELECT position.position, {instant("line.at")}, line.act, {OUTCOME}, line.purpose, line.actor_id, line.patient_id,
       line.visit_id, line.because,
       coalesce(line.facts->>'count', substring(line.facts->>'shown' FROM '^[0-9]{{1,9}}$')),
       whence.device, whence.place
  FROM ledger_position position JOIN ledger_detail line USING (entry_id) LEFT JOIN ledger_whence whence USING (entry_id)
"""  # noqa: S608 (our own words)
LINES = f"{LINE} WHERE position.position >= %s AND position.position < %s ORDER BY position.position"

AUTHORS = f"""
SELECT line.actor_id, min({instant("line.at")})
  FROM ledger_position position JOIN ledger_detail line USING (entry_id)
 WHERE position.position >= %s AND position.position < %s AND line.patient_id IS NOT NULL AND {OUTCOME} <> 'failed'
 GROUP BY line.actor_id
"""  # noqa: S608 (our own words)
"""By whom the lines at some places are that concern a file, and since when."""

FILES_OF = "SELECT DISTINCT patient_id FROM ledger_detail WHERE actor_id = ANY(%s::uuid[]) AND at >= %s AND patient_id IS NOT NULL"

# Each of the three by its index, and all in one go: to find ids first and look each up again touched ten times as many pages, and
# asked row security twice. The log's last line says how late it is.
LINES_OF = f"""{LINE}
 WHERE line.actor_id = ANY(%s::uuid[]) AND line.at >= %s
    OR line.patient_id = ANY(%s::uuid[]) AND line.at >= %s
    OR line.entry_id = (SELECT entry_id FROM ledger_position ORDER BY position DESC LIMIT 1)
 ORDER BY position.position
"""  # noqa: S608 (our own words)
"""What some people did since an instant, and what happened to some files since another."""

PATIENTS_OF = "SELECT id FROM people_patient WHERE id = ANY(%s::uuid[])"
VISITS_OF = "SELECT id FROM visits_visit WHERE patient_id = ANY(%s::uuid[])"


def those(query: str, columns: Iterable[str], column: str) -> str:
    """Return a query for the rows alone whose column is one of some ids. Row security binds it as it binds the whole."""
    return f"SELECT * FROM ({query}) AS found ({', '.join(columns)}) WHERE found.{column}::uuid = ANY(%s::uuid[])"  # noqa: S608 (our own words)


# Tokens are joined by equality: under row security no index finds what an array contains, and each with each takes minutes in a hospital.
TABLES = {
    "roles": f"""
        SELECT person_id, role, {instant("starts_at")}, {instant("ends_at")} FROM people_rolegrant WHERE role <> 'system'""",  # noqa: S608
    "memberships": f"""
        SELECT person_id, team_id, {instant("starts_at")}, {instant("ends_at")} FROM people_membership""",  # noqa: S608
    "duties": f"""
        SELECT person_id, team_id, {instant("starts_at")}, {instant("ends_at")} FROM people_duty WHERE removed_at IS NULL""",  # noqa: S608
    "notices": f"""
        SELECT DISTINCT ON (person_id) person_id, {instant("given_at")}, {instant("leaves_at")} FROM people_notice
         ORDER BY person_id, noted_at DESC""",  # noqa: S608
    "visits": f"""
        SELECT id, patient_id, clinician_id, made_by, {instant("made_at")}, {instant("starts_at")}, {instant("ends_at")},
               {instant("opened_at")}, {instant("joined_at")}, {instant("ended_at")}, {instant("cancelled_at")},
               cancelled_by, is_spontaneous
          FROM visits_visit""",  # noqa: S608
    "relations": f"""
        SELECT patient_id, clinician_id, team_id, why, {instant("starts_at")}, {instant("ends_at")}, made_by
          FROM people_carerelation""",  # noqa: S608
    "glasses": f"""
        SELECT patient_id, clinician_id, {instant("opened_at")}, {instant("closes_at")}, verdict FROM emergency_glass""",  # noqa: S608
    "kinships": """
        SELECT person_id, patient_id, 'declared' FROM ties_declaration WHERE withdrawn_at IS NULL
        UNION ALL
        SELECT home.person_id, patient.id, 'phone'
          FROM people_patient patient CROSS JOIN unnest(patient.tokens || patient.home_tokens) AS token
          JOIN (SELECT person_id, unnest(phone_tokens) AS token FROM ties_home) home USING (token)
        UNION ALL
        SELECT home.person_id, patient.id, 'address'
          FROM people_patient patient CROSS JOIN unnest(patient.home_tokens) AS token
          JOIN (SELECT person_id, unnest(door_tokens) AS token FROM ties_home) home USING (token)""",
    "notables": f"""
        SELECT id, 'staff', {instant("registered_at")}, NULL FROM people_patient WHERE works_here
        UNION ALL
        SELECT patient_id, kind, {instant("starts_at")}, {instant("ends_at")} FROM ties_notable
         WHERE decided_at IS NOT NULL AND NOT declined""",  # noqa: S608
}

NAMES = "SELECT id, name FROM people_staff"
NAMES_OF = f"{NAMES} WHERE id = ANY(%s::uuid[])"


def _namesakes(among: str) -> str:
    return f"""
WITH who AS (SELECT * FROM unnest(%s::uuid[], %s::bytea[], %s::text[]) AS one (person, surname, words)),
     patient AS NOT MATERIALIZED (SELECT id, tokens, works_here FROM people_patient {among}),
     own AS MATERIALIZED (SELECT who.person, patient.id FROM who JOIN patient
                 ON patient.tokens @> who.words::bytea[] AND patient.works_here)
SELECT who.person, patient.id, 'surname'
  FROM patient CROSS JOIN unnest(patient.tokens) AS token JOIN who ON who.surname = token
 WHERE NOT EXISTS (SELECT FROM own WHERE own.person = who.person AND own.id = patient.id)
UNION ALL SELECT person, id, 'self' FROM own
"""  # noqa: S608 (our own words)


NAMESAKES = _namesakes("")
NAMESAKES_OF = _namesakes("WHERE id = ANY(%s::uuid[])")
"""The same among some patients alone: to go through everybody's names for one look would take longer the more patients there are."""

ANY_DUTY = f"{TABLES['duties']} LIMIT 1"
EMERGENCY_DUTIES = f"{TABLES['duties']} AND team_id IS NULL"
