"""Where the names of people stand in a letter."""

import re

from paravent.deid.grammar import INITIAL, LIKELY, NAME, SMALL, SURE, WORD, cue, is_full_name, is_name
from paravent.deid.lexicon import given_names, is_ordinary
from paravent.deid.terms import Label

ADDRESSED = r"(?<!\w)(?:Herrn?|Frau|Hrn?\.|Fr\.|Fräulein|Familie|Fam\.)"
ROLE = r"(?:Kolleg(?:e|in|en)|Patient(?:in|en)?|Doktor|Oberärztin|Oberarzt|Chefarzt|Chefärztin)"
PEOPLE = (
    cue(
        Label.PATIENT,
        rf"{ADDRESSED}[ ](?P<it>{INITIAL})(?!\w)",
        LIKELY,
        signs=("Herr", "Frau", "Hr", "Fr.", "Fräulein", "Fam"),
    ),
    cue(
        Label.CLINICIAN,
        rf"(?:Untersucher(?:in)?|Befunder(?:in)?|Arzt|Ärztin|Einsender(?:in)?|Zuweiser(?:in)?|Pathologe|Pathologin|Anästhesie|Instr(?:umentation)?\.?|Assistenz|Radiologe|Radiologin|Überweiser(?:in)?|überwiesen von|Verfasser(?:in)?|Unterzeichner(?:in)?|Schreibkraft|visiert|freigegeben von|Behandler(?:in)?|Therapeut(?:in)?|Psycholog(?:e|in)|Leiter(?:in)?|Leitung|Vorstand|Direktor(?:in)?)[ ]?:?[ \t]{{1,3}}(?P<it>(?:{WORD}|{INITIAL})(?:[ ](?:{WORD}|{INITIAL})){{1,2}})(?!\w)",
        LIKELY,
        lambda words: is_name(words) and any(word in given_names() for word in words.split()),
    ),
    cue(
        Label.PATIENT,
        rf"{ADDRESSED}[ \n]{{1,2}}(?:{ROLE}[ ])?(?P<it>{NAME})(?:s\b)?",
        LIKELY,
        is_name,
        signs=("Herr", "Frau", "Hr", "Fr.", "Fräulein", "Fam"),
    ),
    cue(Label.CLINICIAN, rf"{ADDRESSED}[ ]Kolleg(?:e|in|en)[ ](?P<it>{NAME})", SURE, is_name, signs=("Kolleg",)),
    cue(
        Label.PATIENT,
        rf"(?:Patient(?:in|en)?|PATIENT(?:IN|EN)?|Pat\.|Name|Vor-? ?[Nn]ame|Nachname|Familienname|Patientenname)[ ]?:\s{{0,3}}(?P<it>{WORD},[ ]{WORD}|{NAME})",
        SURE,
        is_name,
        signs=(":",),
    ),
    cue(
        Label.PATIENT,
        rf"(?:Patient(?:in|en)?|Pat\.)[ ](?:Herrn?[ ]|Frau[ ])?(?P<it>{WORD}(?:[ ]{WORD}){{1,2}}|{INITIAL}[ ]?{WORD})",
        SURE,
        is_full_name,
    ),
    cue(Label.PATIENT, rf"geb\.?[ ](?P<it>{WORD})(?=[,)\s])", LIKELY, is_name, signs=("geb",)),
    cue(
        Label.RELATIVE,
        rf"(?:Sohn|Tochter|Ehefrau|Ehemann|Gattin|Gatte|Mutter|Vater|Bruder|Schwester|Enkelin|Enkel|Partnerin|Partner|Betreuerin|Betreuer|Lebensgefährtin|Lebensgefährte)[ ,:]{{1,2}}(?:Herrn?[ ]|Frau[ ])?(?P<it>{NAME})",
        LIKELY,
        lambda words: is_name(words) and (is_full_name(words) or words.split()[0] in given_names()),
    ),
    cue(
        Label.CLINICIAN,
        rf"(?:gez\.|Gez\.|i\.\s?[AV]\.|dikt\.(?: Arzt)?:?|vid\.|OA|OÄ|FOA|AA|CA|Chefarzt|Chefärztin|Oberarzt|Oberärztin|Hausarzt|Hausärztin|Assistenzarzt|Assistenzärztin|Stationsarzt|Orthoptistin:?|Operateur(?:in)?:?|Anästhesist(?:in)?:?|Assistent(?:in)?:?)[ :]{{1,2}}(?P<it>{NAME}(?:[ ]{INITIAL})?)",
        LIKELY,
        is_name,
    ),
    cue(
        Label.CLINICIAN,
        rf"(?m)^[ \t]*(?P<it>{NAME})[ \t]*\n[ \t]*(?=(?:\w+\s)?(?:Ltd\.|Leitende[r]?|Ärztliche[r]? |Assistenz|Ober|Chef|Stations|Fach|FÄ|FA |Arzt|Ärztin|Primar|Direktor|Klinik(?:direktor|vorstand)|Turnus))",
        LIKELY,
        is_name,
    ),
    cue(
        Label.CLINICIAN,
        rf"(?P<it>{WORD}[ ](?:{WORD}|{INITIAL}))(?=,?[ ](?:Dr|Prof|MBA|MSc)\b)",
        LIKELY,
        is_name,
        signs=(" Dr", " Prof", " MBA", " MSc"),
    ),
    cue(Label.PATIENT, rf"(?m)^[ \t]*(?P<it>{WORD}(?:[ ]{WORD}){{1,2}})[ \t]*$", LIKELY, is_full_name),
    cue(
        Label.CLINICIAN,
        rf"(?:Grüßen|Gruß|Grüße|Hochachtungsvoll|MfG|regards|Sincerely),?\s{{1,12}}(?P<it>{NAME})",
        LIKELY,
        is_name,
        signs=("Gr", "Hochachtungsvoll", "MfG", "regards", "Sincerely"),
    ),
    cue(
        Label.CLINICIAN,
        rf"(?:[Ll]iebe[r]?|Werte[r]?|Hallo)[ ](?P<it>{WORD}(?:[ ]{WORD})?)(?=[!,])",
        LIKELY,
        lambda words: is_name(words) and not is_ordinary(words.split()[0]),
        signs=("iebe", "Werte", "Hallo"),
    ),
    cue(
        Label.PATIENT,
        rf"(?P<it>{WORD}(?:[ ](?:{INITIAL}[ ])?(?:{SMALL}[ ])?{WORD}|[ ]{INITIAL}(?!\w)))",
        LIKELY,
        is_full_name,
    ),
    cue(
        Label.PERSON,
        rf"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mister)\.?[ ](?P<it>{NAME}|{INITIAL})",
        SURE,
        signs=("Mr", "Ms", "Mis"),
    ),
    cue(
        Label.PERSON,
        rf"(?:named|known as|called|identified as|name is|[Pp]atients? like|[Pp]t\.?|[Pp]atient:?|for|similar to|like)[ ](?P<it>{WORD}[ ](?:{INITIAL}|{WORD}))(?!\w)",
        LIKELY,
        is_full_name,
    ),
)
BORN_SIGN = re.compile(r"\(?(?:\*|[Gg]eb\.?(?:oren)?(?: am)?:?)\s?(?=\d)")
BEFORE_BORN = re.compile(rf"(?<![^\W\d_])(?P<it>{WORD},[ ]{WORD}(?:[ ]{WORD})?|{NAME}),?\s{{0,3}}$")
"""A name that ends where a day of birth is told. It is looked for backwards from there: names are many, those days few."""
