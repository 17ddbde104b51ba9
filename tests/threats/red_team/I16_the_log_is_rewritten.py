"""The database's administrator edits, deletes, reorders and empties the log."""

from tests.threats import T11_a_changed_log_is_noticed as T11
from tests.threats import T60_an_edited_entry as T60
from tests.threats import T61_an_edited_detail as T61
from tests.threats.red_team.plays import Play
from tests.threats.red_team.surroundings import House
from tests.threats.rewriting import Outsider, Rewriter


def test_with_the_database_alone(play: Play, house: House) -> None:
    play.by("SQL as the database's superuser, thirteen forgeries")
    play.proved(house.practice, "chart.open", house.practice.bea)
    T11.test_every_forgery_is_named(house.practice)
    play.detected("`paravent ledger verify`, which names the place")


def test_with_the_stolen_key_too(play: Play, administrator: Rewriter, witness: Outsider) -> None:
    play.by("everything signed anew with the stolen key")
    T61.test_who_saved_a_receipt_can_prove_what_was_there(administrator)
    T60.test_signed_anew_it_is_found_by_the_next_round(administrator, witness)
    play.detected("the next round of a witness, who finds two histories")
    play.wrote("the receipts that patients and staff saved before, which go on proving what was there")
