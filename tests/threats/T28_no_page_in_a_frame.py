"""A foreign page *cannot* show ours in a frame and have people click what they do not see: no page, refusal or error may be framed."""

from django.test import Client

from tests.threats.cast import Practice, addresses


def test_no_answer_may_be_framed(practice: Practice) -> None:
    pages = [*addresses(practice), practice.held.page, "/nowhere/"]
    statuses = set()
    for browser in (Client(), practice.bea.browser, practice.max.browser, practice.ali):
        for page in pages:
            answer = browser.get(page)
            statuses.add(answer.status_code)
            assert answer.headers["X-Frame-Options"] == "DENY", page
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], page
            assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", page

    assert {200, 302, 403, 404, 405} <= statuses
