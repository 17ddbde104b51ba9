"""What every answer carries, whoever asks for whatever: pages, refusals, redirects and mistakes."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from paravent.access.terms import Role
from paravent.people.tests.cast import a_browser_of, somebody
from paravent.visits.tests.cast import a_visit_of
from paravent.web.middleware import DIRECTIVES, PERMISSIONS, POLICY, strict_headers

EXPECTED = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
PUBLIC = ["/", "/alive/", "/join/", "/account/login/", "/today/", "/my-accesses/", "/nothing-here/", "/account/staff/"]


def headers_of(browser: Client, address: str) -> dict[str, str]:
    answer = browser.get(address)
    # Some of Django's own pages say more about caches than we ask for.
    kept = {name: answer.headers.get(name, "") for name in EXPECTED}
    return kept | {"Cache-Control": "no-store" if "no-store" in kept["Cache-Control"] else kept["Cache-Control"]}


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_a_stranger_is_answered_with_strict_headers(address: str) -> None:
    assert headers_of(Client(), address) == EXPECTED


@pytest.mark.django_db
def test_staff_are_answered_with_strict_headers() -> None:
    bea = somebody("Bea", Role.CLINICIAN)
    visit, browser = a_visit_of(bea), a_browser_of(bea)

    for address in ("/today/", "/visits/book/", f"/visits/{visit}/", f"/visits/{visit}/visit.ics", "/my-accesses/"):
        assert headers_of(browser, address) == EXPECTED, address


@pytest.mark.parametrize(
    ("kind", "is_kept"),
    [
        ("application/json", True),
        ("application/fhir+json; charset=utf-8", True),
        ("application/fhir+ndjson", True),
        ("application/did+json", True),
        ("text/html; charset=utf-8", False),
        ("application/pdf", False),
    ],
)
def test_what_programs_read_is_kept_as_a_file_and_shown_as_no_page(
    kind: str, is_kept: bool, rf: RequestFactory
) -> None:
    answer = strict_headers(lambda _: HttpResponse(content_type=kind))(rf.get("/fhir/metadata"))

    assert answer.headers.get("Content-Disposition") == ('attachment; filename="api.json"' if is_kept else None)


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_with_strict_headers() -> None:
    answer = Client(enforce_csrf_checks=True).post("/join/present/", {"secret": "guessed"})

    assert answer.status_code == 403
    assert answer.headers["Content-Security-Policy"] == POLICY


def test_nothing_inline_and_nobody_elses_host_is_ever_allowed() -> None:
    said = " ".join(DIRECTIVES.values())

    for word in ("unsafe", "http", "*", "strict-dynamic"):
        assert word not in said
    assert DIRECTIVES["default-src"] == "'none'"


@pytest.mark.django_db
def test_style_sheets_and_modules_may_be_kept_by_browsers() -> None:
    page = Client().get("/account/login/").content.decode()
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]

    sheet = Client().get(address)
    sheet.close()

    assert "no-store" not in sheet.headers["Cache-Control"]


@pytest.mark.django_db
def test_served_securely_every_answer_tells_browsers_to_come_back_so_to_names_below_too(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    page = Client().get("/account/login/", secure=True).content.decode()
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]

    answers = {address: Client().get(address, secure=True) for address in (*PUBLIC, sheet)}

    said = {address: answer.headers.get("Strict-Transport-Security") for address, answer in answers.items()}
    assert said == dict.fromkeys(answers, "max-age=31536000; includeSubDomains")
    answers[sheet].close()
