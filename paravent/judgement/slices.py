"""What one person's accesses need to be judged: so that a new entry is judged within a moment."""

from dataclasses import replace

import polars as pl

from paravent.judgement.frames import Frames

OF_PATIENTS = ("visits", "relations", "glasses", "kinships", "notables")
OF_PEOPLE = ("roles", "memberships", "notices")


def slice_of(frames: Frames, person: int) -> Frames:
    """Return a person's accesses, what else happened to those files, who had to do with them, and the log's last line.

    Judging it says of these accesses what judging everything says, but for a clock that was set back.
    How a week compares with peers is told by the run over everybody.
    """
    theirs = frames.accesses.filter(pl.col("actor") == person)["patient"].drop_nulls().unique().implode()
    touched = pl.col("patient").is_in(theirs)
    is_last = pl.col("entry") == pl.col("entry").max()
    accesses = frames.accesses.filter((pl.col("actor") == person) | touched | is_last)
    of_patients = {name: getattr(frames, name).filter(touched) for name in OF_PATIENTS}
    people = pl.concat([accesses["actor"], of_patients["visits"]["clinician"], of_patients["glasses"]["person"]])
    concerned = pl.col("person").is_in(people.drop_nulls().unique().implode())
    of_people = {name: getattr(frames, name).filter(concerned) for name in OF_PEOPLE}
    # That there is a roster, and an emergency duty on it, is told by any of its rows.
    is_kept = concerned | pl.col("team").is_null() | (pl.int_range(pl.len()) == 0)
    return replace(frames, accesses=accesses, duties=frames.duties.filter(is_kept), **of_patients, **of_people)
