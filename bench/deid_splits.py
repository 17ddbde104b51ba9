"""Which texts the de-identification may be tuned on, and which count. Fixed before the first rule was written.

GraSCCo_PHI: the published five folds of calgo-lab/redakt-grascco (src/data_handlers/grascco_data_handler.py: scikit-learn's
KFold(5, shuffle=True, random_state=2025) over 50 letters, rolled by one, four letters in every test fold). The published support of fold 1,
336 entities, is met. Nine letters are in no test fold: they alone are looked at while rules are written.
ASQ-PHI and presidio-research have no published folds: the SHA-256 of a query's id, and of a template's number, decides. So no template
stands on both sides.
"""

import hashlib

TO_LOOK_AT = (
    *("Weil", "Fleischmann", "Amanda_Alzheimer", "Tupolev_3", "Schielaug", "Waldenström", "Theodor"),
    *("Schuh", "Dupuytren"),
)
IN_EVERY_TEST = ("Joubert", "Meulengracht", "Recklinghausen", "Boeck")
FOLDS = (
    ["Cajal", "Colon_Fake_H", "Fabry", "Fuss", "Ilgner", "Obradovic", "Popovic", "Schnitzler", "Weber", "Zezelj"],
    [
        "Beuerle",
        "Colon_Fake_B",
        "Colon_Fake_C",
        "Colon_Fake_D",
        "Haefner",
        "Jenninger",
        "Koenig",
        "Leitner",
        "Tupolev_4",
        "Utz",
    ],
    [
        "Colon_Fake_A",
        "Colon_Fake_K",
        "Meyr",
        "Neubauer",
        "Osler",
        "Quervain",
        "Stölzl",
        "Sudeck",
        "Tupolev_2",
        "Ypsilanti",
    ],
    [
        "Baastrup",
        "Colon_Fake_E",
        "Colon_Fake_G",
        "Colon_Fake_I",
        "Ehrenberger",
        "Queisser",
        "Rieser",
        "Tupolev_1",
        "Vogler",
        "Xavier",
    ],
    [
        "Albers",
        "Clausthal",
        "Colon_Fake_F",
        "Colon_Fake_J",
        "Dewald",
        "Gebauer",
        "Jadassohn",
        "Kawasaki",
        "Praechtel",
        "Wankel",
    ],
)


def counts(name: str) -> bool:
    """Tell whether a query or a template is for the test; nobody chose."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


def asq_counts(query: str) -> bool:
    return counts(f"asq-phi {query}")


def presidio_counts(template: int) -> bool:
    return counts(f"presidio-research template {template}")
