"""The other patients of the practice, in small files. There are as many as research needs, so that nobody in a release stands alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from paravent.fhir.sample.story import Condition, Contact, Course, Letter, Medicine, Story

Sex = Literal["male", "female"]


@dataclass(frozen=True, slots=True)
class Illness:
    """What somebody has: words, SNOMED CT and ICD-10 code, the medicine against it (words, ATC code, dose), and why they come."""

    words: str
    snomed: str
    icd10: str
    medicine: tuple[str, str, str]
    reason: str


PRESSURE = Illness(
    "Essential hypertension",
    "59621000",
    "I10",
    ("Ramipril 5 mg", "C09AA05", "1 in the morning"),
    "Blood pressure, readings from home",
)
ILLNESSES: Mapping[str, Illness] = MappingProxyType(
    {
        "diabetes": Illness(
            "Type 2 diabetes mellitus",
            "44054006",
            "E11.9",
            ("Metformin 1000 mg", "A10BA02", "1 morning and evening"),
            "Diabetes programme",
        ),
        "cholesterol": Illness(
            "Hypercholesterolaemia",
            "13644009",
            "E78.0",
            ("Atorvastatin 20 mg", "C10AA05", "1 in the evening"),
            "Laboratory results",
        ),
        "thyroid": Illness(
            "Hypothyroidism",
            "40930008",
            "E03.9",
            ("Levothyroxine 75 µg", "H03AA01", "1 in the morning, half an hour before breakfast"),
            "Laboratory, once a year",
        ),
        "asthma": Illness(
            "Allergic asthma",
            "389145006",
            "J45.0",
            ("Budesonide/formoterol 160/4.5 µg", "R03AK07", "1 inhalation when needed, at most eight a day"),
            "Cough at night",
        ),
        "back": Illness(
            "Low back pain",
            "279039007",
            "M54.5",
            ("Ibuprofen 400 mg", "M01AE01", "1 when in pain, at most three a day"),
            "Back pain, certificate for work",
        ),
        "knee": Illness(
            "Osteoarthritis of knee",
            "239873007",
            "M17.9",
            ("Diclofenac gel", "M02AA15", "thinly, three times a day"),
            "Knee pain on the stairs",
        ),
        "reflux": Illness(
            "Gastro-oesophageal reflux disease",
            "235595009",
            "K21.9",
            ("Pantoprazole 20 mg", "A02BC02", "1 before breakfast, for four weeks"),
            "Heartburn after meals",
        ),
        "gout": Illness(
            "Gout", "90560007", "M10.9", ("Allopurinol 100 mg", "M04AA01", "1 after breakfast"), "The toe again"
        ),
        "hay fever": Illness(
            "Seasonal allergic rhinitis",
            "367498001",
            "J30.1",
            ("Cetirizine 10 mg", "R06AE07", "1 in the evening in early summer"),
            "Hay fever",
        ),
    }
)

WITH_PRESSURE: tuple[tuple[str, str, int, str], ...] = (
    ("Renate", "Winter", 74, ""),
    ("Bernd", "Schreiber", 69, "gout"),
    ("Ingrid", "Albers", 78, "knee"),
    ("Klaus", "Dreyer", 72, "diabetes"),
    ("Monika", "Sommer", 63, ""),
    ("Detlef", "Pohl", 58, "cholesterol"),
    ("Fatma", "Yildiz", 61, "diabetes"),
    ("Wolfgang", "Ritter", 80, "knee"),
    ("Helga", "Baumann", 82, "cholesterol"),
    ("Rainer", "Kolbe", 64, ""),
    ("Gisela", "Thiel", 70, "thyroid"),
    ("Mehmet", "Kaplan", 55, "diabetes"),
    ("Ursula", "Frank", 68, ""),
    ("Dieter", "Seidel", 75, "cholesterol"),
    ("Petra", "Hoffmann", 57, "thyroid"),
    ("Jürgen", "Adam", 62, "back"),
    ("Halina", "Nowak", 66, "knee"),
    ("Stefan", "Vogt", 53, ""),
    ("Sabine", "Engel", 52, "reflux"),
    ("Antonio", "Ricci", 71, "gout"),
    ("Christa", "Jahn", 77, ""),
    ("Uwe", "Bergmann", 60, "reflux"),
    ("Dagmar", "Krause", 59, "cholesterol"),
    ("Nikolaos", "Papadakis", 67, "diabetes"),
    ("Heike", "Simon", 54, ""),
    ("Manfred", "Otto", 79, "cholesterol"),
    ("Tuyet", "Pham", 56, "reflux"),
    ("Holger", "Stein", 51, "back"),
)
"""Given and family name, age, and what they have besides. Women and men in turn."""
OTHERS: tuple[tuple[str, str, int, str], ...] = (
    ("Anja", "Kuhn", 44, "thyroid"),
    ("Marco", "Busch", 38, "back"),
    ("Leyla", "Arslan", 29, "asthma"),
    ("Florian", "Haas", 33, "hay fever"),
    ("Claudia", "Peters", 49, "reflux"),
    ("Sven", "Lorenz", 41, "back"),
    ("Olga", "Sokolova", 47, "thyroid"),
    ("Daniel", "Graf", 24, "asthma"),
    ("Miriam", "Roth", 36, "hay fever"),
    ("Piotr", "Zielinski", 45, "gout"),
    ("Johanna", "Ebert", 19, "asthma"),
    ("Kai", "Brinkmann", 31, "hay fever"),
    ("Nadine", "Schuster", 40, "back"),
    ("Amir", "Rahimi", 48, "reflux"),
)
NOTE = (
    "Mrs Winter measures every morning before breakfast; her neighbour Mathilde writes the numbers down. 148/88 on average, "
    "lower since the long winter is over. She walks to the market again. To be seen in four weeks."
)
"""A note in which nobody but a person can tell who is meant by a word, and who is not."""
NOTES: Mapping[str, Letter] = MappingProxyType({"renate-winter": Letter(0.3, "Home visit: note", NOTE)})


def _stories() -> Iterator[Story]:
    for number, (given, family, age, besides) in enumerate((*WITH_PRESSURE, *OTHERS)):
        has = [PRESSURE] if number < len(WITH_PRESSURE) else []
        has += [ILLNESSES[besides]] if besides else []
        yield _story(number, (given, family), age, has)


def _story(number: int, name: tuple[str, str], age: int, illnesses: list[Illness]) -> Story:
    given, family = name
    sex: Sex = "male" if number % 2 else "female"
    key = f"{given}-{family}".lower()
    since = [3 + (number + at) % 6 + 0.4 for at in range(len(illnesses))]
    return Story(
        key=key,
        given=given,
        family=family,
        sex=sex,
        age=age,
        birthday=(number * 5 % 12 + 1, number * 7 % 28 + 1),
        phone=f"+49 30 55502{number:02}",
        conditions=tuple(
            Condition(one.words, one.snomed, one.icd10, ago) for one, ago in zip(illnesses, since, strict=True)
        ),
        medicines=tuple(Medicine(*one.medicine, ago) for one, ago in zip(illnesses, since, strict=True)),
        courses=tuple(_courses(number, sex, illnesses)),
        contacts=tuple(
            Contact(0.2 + (number * 3 + at * 5) % 9 / 10, one.reason) for at, one in enumerate(illnesses[:2])
        ),
        letters=(NOTES[key],) if key in NOTES else (),
    )


def _courses(number: int, sex: Sex, illnesses: list[Illness]) -> Iterator[Course]:
    """Yield two years of blood pressure for who has too much of it, one for the others, and the weight."""
    if PRESSURE in illnesses:
        before, now = 152 + number * 5 % 19, 128 + number * 11 % 26
        yield Course("blood-pressure", ((2, before, before - 62), (0.7, now, now - 52), (0, now, now - 52)), 4, 2)
    else:
        usual = 112 + number * 7 % 21
        yield Course("blood-pressure", ((1, usual, usual - 44), (0, usual, usual - 44)), 4, 1)
    weight = (64 if sex == "female" else 80) + number * 3 % 14
    yield Course("weight", ((1.5, weight + 1.5), (0, weight)), 0.6, 1)


REGULARS = tuple(_stories())
