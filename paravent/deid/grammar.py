"""What a cue is, what a name looks like, and when words are one."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from paravent.deid.lexicon import given_names, is_eponym, is_ordinary, listed
from paravent.deid.terms import Label

PLACED, BORN, SURE, LIKELY, WEAK = 0.98, 0.97, 0.95, 0.85, 0.6

FEWEST_DIGITS = 2

CAP = r"[A-ZÄÖÜÉÈŠČŽĆŁŚŻØÅÁÓÍÇ][^\W\d_]{0,60}(?:['’][A-ZÄÖÜ]?[a-zäöüß]{1,60})?(?:-[A-ZÄÖÜ][^\W\d_]{1,60}){0,4}"
WORD = r"(?!(?:MSc|BSc|PhD|Dr|Prof|Mag|Drª|[A-ZÄÖÜ][A-ZÄÖÜ]|[A-ZÄÖÜ][A-ZÄÖÜ][A-ZÄÖÜ])(?![\w]))[A-ZÄÖÜÉÈŠČŽĆŁŚŻØÅÁÓÍÇ][^\W\d_]{1,60}(?:['’][A-ZÄÖÜ][a-zäöüß]{1,60})?(?:-[A-ZÄÖÜ][^\W\d_]{1,60}){0,4}"
INITIAL = r"[A-ZÄÖÜ]\."
SMALL = r"(?:von der|von dem|von den|von und zu|von|van der|van den|van|de la|de|dos|da|di|del|della|el|al|bin|ibn|ter|ten|le|la)"
NAME = rf"(?:(?:{INITIAL}[ \-]?|{WORD}[ ]){{0,3}}(?:{SMALL}[ ](?:{WORD}[ ])?)?{WORD}(?:[ ]{INITIAL}(?!\w))?)"
TITLE_PART = (
    r"(?:Drª|[ao]o?\.\s?(?=Univ)|Ao\.|Prim(?:ar(?:ius|ia)?)?\.?|Univ(?:ersitäts)?\.?-?|Prof(?:essor(?:in)?)?\.?(?:in\b)?|professor(?:in)?|apl\.|Priv\.?-?\s?Doz\.?|PD\b|Doz\.|D?Drs?\.?\s?(?:in\b\.?)?|Dipl\.-[A-Z]\w+\.?"
    r"|Mag\.?(?:\s?a\.)?|med\.?(?:\s?dent\.?|\s?vet\.?|\s?univ(?:ers?)?\.?)?|univ(?:ers?)?\.|mult\.|habil\.|h\.\s?c\.|rer\.\s?nat\.|phil\.|a\.|MBA\b|MSc\b|M\.\s?Sc\.?|BSc\b|B\.\s?Sc\.?|PhD\b|Ph\.D\.|Ing\.)"
)
TITLES = re.compile(
    rf"(?<![\w.])(?=[ao]\.\s?Univ|[Aa]o\.\s?Univ|Prim\.|Primar|Univ\.|Univ-|Universitätsprof|Prof|apl\.|Priv|PD\b|Doz\.|DDr|Dr\b|Drs\b|Drª|Mag\.|Dipl\.-){TITLE_PART}(?:[ \-]?(?:{TITLE_PART}))*"
)
AFTER_NAME = re.compile(r"(?<=[a-zäöüß.] )(?:MBA|MSc|M\.Sc\.|BSc|B\.Sc\.|PhD|MD|Dr\.)(?![\w])")
NO_NAME = frozenset(
    [
        "kollege",
        "kollegin",
        "kollegen",
        "kolleginnen",
        "doktor",
        "professor",
        "patient",
        "patientin",
        "patienten",
        "dame",
        "herr",
        "frau",
        "herrn",
        "damen",
        "herren",
        "sehr",
        "und",
        "oder",
        "mit",
        "bei",
        "am",
        "im",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "vom",
        "zum",
        "zur",
        "in",
        "an",
        "auf",
        "klinik",
        "abteilung",
        "station",
        "ambulanz",
        "chefarzt",
        "oberarzt",
        "oberärztin",
        "assistenzarzt",
        "facharzt",
        "fachärztin",
        "leiter",
        "leiterin",
        "direktor",
        "direktorin",
        "vorstand",
        "klinikvorstand",
        "sekretariat",
        "telefon",
        "tel",
        "fax",
        "geb",
        "geboren",
        "wohnhaft",
        "adresse",
        "befund",
        "diagnose",
        "diagnosen",
        "anamnese",
        "therapie",
        "datum",
        "name",
        "vorname",
        "geschlecht",
        "ergebnis",
        "arzt",
        "ärztin",
        "hausarzt",
        "hausärztin",
        "mfg",
        "gez",
        "the",
        "this",
        "that",
        "with",
        "was",
        "were",
        "patient",
        "dr",
        "prof",
        "med",
        "univ",
        "oa",
        "fa",
        "ltd",
        "mag",
        "er",
        "sie",
        "es",
        "wir",
        "ich",
    ]
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A form in a text, of which the group called `it` (or all) tells something about somebody."""

    label: Label
    form: re.Pattern[str]
    certainty: float
    holds: Callable[[str], bool] = lambda _: True
    signs: tuple[str, ...] = ()
    """What a text has one of where the form is in it: to look for a few words is faster than to try a form everywhere."""

    def is_worth_trying(self, text: str) -> bool:
        """Tell whether the form may be in a text."""
        return not self.signs or any(sign in text for sign in self.signs)


def is_name(words: str) -> bool:
    """Tell whether words may be somebody's name: none of them is a form of address or a part of a letter."""
    parts = re.findall(r"[^\W\d_]+", words.casefold())
    return bool(parts) and not any(part in NO_NAME for part in parts)


def is_full_name(words: str) -> bool:
    """Tell whether a given name of the lists is followed by what may be a family name."""
    given, *rest = re.split(r"[ ]+", words)
    if (
        given not in given_names()
        or not is_name(words)
        or (is_ordinary(given) and not (rest and rest[-1] in listed("family")))
    ):
        return False
    return all(not is_ordinary(part) or part in listed("family") for part in rest)


def has_digits(words: str) -> bool:
    """Tell whether a number is long enough to tell anybody from others."""
    return sum(sign.isdigit() for sign in words) >= FEWEST_DIGITS


def is_no_year(words: str) -> bool:
    """Tell whether a postal code cannot be a year."""
    return len(words) != len("2026") or not words.startswith(("19", "20"))


def is_place(words: str) -> bool:
    """Tell whether words before a date may be the place of writing, not what was examined on that day."""
    return is_name(words) and not re.search(
        r"(?i)(?:graphie|graph|metrie|skopie|logie|test|befund|labor|kontrolle|röntgen|mrt?|ct|ekg|eeg|sono|biopsie|szinti|status|visite|besuch|jetzt)$",
        words,
    )


def is_listed_place(words: str) -> bool:
    """Tell whether a place of the lists is meant."""
    return words in listed("places") and not is_ordinary(words) and not is_eponym(words)


def cue(
    label: Label,
    form: str,
    certainty: float = SURE,
    holds: Callable[[str], bool] = lambda _: True,
    signs: tuple[str, ...] = (),
) -> Cue:
    """Return a cue from a form as it is written."""
    return Cue(label, re.compile(form), certainty, holds, signs)
