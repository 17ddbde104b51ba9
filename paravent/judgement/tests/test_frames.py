"""What may reach a judgement is a list of columns, and holds no name."""

from dataclasses import fields

from paravent.judgement.frames import SCHEMAS, Frames


def test_every_frame_has_a_schema() -> None:
    assert [field.name for field in fields(Frames)] == list(SCHEMAS)


def test_no_column_could_hold_a_name_or_the_truth_of_a_simulation() -> None:
    columns = {name for schema in SCHEMAS.values() for name in schema}
    assert not columns & {"name", "email", "surname", "scenario", "insider", "truth", "injected", "label"}
