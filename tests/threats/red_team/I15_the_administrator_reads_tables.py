"""The database's administrator reads its tables and its dump."""

from tests.threats.cast import WORDS, Practice
from tests.threats.red_team.plays import Play
from tests.threats.searching import dumped, traces


def test_played(play: Play, practice: Practice) -> None:
    play.by("SQL as the database's superuser, and pg_dump; every form in which a word could lie there is looked for")
    loot = dumped(practice)

    assert {name: found for name, word in WORDS.items() if (found := traces(loot, word))} == {}
    with practice.as_superuser() as superuser:
        rows = superuser.execute("SELECT sealed FROM records_resource").fetchall()
    assert rows
    play.prevented("what is about a patient is sealed (AES-256-GCM) under keys that are not in the database")
    play.no_line("whoever reads tables as the database's superuser does not pass by the gate")
