"""Lou takes whole files away in a night by `$everything` and by paging, with a valid token of his own."""

from tests.threats.red_team.plays import Play
from tests.threats.red_team.surroundings import House
from tests.threats.red_team.ways import a_program_of
from tests.threats.served import Served


def test_played(play: Play, house: House, server: Served) -> None:
    lou = house.called("Lou")
    program = a_program_of(house.practice, server, lou)
    own = house.patients[house.team_of(lou)]
    answers = [program.reads(f"Patient/{patient}/$everything")[0] for patient in own]
    program.reads("Observation?_count=200")

    play.by(
        f"FHIR over HTTP, by a program that he let in: {len(answers)} files, one after the other; the log judged afterwards"
    )
    play.proved(house.practice, "fhir.everything", lou)
    if answers.count(200) < len(answers):
        play.prevented(f"a quota, after {answers.count(200)} files")
    play.case_about(house.practice, lou)
