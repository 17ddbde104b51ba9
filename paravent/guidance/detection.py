"""Whether a note holds another person's data: a name beside a relation, or a number or birth date in a sentence about a relation.

Rules of ours in English and German. They know no list of names: what stands after a relation with a capital is a name unless it looks
like a finding, since German writes every noun so. Nothing is blocked by them.
"""

import re

RELATIONS = (
    r"(?i:wife|husband|spouse|partner|mother|father|mom|mum|dad|daughter|son|sister|brother|aunt|uncle|niece|nephew|cousin|"
    r"grandmother|grandfather|grandson|granddaughter|girlfriend|boyfriend|neighbou?r|colleague|carer|"
    r"ehefrau|ehemann|gattin|gatte|partnerin|lebensgefährt(?:e|in)|mutter|vater|mama|papa|tochter|sohn|"
    r"bruder|tante|onkel|nichte|neffe|oma|opa|großmutter|großvater|enkelin|enkel|nachbarin|nachbar|"
    r"kollegin|kollege|freundin|schwiegermutter|schwiegervater|schwiegertochter|schwiegersohn)"
)
POSSESSED = r"(?:[Ss]eine?[rmn]?|[Ii]hre?[rmn]?|[Dd]eren|[Dd]essen) (?:Frau|Mann|Schwester|Freund|Kind)"
"""Alone they are also a title, a nurse, or anybody."""
RELATION = re.compile(rf"\b(?:{RELATIONS}|{POSSESSED})\b")
TITLE = r"(?:(?:Herr|Frau|Mr\.?|Mrs\.?|Ms\.?|Dr\.?) )?"
NAME = r"(?P<name>[A-Z\u00c0-\u017e][a-z\u00df-\u017e]+(?:-[A-Z\u00c0-\u017e][a-z\u00df-\u017e]+)?)"
NAMED = re.compile(rf"\b(?:{RELATIONS}|{POSSESSED})(?: (?:called|named|namens)|,)? {TITLE}{NAME}\b(?!:)")
ASIDE = re.compile(rf"\b{NAME}(?: [A-ZÄÖÜ][a-zäöüß]+)? \((?:(?:his|her|their|the|[a-z]+e) )?{RELATIONS}\b")
PHONE = re.compile(r"(?<![\d.,/])(?:\+\d{1,3}|0\d)[\d ()/-]{5,16}\d(?!\d|\.\d)")
DATE = r"(?:\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}\.? [A-ZÄa-zä]{3,9} \d{4})"
BORN = re.compile(rf"(?:\bborn(?: on)?|\bDOB:?|\bbirth ?date:?|\bgeb\.|\bgeboren(?: am)?|\bGeburtsdatum:?|\*)\s?{DATE}")
A_DATE = re.compile(DATE)
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])|[\n;]")

FINDING = re.compile(
    r"(?:itis|[a-zäöü]{3}osen?|[a-zäöü]{3}ung(?:en)?|keit|heit|krebs|karzinom|infarkt|schmerz|schmerzen|sucht|krankheit|pathie|ämie|tonie|phrenie|lepsie|allergie|"
    r"ismus|ität|tion|tionen|iker|ikerin|[a-zäöü]{3}om[ae]?|anfall|druck|schwäche|schaden|fehler|bruch|operation|unfall|pflege)$"
)
NO_NAMES = frozenset(
    [
        "Diabetes",
        "Asthma",
        "Migräne",
        "Rheuma",
        "Gicht",
        "Demenz",
        "Parkinson",
        "Alzheimer",
        "Epilepsie",
        "Depression",
        "Krebs",
        "Hypertonie",
        "Apoplex",
        "Schlaganfall",
        "Herz",
        "Niere",
        "Lunge",
        "Brust",
        "Haut",
        "Fieber",
        "Husten",
        "Grippe",
        "Covid",
        "Corona",
        "Typ",
        "Typ-II",
        "Alter",
        "Jahre",
        "Jahr",
        "Zustand",
        "Tod",
        "Suizid",
        "Alkohol",
        "Nikotin",
        "Raucher",
        "Raucherin",
        "Arzt",
        "Ärztin",
        "Lehrer",
        "Lehrerin",
        "Student",
        "Studentin",
        "Myom",
        "Haus",
        "Hause",
        "Begleitung",
        "Bescheid",
        "Hilfe",
        "Kontakt",
        "Kinder",
        "Kind",
        "Zwillinge",
        "Rente",
        "Rentner",
        "Rentnerin",
        "Psoriasis",
        "Patient",
        "Patientin",
        "Anamnese",
        "Morbus",
        "Lupus",
        "Multiple",
        "Type",
        "Type-2",
        "Crohn",
        "Hashimoto",
        "Coeliac",
        "Sickle",
        "Factor",
        "Huntington",
        "Lynch",
        "Marfan",
        "Down",
        "In",
        "On",
        "At",
        "The",
        "And",
        "But",
        "He",
        "She",
        "They",
        "His",
        "Her",
        "Since",
        "Today",
        "Yesterday",
        "No",
        "Not",
        "Am",
        "Im",
        "Und",
        "Aber",
        "Er",
        "Sie",
        "Seit",
        "Heute",
        "Gestern",
        "Kein",
        "Keine",
        "Nicht",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ]
)


def holds_third_person(text: str) -> bool:
    """Tell whether a text seems to hold a name, a telephone number or a birth date of somebody else."""
    return any(_holds(sentence) for sentence in SENTENCE.split(text))


def _holds(sentence: str) -> bool:
    if any(_is_name(found["name"]) for rule in (NAMED, ASIDE) for found in rule.finditer(sentence)):
        return True
    return RELATION.search(sentence) is not None and (BORN.search(sentence) is not None or _holds_number(sentence))


def _is_name(word: str) -> bool:
    return word not in NO_NAMES and FINDING.search(word) is None


def _holds_number(sentence: str) -> bool:
    return any(A_DATE.fullmatch(found.group()) is None for found in PHONE.finditer(sentence))
