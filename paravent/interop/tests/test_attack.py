"""Nonsense by the thousand: never a failure of the server, every refusal an OperationOutcome, nobody else's ids.

What is tried is drawn from the CapabilityStatement: whatever the server says it can do, it can be asked wrongly.
"""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paravent.interop.tests import cast
from paravent.interop.tests.cast import Practice, Program, pulse
from paravent.interop.tests.test_transactions import bundle, entry

MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ODD = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "",
            ",",
            "|",
            "\\",
            "$",
            "\x00",
            "null",
            "-1",
            "1e400",
            "9" * 30,
            "ge2026-03",
            "ap0001-01-01",
            "9999-12-31",
            "2026-02-30",
            "Patient/1",
            "urn:uuid:x",
            "http://[",
            "../../etc/passwd",
            "' OR 1=1 --",
            "İ",
            "\ufdd0",
            "a" * 300,
            "8867-4",
            "final",
        ]
    ),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), ODD),
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["resourceType", "id", "code", "subject", "reference", "status", "extension", "value", "op", "path"]
            ),
            below,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@pytest.fixture
def bea(here: Practice) -> Program:
    """Return Bea's program, in a practice in which Cem's patient has something to hide."""
    here.system.post("/Observation", pulse(here.eve))
    program = Program(cast.given("bea", here.bea))
    program.post("/Observation", pulse(here.ali))
    return program


def stands(answer: HttpResponse, here: Practice) -> None:
    """Hold what must be true of every answer whatever was asked."""
    assert answer.status_code < 500, answer.content
    content = answer.content.decode()
    assert str(here.eve) not in content
    assert "Traceback" not in content
    if answer.status_code >= 400:
        said = json.loads(content)
        assert said["resourceType"] == "OperationOutcome"
        assert said["issue"]


def of_statement(program: Program) -> dict[str, list[str]]:
    said = program.get("/metadata").json()["rest"][0]["resource"]
    return {one["type"]: [parameter["name"] for parameter in one.get("searchParam", [])] for one in said}


def test_any_search_is_answered_or_refused(here: Practice, bea: Program) -> None:
    known = of_statement(bea)
    result = ["_count", "_sort", "_include", "_revinclude", "_summary", "_elements", "_total", "_page", "_format"]

    @MANY
    @given(st.data())
    def attack(draw: st.DataObject) -> None:
        kind = draw.draw(st.sampled_from(sorted(known)))
        names = st.sampled_from([*known[kind], *result, "colour"])
        modifiers = st.sampled_from(
            ["", "", ":not", ":missing", ":exact", ":contains", ":text", ":identifier", ":Patient", ":x"]
        )
        pairs = draw.draw(st.lists(st.tuples(st.builds(str.__add__, names, modifiers), ODD), max_size=4))
        stands(bea.get(f"/{kind}?{urlencode(pairs)}"), here)
        stands(
            bea.send("POST", f"/{kind}/_search", urlencode(pairs), content_type="application/x-www-form-urlencoded"),
            here,
        )

    attack()


@pytest.mark.parametrize("value", ["\x00", "a\x00b", "ge9999-12-31", "ap0001-01-01", "|\x00", "Patient/\x00"])
def test_every_parameter_bears_the_worst(here: Practice, bea: Program, value: str) -> None:
    for kind, names in of_statement(bea).items():
        for name in names:
            form = urlencode([(name, value)])
            stands(bea.send("POST", f"/{kind}/_search", form, content_type="application/x-www-form-urlencoded"), here)


def test_anything_sent_is_taken_or_refused(here: Practice, bea: Program) -> None:
    known = sorted(of_statement(bea))
    whole = pulse(here.ali)

    @MANY
    @given(st.data())
    def attack(draw: st.DataObject) -> None:
        kind = draw.draw(st.sampled_from(known))
        broken = whole | {draw.draw(st.sampled_from(sorted(whole))): draw.draw(JSON)}
        body: Any = draw.draw(st.sampled_from([broken, broken | {"resourceType": kind}, draw.draw(JSON)]))
        condition = draw.draw(ODD.filter(lambda text: text.isprintable() and text.isascii()))
        stands(bea.post(f"/{kind}", body, **{"If-None-Exist": condition}), here)
        stands(bea.send("PUT", f"/{kind}/some-id", body, **{"If-Match": condition}), here)
        stands(bea.post("/", body), here)

    attack()


def test_any_patch_and_any_bundle_is_done_or_refused(here: Practice, bea: Program) -> None:
    place = f"/Observation/{bea.post('/Observation', pulse(here.ali)).json()['id']}"

    @MANY
    @given(JSON, ODD, st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"]))
    def attack(body: Any, url: str, method: str) -> None:
        stands(bea.send("PATCH", place, body, content_type="application/json-patch+json"), here)
        for kind in ("batch", "transaction"):
            stands(bea.post("/", bundle(kind, entry(method, url, body), entry("GET", f"Observation?{url}"))), here)

    attack()


def test_any_address_is_known_or_not(here: Practice, bea: Program) -> None:
    from urllib.parse import quote

    @MANY
    @given(
        st.lists(
            st.one_of(
                ODD,
                st.sampled_from(
                    ["Patient", "Observation", "_history", "$everything", str(here.ali), str(here.ali).upper()]
                ),
            ),
            max_size=4,
        )
    )
    def attack(parts: list[str]) -> None:
        path = "/" + "/".join(quote(part, safe="$") for part in parts)
        for method in ("GET", "PUT", "DELETE"):
            answer = bea.send(method, path) if method != "PUT" else bea.send(method, path, pulse(here.ali))
            if answer.status_code != 204:
                stands(answer, here)

    attack()
