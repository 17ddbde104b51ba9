"""Each probe passes where everything is right, and fails for each thing that it is about. No database."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from paravent.conformity.rulebook import probes, reading
from paravent.conformity.rulebook.checking import asked, check
from paravent.conformity.rulebook.installation import Handshake, Installation, KeyFile, Module, Package, Unhad
from paravent.conformity.rulebook.probes import PROBES
from paravent.conformity.rulebook.reading import in_words, rules, sentences
from paravent.conformity.terms import Finding, Result, Shown
from paravent.conformity.tests.cast import COOKIES, HEADERS, LONG_AGO, NOW, SOUND, a_module, a_page, but, serving
from paravent.kernel.written import Unreadable

OLD = NOW - timedelta(days=92)
EARLIER = NOW - timedelta(hours=1)

FAILS: list[tuple[str, Installation]] = [
    ("served-by-tls", but("configured", base_url="http://praxis.example")),
    ("served-by-tls", but("served", handshake=None)),
    ("served-by-tls", but("served", handshake=Handshake(trouble="self-signed certificate"))),
    ("served-by-tls", but("served", handshake=Handshake("TLSv1.1", 60))),
    ("served-by-tls", but("served", handshake=Handshake("TLSv1.3", 13))),
    ("strict-headers", serving()),
    ("strict-headers", serving(a_page(headers={}))),
    ("strict-headers", serving(a_page(headers=HEADERS | {"Cache-Control": "public"}))),
    (
        "strict-headers",
        serving(
            a_page(
                headers=HEADERS
                | {"Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'; frame-ancestors 'none'"}
            )
        ),
    ),
    ("no-third-party", serving(a_page(body='<script src="//cdn.example.org/a.js"></script>'))),
    ("no-third-party", serving(a_page(), modules=(a_module('fetch("https://tracker.example/")'),))),
    ("no-third-party", serving(a_page(), modules=(a_module("a { background: url(https://pixel.example/p) }"),))),
    ("no-third-party", serving(a_page(), modules=())),
    ("nothing-records", serving(a_page(), modules=(a_module("new MediaRecorder(stream)"),))),
    ("nothing-records", serving(a_page(), modules=())),
    ("scripts-untouched", serving(a_page(), modules=())),
    ("scripts-untouched", serving(a_page(), modules=(Module("calls/call.0123456789ab.js", "other"),))),
    ("own-cookies", serving(a_page(cookies=COOKIES | {"_ga": frozenset({"secure", "samesite"})}))),
    ("own-cookies", serving(a_page(cookies={"__Host-csrftoken": frozenset({"samesite"})}))),
    ("own-cookies", serving(a_page(cookies={"csrftoken": frozenset({"secure", "samesite"})}))),
    ("own-cookies", serving()),
    ("joins-without-account", serving(a_page(status=302))),
    ("joins-without-account", serving(a_page("/elsewhere/"))),
    ("read-by-anybody", serving(a_page(body="<html><title>x</title>"))),
    ("read-by-anybody", serving(a_page(body='<html lang="de"><title> </title>'))),
    ("read-by-anybody", serving(a_page(body='<html lang="de"><title>x</title><meta content="user-scalable=no">'))),
    ("read-by-anybody", serving()),
    ("letters-are-shown", serving(modules=SOUND.served.modules[:1])),
    ("motion-comes-first", serving(modules=SOUND.served.modules[:2])),
    ("poor-line-is-told", serving(modules=SOUND.served.modules[:2])),
    ("devices-are-tried", serving(modules=SOUND.served.modules[:2])),
    ("nothing-rings", serving(modules=(a_module("new Audio('ring.ogg').play()"),))),
    ("nothing-rings", serving(modules=(a_module("new Notification(title)"),))),
    ("nothing-rings", serving(modules=())),
    ("sound-is-wide", serving(modules=(a_module("sdp + 'a=fmtp:111 maxplaybackrate=8000'"),))),
    ("sound-is-wide", serving(modules=(a_module("getUserMedia({ audio: { sampleRate: 8000 } })"),))),
    ("versions-stay", but("database", rights_on_versions=frozenset({"DELETE"}))),
    ("versions-stay", but("done", versions_lacking=1)),
    ("peers-first", but("configured", ice_policy="relay")),
    ("peers-first", but("configured", has_relay_secret=False)),
    ("mail-by-tls", but("configured", mail_by_tls=False)),
    ("closed-by-default", but("configured", is_demo=True)),
    ("closed-by-default", but("configured", debug=True)),
    ("closed-by-default", but("configured", hosts=("*",))),
    ("ends-by-itself", but("configured", idle_minutes=31)),
    ("ends-by-itself", but("configured", idle_minutes=0)),
    ("ends-by-itself", but("configured", session_hours=13)),
    ("practice-is-named", but("configured", practice_name="Sample practice")),
    ("practice-is-named", but("configured", practice_phone="")),
    ("where-it-stands", but("database", is_near=False)),
    ("told-in-words", but("done", wordings=frozenset({"en"}))),
    ("keys-are-private", but("disk", keys=(KeyFile("practice.key", None),))),
    ("keys-are-private", but("disk", keys=(KeyFile("practice.key", 0o640),))),
    ("keys-are-private", but("disk", folder_mode=0o755)),
    ("keys-are-private", but("disk", keys=())),
    ("served-by-a-weak-role", but("database", role_is_strong=True)),
    ("rows-are-guarded", but("database", bare=("visits_note",))),
    ("rows-are-guarded", but("database", guarded=0)),
    ("nobody-sees-nothing", but("database", leaking=("visits_note",))),
    ("up-to-date", but("database", migrations_waiting=1)),
    ("installed-as-locked", but("disk", packages=(Package("django", "5.2.1", "5.2.0"),))),
    ("installed-as-locked", but("disk", packages=(Package("django", "5.2.1", None),))),
    ("each-file-has-its-key", but("done", keys_missing=1)),
    ("each-file-has-its-key", but("done", keys_left_over=1)),
    ("log-only-grows", but("database", rights_on_log=frozenset({"INSERT", "UPDATE"}))),
    ("log-is-whole", but("log", entries=0)),
    ("log-is-whole", but("log", is_signed=False)),
    ("log-is-whole", but("log", root_fits=False)),
    ("log-is-whole", but("log", goes_on=False)),
    ("log-is-whole", but("log", waiting_since=EARLIER)),
    ("log-was-recomputed", but("log", verified_at=None)),
    ("log-was-recomputed", but("log", verified_at=OLD)),
    ("log-is-kept", but("log", oldest_at=None)),
    ("log-is-kept", but("log", details_lost=1)),
    ("log-is-kept", but("log", oldest_at=NOW - timedelta(days=11 * 366))),
    ("log-has-a-witness", but("log", seen_at=None)),
    ("log-has-a-witness", but("log", seen_at=OLD)),
    ("log-was-examined", but("done", judged_at=None)),
    ("log-was-examined", but("done", judged_at=OLD)),
    ("since-when-is-told", but("log", unconfirmed=("H2",))),
    ("clock-is-right", but("log", latest_at=NOW + timedelta(hours=1))),
    ("clock-is-right", but("log", ran_back_at=EARLIER)),
    ("metadata-are-forgotten", but("kept", whence_since=NOW - timedelta(days=90, minutes=1))),
    ("metadata-are-forgotten", but("kept", seats_since=OLD)),
    ("metadata-are-forgotten", but("kept", links_since=OLD)),
    ("nothing-stays-longer", but("kept", first_due={"drills": NOW - timedelta(hours=25), "bills": None})),
    ("two-factors", but("staff", without_second_factor=1)),
    ("own-accounts", but("staff", shared_mailboxes=1)),
    ("officer-is-there", but("staff", officers=0)),
    ("officer-is-there", but("staff", administrators=0)),
    ("officer-is-there", but("staff", both=1)),
    ("reviews-in-time", but("done", overdue_reviews=1)),
    ("breaches-in-time", but("done", late_clocks=1)),
    ("backed-up", but("done", backed_up_at=None)),
    ("backed-up", but("done", backed_up_at=NOW - timedelta(days=3))),
    ("restored-for-a-try", but("done", tried_at=None)),
    ("restored-for-a-try", but("done", tried_at=OLD)),
    ("staff-have-practised", but("staff", practised=7)),
    ("staff-have-practised", but("staff", accounts=0)),
    ("consented-before", but("done", seats_without_consent=1)),
    ("everybody-was-let-in", but("done", seats_not_let_in=1)),
    ("clinicians-alone-consult", but("done", seats_of_others=1)),
    ("links-for-one-visit", but("done", links_too_long=1)),
    ("requests-in-time", but("done", late_requests=1)),
    ("bills-are-founded", but("done", bills_unfounded=1)),
    ("bills-are-founded", but("done", bills_elsewhere=1)),
    ("papers-are-drawn", but("done", papers=frozenset({"measures"}))),
]
OTHERWISE: list[tuple[str, Installation, Result]] = [
    ("served-by-tls", but("configured", base_url="http://localhost:8000"), Result.NOT_APPLICABLE),
    ("mail-by-tls", but("configured", mail_host=""), Result.NOT_APPLICABLE),
    ("installed-as-locked", but("disk", packages=()), Result.HUMAN),
    ("log-has-a-witness", but("log", witnesses=0), Result.HUMAN),
    ("other-programs", but("done", programs=1), Result.HUMAN),
    ("patients-are-known", but("done", patients_not_known=1), Result.HUMAN),
    ("patients-are-known", but("done", patients_seen=0), Result.NOT_APPLICABLE),
    ("bills-are-founded", but("done", bills=0), Result.NOT_APPLICABLE),
    (
        "log-was-examined",
        replace(but("log", oldest_at=EARLIER), done=but("done", judged_at=None).done),
        Result.NOT_APPLICABLE,
    ),
    ("where-it-stands", but("database", is_near=False, is_encrypted=True), Result.HUMAN),
    ("clock-is-right", but("log", ran_back_at=LONG_AGO), Result.PASS),
]
RECORDS = [
    (31, Result.PASS, "shown-on-record"),
    (30, Result.PASS, "shown-ends-soon"),
    (0, Result.PASS, "shown-ends-soon"),
    (-1, Result.HUMAN, "shown-lapsed"),
]
NEVER_FAILS = {
    "other-programs": "who runs another program no probe can know; it asks a person where there is one",
    "patients-are-known": "whether a name is the real one a clinician finds out; it asks where nobody noted how",
}


def named(case: tuple[str, Installation]) -> str:
    return case[0]


@pytest.mark.parametrize("name", PROBES)
def test_a_probe_is_content_where_everything_is_right(name: str) -> None:
    found = PROBES[name](SOUND)

    assert found.result in {Result.PASS, Result.HUMAN}
    assert_said(found)


@pytest.mark.parametrize("case", FAILS, ids=named)
def test_a_probe_fails_for_what_it_is_about(case: tuple[str, Installation]) -> None:
    name, wrong = case
    found = PROBES[name](wrong)

    assert found.result is Result.FAIL
    assert_said(found)
    assert {one for one in rules().values() if name in one.probes}
    results = {one.rule: one.result for one in check(wrong)}
    assert all(results[one.id] is Result.FAIL for one in rules().values() if name in one.probes)


@pytest.mark.parametrize("case", OTHERWISE, ids=lambda case: case[0])
def test_a_probe_says_where_a_rule_is_about_nothing_or_a_person_has_to_look(
    case: tuple[str, Installation, Result],
) -> None:
    name, installation, result = case

    assert PROBES[name](installation).result is result
    assert_said(PROBES[name](installation))


def test_every_probe_has_been_seen_to_fail() -> None:
    assert set(PROBES) - {name for name, _ in FAILS} == set(NEVER_FAILS)


def assert_said(found: Finding) -> None:
    """Hold that a finding is a whole sentence in both languages."""
    assert found.sentence in sentences()
    for language in ("en", "de"):
        assert "{" not in in_words(found, language)


@pytest.mark.parametrize("part", [one.name for one in fields(SOUND) if one.name != "now"])
def test_a_fact_that_could_not_be_gathered_fails_what_asks_for_it_and_nothing_else(part: str) -> None:
    for fact in fields(getattr(SOUND, part)):
        found = {name: asked(probe, but(part, **{fact.name: Unhad("OSError")})) for name, probe in PROBES.items()}
        lacking = {name for name, one in found.items() if one.sentence == "not-gathered"}

        assert all((found[one].result, found[one].numbers["trouble"]) == (Result.FAIL, "OSError") for one in lacking)
        assert {name: found[name] for name in PROBES if name not in lacking} == {
            name: probe(SOUND) for name, probe in PROBES.items() if name not in lacking
        }
        assert_said(next((found[one] for one in lacking), found["closed-by-default"]))


def test_what_only_a_person_can_show_never_passes() -> None:
    for one in check(SOUND):
        if rules()[one.rule].person or not one.findings:
            assert one.result is Result.HUMAN, one.rule


def test_what_a_person_put_on_record_counts_until_it_is_due_and_reminds_before() -> None:
    assert next(one.result for one in check(SOUND) if one.rule == "D20") is Result.HUMAN
    for days, expected, sentence in RECORDS:
        shown = Shown(NOW.date(), NOW.date() + timedelta(days=days), "ab" * 32)
        came = next(one for one in check(but("done", shown={"D20": shown})) if one.rule == "D20")
        assert (came.result, came.findings[-1].sentence) == (expected, sentence)
        assert_said(came.findings[-1])
    late = but("done", shown={"H2": Shown(NOW.date(), NOW.date() + timedelta(days=90), "ab" * 32)}, overdue_reviews=1)
    assert next(one.result for one in check(late) if one.rule == "H2") is Result.FAIL, "no paper outweighs a probe"


def test_every_sentence_can_be_said() -> None:
    """A sentence that no probe says is left over from one that is gone."""
    said = {PROBES[name](it).sentence for name, it, *_ in [*FAILS, *OTHERWISE]}
    said |= {one.sentence for rule in check(but("log", entries=Unhad("KeyFileOpen"))) for one in rule.findings}
    said |= {one.sentence for rule in check(but("log", entries=Unhad("OSError"))) for one in rule.findings}
    said |= {sentence for _, _, sentence in RECORDS}
    said |= {probe(it).sentence for probe in PROBES.values() for it in (SOUND, *_others())}

    assert set(sentences()) - said == set()


def _others() -> Iterator[Installation]:
    yield but("kept", whence_since=None, seats_since=None)


def test_the_book_is_read_strictly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.yaml").write_text("- id: R99\n  name: {en: only English}\n")
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    rules.cache_clear()
    try:
        with pytest.raises(Unreadable, match=r"^one\.yaml, line \d+, rule R99: 0\.name\.de: .+ Add it\."):
            rules()
    finally:
        monkeypatch.undo()
        rules.cache_clear()
    assert len(probes.PROBES) > 40
