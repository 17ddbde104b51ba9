"""Reading FHIR whatever its shape; what is broken is reported, and the rest goes on."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.fhir.streams import Found, NothingToRead, files_of, read

PATIENT = {"resourceType": "Patient", "id": "p1"}
OBSERVATION = {"resourceType": "Observation", "id": "o1"}


def bundle(*resources: dict[str, object]) -> dict[str, object]:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}


def found_in(tmp_path: Path, content: bytes, name: str = "data") -> list[Found]:
    path = tmp_path / name
    path.write_bytes(content)
    return list(read([path]))


def ids(found: list[Found]) -> list[str]:
    return [one.resource["id"] if one.resource else one.problem for one in found]


LINES = f"{json.dumps(PATIENT)}\n{json.dumps(OBSERVATION)}\n".encode()
SHAPES = {
    "ndjson": LINES,
    "ndjson without a last line end": LINES.rstrip(),
    "ndjson from Windows": LINES.replace(b"\n", b"\r\n"),
    "ndjson with a byte order mark and blank lines": b"\xef\xbb\xbf\n\n" + LINES.replace(b"\n", b"\n\n"),
    "a bundle in one line": json.dumps(bundle(PATIENT, OBSERVATION)).encode(),
    "a bundle on many lines": json.dumps(bundle(PATIENT, OBSERVATION), indent=2).encode(),
    "a bundle that says last what it is": json.dumps(
        dict(reversed(bundle(PATIENT, OBSERVATION).items())), indent=1
    ).encode(),
    "an array": json.dumps([PATIENT, OBSERVATION], indent=2).encode(),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("packed", [False, True])
def test_every_shape_is_read_plain_and_packed(tmp_path: Path, shape: str, packed: bool) -> None:
    content = gzip.compress(SHAPES[shape]) if packed else SHAPES[shape]
    assert ids(found_in(tmp_path, content)) == ["p1", "o1"]


def test_a_single_resource_on_many_lines_is_one(tmp_path: Path) -> None:
    assert ids(found_in(tmp_path, json.dumps(PATIENT, indent=2).encode())) == ["p1"]


def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    first, second = LINES.splitlines(keepends=True)
    found = found_in(tmp_path, first + b"nonsense\n" + second)
    assert [(one.place.line, bool(one.resource)) for one in found] == [(1, True), (2, False), (3, True)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"hello", "not JSON"),
        (b'{"a": 1}', "no FHIR resource"),
        (json.dumps(bundle(PATIENT), indent=2).encode()[:-20], "ends in the middle"),
        (gzip.compress(LINES * 50, mtime=0)[:-40], "damaged"),
        (b'{"resourceType": "Bundle", "entry": [{"fullUrl": "x"}]}', "holds no resource"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, content: bytes, says: str) -> None:
    found = found_in(tmp_path, content)
    assert says in found[-1].problem


def test_of_one_type_other_lines_are_passed_over_and_none_of_it_is_missed(tmp_path: Path) -> None:
    path = tmp_path / "mixed.ndjson"
    path.write_bytes(
        b'{"resourceType":"Patient","id":"a"}\n{"resourceType":"Observation","id":"b"}\n'
        b'{ "resourceType" : "P\\u0061tient", "id":"c"}\nno JSON\n'
    )

    found = list(read([path], kind="Patient"))

    assert [one.resource["id"] for one in found if one.resource] == ["a", "c"]
    assert [one.place.line for one in found] == [1, 3]


def test_an_empty_bundle_holds_nothing(tmp_path: Path) -> None:
    assert found_in(tmp_path, b'{"resourceType": "Bundle",\n "type": "collection"}') == []


def test_a_folder_is_read_in_order_and_other_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.ndjson", "a.json", "notes.txt"):
        (tmp_path / name).write_bytes(LINES)
    assert [path.name for path in files_of(tmp_path)] == ["a.json", "b.ndjson"]


def test_a_folder_without_fhir_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead):
        files_of(tmp_path)


def test_every_byte_is_counted_once(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(gzip.compress(LINES * 1000))
    counted: list[int] = []
    list(read([path], counted.append))
    assert sum(counted) == path.stat().st_size


@given(st.binary(max_size=400))
def test_no_bytes_at_all_make_it_fall(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for one in found_in(Path(folder), content):
            assert one.resource is not None or one.problem
