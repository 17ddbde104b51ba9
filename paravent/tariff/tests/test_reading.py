"""What a bad catalogue is told: which file, which line, which code, which field, why, and what to do."""

from pathlib import Path

import pytest

from paravent.tariff.reading import FOLDER, catalogues, every_version, phrases, read, read_folder
from paravent.tariff.terms import Cause, RulesUnreadable, Scheme

EBM = (FOLDER / "ebm.yaml").read_text()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('  - code: "01444"', "  - code: 01444", "code 804: codes.3.code: Value error, is a number to YAML"),
        ("points: 10\n", "points: -10\n", "code 01444: codes.3.versions.0.points: Input should be greater than"),
        ("points: 10\n", "pionts: 10\n", "codes.3.versions.0.pionts: Extra inputs are not permitted. Leave it out"),
        ("identity: [card-shown]", "identity: [card]", "codes.3.versions.0.conditions.identity.0: Input should be"),
        ("limits: [ceiling-01450]", "limits: [roof]", "code 01450: versions.0.limits: 'roof' is no limit of this file. Add it"),
        ("evidence: [started-at, identity-check", "evidence: [started, identity-check", "'started' is no fact of a visit. Choose from:"),
        ('{cents: "12.3934"', "{cents: 12.3934", "point_values.3.cents: Value error, is a number to YAML, which drops zeros"),
        ("over {tool},", "over {device},", "why: Value error, has 'device' in braces, which nothing fills"),
        ("valid_to: 2023-12-31\n        decided_on: 2019-10-01", "valid_to: 2018-12-31\n        decided_on: 2019-10-01", "before it begins on 2019-10-01"),
        ("        decided_on: 2025-07-11\n", "        decided_on: 2025-04-03\n", "limit video-only-share: versions: two were decided on 2025-04-03"),
        ('decided_on: 2019-10-01\n        dated: assumed\n        checked: yes\n        source: "aerztezeitung.de 442093', 'dated: assumed\n        checked: yes\n        source: "aerztezeitung.de 442093', "code 01444: codes.3.versions.0.decided_on: Field required. Add it."),
        ('        checked: no\n        source: "kvhessen.de, Detail', '        checked: yes\n        source: "kvhessen.de, Detail', "is contradicted and called checked"),
        ("      - is_gone: yes\n        valid_from: 2021-10-01", "      - points: 1\n        valid_from: 2021-10-01", "needs `why`, a sentence for the clinician"),
        ('value: "700"', 'is_gone: yes\n        value: "700"', "limit ceiling-01450: limits.4.versions.1: Value error, has to say a value, or is_gone"),
        ("currency: EUR", "currency: [EUR", "ebm.yaml, line 7: no YAML"),
        ("scheme: ebm", "scheme: cpt", "ebm.yaml: scheme: is 'cpt'. Name the file cpt.yaml."),
        ('  - code: "01452"', '  - code: "01450"', "code 01450: stands there twice"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_where_why_and_what_to_do(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in EBM
    (tmp_path / "ebm.yaml").write_text(EBM.replace(old, new, 1))
    with pytest.raises(RulesUnreadable) as odd:
        read_folder(tmp_path)
    assert said in str(odd.value)
    assert str(odd.value).startswith("ebm.yaml")


def test_every_bad_file_is_told_at_once(tmp_path: Path) -> None:
    for name in ("ebm.yaml", "goae.yaml"):
        (tmp_path / name).write_text("scheme: x")
    with pytest.raises(RulesUnreadable) as odd:
        read_folder(tmp_path)
    assert "ebm.yaml, line 1: scheme: Input should be 'ebm', 'goae' or 'cpt'. Choose one of those." in str(odd.value)
    assert "goae.yaml, line 1: codes: Field required. Add it." in str(odd.value)


def test_the_catalogues_that_come_along_are_whole() -> None:
    found = catalogues()
    assert set(found) == set(Scheme)
    for catalogue in found.values():
        for code, version in every_version(catalogue):
            assert code.text.en != code.text.de
            assert version.is_gone or version.why is not None
            assert version.source
            assert "[mem]" not in version.source
            assert not version.checked or "from memory" not in version.source, code.code
    assert set(phrases().causes) == set(Cause)


def test_a_file_beyond_measure_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "ebm.yaml").write_text("#" * 600_000)
    with pytest.raises(RulesUnreadable, match="larger than 512 KiB"):
        read(tmp_path / "ebm.yaml")
