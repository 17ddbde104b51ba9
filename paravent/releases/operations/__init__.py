"""What is done about releases. One function, one use case, one line in the log; no line of a researcher names a patient."""

from paravent.releases.operations.asking import (
    ask_for_release,
    decide_release,
    list_releases,
    measure_release,
    see_release,
)
from paravent.releases.operations.making import (
    begin_release,
    finish_release,
    make_part,
    make_release,
    plan_release,
    vouch_for_release,
    waiting_releases,
)
from paravent.releases.operations.taking import forget_files, give_back, take_dossier, take_file, take_proof

__all__ = [
    "ask_for_release",
    "begin_release",
    "decide_release",
    "finish_release",
    "forget_files",
    "give_back",
    "list_releases",
    "make_part",
    "make_release",
    "measure_release",
    "plan_release",
    "see_release",
    "take_dossier",
    "take_file",
    "take_proof",
    "vouch_for_release",
    "waiting_releases",
]
