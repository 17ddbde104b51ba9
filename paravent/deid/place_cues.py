"""Where hospitals, streets and places stand in a letter."""

import re

from paravent.deid.grammar import (
    CAP,
    LIKELY,
    PLACED,
    SURE,
    WEAK,
    WORD,
    cue,
    is_listed_place,
    is_name,
    is_no_year,
    is_place,
)
from paravent.deid.lexicon import given_names, is_eponym, is_ordinary
from paravent.deid.terms import Label

KIND = r"(?:[Kk]linikum|[Kk]linik(?:en)?|[Kk]rankenhaus|[Ss]pital|[Hh]ospital|KLINIKUM|KRANKENHAUS|[Rr]ehazentrum|[Hh]ospiz|[Pp]oliklinik)"
NO_HOUSE = re.compile(
    r"(?i)(?:klinik|klinikum|krankenhaus|spital|hospital|zentrum)\s(?:und|für|ist|wurde|war|mit|zur|zum|in|am|vom|erfolgte|aufgenommen|entlassen|behandelt|verlegt|[a-zäöü]+(?:logie|medizin|chirurgie|iatrie|pädie|heilkunde|abteilung|direktor|aufenthalt|hilfe))\b"
)


def is_house(words: str) -> bool:
    """Tell whether a house is named, not a department or what happened there."""
    return not NO_HOUSE.search(words)


HOUSES = (
    cue(
        Label.HOSPITAL,
        rf"(?<!\w)(?:[Aa]kad(?:emisches|\.)[ ])?Lehrkrankenhaus[ ](?:der|des)[ ](?:{WORD}[ ]){{0,3}}(?:[\w-]{{1,60}}-)?(?:Universität|Universitätsklinikums)(?:[ ]{WORD})?",
        LIKELY,
        signs=("Lehrkrankenhaus",),
    ),
    cue(
        Label.HOSPITAL,
        rf"(?<!\w)(?:KH|Krankenhaus|Spital|Klinikum|Stift)[ ]der[ ](?:[a-zäöüß]+[ ])?{WORD}(?:[ ](?:St\.|Sankt)[ ]{WORD})?(?:[ ](?:in|am|im)[ ]{WORD})?",
        LIKELY,
        signs=(" der ",),
    ),
    cue(
        Label.HOSPITAL,
        rf"(?<!\w)(?:Gemeinschaftspraxis|Arztpraxis|Hausarztpraxis|Praxis|Ordination)[ ](?:Dres?\.[ ])?(?:Dr\.[ ](?:med\.[ ])?)?(?P<it>{WORD}(?:[ ]{WORD})?)(?!\w)",
        WEAK,
        lambda words: is_name(words) and not is_ordinary(words.split()[0]) and is_house(f"Klinik {words}"),
        signs=("raxis", "Ordination"),
    ),
    cue(
        Label.HOSPITAL,
        rf"(?<!\w)[A-ZÄÖÜ][\w-]{{0,60}}(?:krankenhaus(?:es)?|klinikums|spitals)[ ](?:St\.[ ]|Sankt[ ])?{WORD}(?:[ ](?:im|am|an der)[ ]{WORD})?",
        WEAK,
        is_house,
        signs=("krankenhaus", "klinikums", "spitals"),
    ),
    cue(
        Label.HOSPITAL,
        rf"(?<!\w)(?:{WORD}[ ])?[A-ZÄÖÜ][\w-]{{0,60}}(?:klinikum|krankenhaus|spital|hospital|herzzentrum|rehazentrum|seniorenheim|pflegeheim|altenheim|uniklinik|universitätsklinik)(?:[ ](?:der |des |zum |zur |am |in )?(?:Bad |St\. |Sankt )?{WORD})?",
        WEAK,
        is_house,
        signs=("klinik", "haus", "spital", "heim", "zentrum"),
    ),
    cue(
        Label.HOSPITAL,
        rf"(?<!\w)(?:Seniorenheim|Pflegeheim|Altenheim|Altersheim|Pflegezentrum|Seniorenzentrum|Rehazentrum|Herzzentrum|Therapiezentrum|Gemeinschaftspraxis|Medizinische Hochschule|Haus der)[ ]{WORD}(?:[ ]{WORD})?",
        WEAK,
        is_house,
    ),
    cue(
        Label.HOSPITAL,
        rf"(?<!\w)(?:(?:Städt\.|Städtisches|Allgemeines|Evangelisches|Katholisches|St\.|Sankt|Klinikum)[ \-])?(?:[A-ZÄÖÜ][\w.ß]{{1,60}}-){{1,3}}{KIND}(?:[ ](?!für|und|Abt)(?:{WORD}))?",
        SURE,
    ),
    cue(
        Label.HOSPITAL,
        rf"(?<!\w)(?:(?:Städt\.|Städtisches|Allgemeines|Evangelisches|Katholisches|Ev\.|Kath\.)[ ])?(?:Universitäts|Univ\.-?|UNIVERSITÄTS|Uni-?|Kreis|Landes|Stadt|Bezirks|Unfall|Zentral)?{KIND}[ ](?:der |des |zum |zur |am |St\. |Sankt )?(?!Für|Und|Abteilung|Ambulanz){WORD}(?:[- ](?:{WORD}))?",
        LIKELY,
        lambda words: (
            not re.search(
                r"(?i)klinik(?:en)? (?:und|für|[A-ZÄÖÜ]\w+(?:logie|medizin|chirurgie|iatrie|pädie|heilkunde|abteilung|direktor))",
                words,
            )
        ),
    ),
    cue(
        Label.HOSPITAL,
        r"(?<!\w)(?:LKH|AKH|ÖHK|LNK|UKE|UKH|BKH|KH|LK)[ \-][A-ZÄÖÜ][\wäöüß.-]+(?:[- ][A-ZÄÖÜ][\wäöüß]+)?|(?<!\w)Charité(?:-?[ ](?:Mitte|Virchow))?",
        LIKELY,
        signs=("KH", "LNK", "UKE", "LK", "ÖHK", "Charité"),
    ),
    cue(
        Label.ORGANIZATION,
        rf"(?<!\w)(?:(?:Technische|Freie|Medizinische)[ ])?(?:{WORD}-)?(?:Universität|Hochschule|Gymnasium|Realschule)[ ]{WORD}",
        LIKELY,
        lambda words: is_name(words.split()[-1]),
        signs=("Universität", "Hochschule", "Gymnasium", "Realschule"),
    ),
    cue(
        Label.PLACE,
        rf"(?<!\w)(?:(?:St\.|Mt\.|Mount|Saint|San|Santa)[ ])?{WORD}(?:['’]s)?(?:[ ](?:and|of|&|[A-Z][\w.'’&-]*)){{0,4}}[ ](?:Hospitals?|Clinics?|Medical Cent(?:er|re)|Health Cent(?:er|re)|Health System|Healthcare|Health|Med Cent(?:er|re)|Infirmary|Hospice|Institute|Cancer Cent(?:er|re)|Memorial|General|University|Cent(?:er|re)|Med|Presbyterian|Methodist|Practice|Rehab)\b(?:,? (?:in )?(?:{WORD}[ ]?){{1,2}}(?:, [A-Z]{{2}})?)?",
        LIKELY,
    ),
    cue(
        Label.PLACE,
        rf"(?<!\w)(?:St\.|Mt\.|Mount|Saint)[ ]{WORD}(?:['’]s)?",
        LIKELY,
        signs=("St.", "Mt.", "Mount", "Saint"),
    ),
    cue(
        Label.PLACE,
        rf"(?<!\w)(?:at|At)[ ](?:the[ ])?(?P<it>{CAP}(?:['’]s)?(?:[ ](?:of[ ])?{CAP}){{0,4}}(?:,[ ]{WORD}(?:[ ]{WORD})?)?)",
        LIKELY,
        lambda words: not is_eponym(words.split()[0]),
    ),
    cue(
        Label.PLACE,
        rf"(?<!\w)(?:[Ff]rom|in|near|to|of|lives? in|residing in|resident of)[ ](?:the[ ])?(?P<it>{WORD}(?:[ ]{WORD}){{0,2}},[ ][A-Z]{{2}})\b(?:[ ]\d{{5}})?",
        LIKELY,
    ),
)
STREETS = (
    cue(
        Label.STREET,
        r"(?<![\w-])(?:(?:[A-ZÄÖÜ][\wäöüß.]{0,60}-){0,3}[A-ZÄÖÜ][\wäöüß]{0,60}(?:straße\.?|strasse|strße|stra?ss?e|str\.?|gasse|weg|platz|allee|ring|damm|ufer|graben|steig|pfad|chaussee|zeile|markt|wall|promenade|gürtel|kai|bogen|stiege|siedlung|anger|leiten?)|(?:[A-ZÄÖÜ][\wäöüß.]{0,60}-){1,4}(?:Straße|Strasse|Str\.|Gasse|Weg|Platz|Allee|Ring|Damm|Ufer)|(?:[A-ZÄÖÜ][\wäöüß-]{1,60}er|[A-ZÄÖÜ][\wäöüß-]{1,60}(?:sche|ische)|Rote|Alte|Neue|Große|Kleine|Lange|Obere|Untere|Hohe)[ ](?:Straße|Strasse|Str\.|Gasse|Weg|Platz|Allee|Ring|Damm|Ufer|Graben|Hauptstraße))[ ]?(?:Nr\.[ ]?)?\d{1,4}(?:[ ]?[a-z](?!\w))?(?:[ ]?[-–/][ ]?\d{1,4}[a-z]?){0,3}(?!\w)",
        PLACED,
    ),
    cue(
        Label.STREET,
        r"(?m)(?:^[ \t]*|,[ ])(?P<it>(?:[A-ZÄÖÜ][\wäöüß]{1,60}(?:straße|strasse|gasse|allee)|(?:Am|Im|An der|Auf der|Zum|Zur|Unter den|In der|Hinter dem)[ ][A-ZÄÖÜ][\wäöüß]+(?:[ ]\d{1,4}[ ]?[a-z]?)?))(?=,?[ ]*\n|,[ ]*\d)",
        LIKELY,
    ),
    cue(
        Label.STREET,
        r"(?<!\w)\d{1,5}[ ](?:[NSEW]\.?[ ])?(?:[A-Z][\w.'’]+[ ]){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Way|Place|Pl|Terrace|Circle|Parkway|Highway|Hwy|Square)\b\.?(?:,?[ ](?:Apt|Unit|Suite|#)\.?[ ]?\w+)?(?:,[ ][A-Z]\w+(?:[ ][A-Z]\w+)?(?:,[ ][A-Z]{2}\b)?(?:[ ]\d{5})?)?",
        PLACED,
    ),
)
CITY_WORDS = rf"{WORD}(?:[ ](?:am|an der|im|ob der|bei|unter|in der|vor der)[ ]{WORD}|[ ]{WORD}(?![\w.]))?"
PLACES = (
    cue(
        Label.CITY,
        rf"(?<!\w)(?P<it>(?:St\.|Sankt)[ ]{WORD}(?:[ ](?:am|im|an der|in der|ob der|bei)[ ]{WORD})?)(?!\w)",
        LIKELY,
        lambda words: words.split()[1] in given_names(),
        signs=("St.", "Sankt"),
    ),
    cue(
        Label.CITY,
        rf"(?:wohnhaft|wohnt|lebt|lebend|wh\.|aufgewachsen|geboren|ansässig|Wohnort:?|Ort:)(?:[ ]\w+){{0,3}}?[ ]in[ ](?P<it>(?:Bad |St\. |Sankt )?{WORD})(?!\w)",
        WEAK,
        lambda words: is_name(words) and not is_ordinary(words),
        signs=(" in ",),
    ),
    cue(
        Label.ZIP,
        rf"(?<![\w/.-])(?P<it>(?:(?:A|D|CH|AT|DE)[- ])?\d{{5}}|(?:(?:A|CH|AT)[- ])?\d{{4}})(?=[ -]{{1,2}}{WORD})(?![ ](?:Uhr|Einheiten|Leukozyten|IE))",
        SURE,
        is_no_year,
    ),
    cue(
        Label.CITY,
        rf"(?<![\w/.-])(?:(?:A|D|CH|AT|DE)[- ])?(?:\d{{5}}|(?!19|20)[1-9]\d{{3}})[ -]{{1,2}}(?P<it>(?:Bad|Sankt|St\.|Alt|Neu|Klein|Groß|Ober|Unter)?[ -]?{CITY_WORDS})",
        WEAK,
        is_name,
    ),
    cue(
        Label.CITY,
        rf"(?m)^[ \t]*(?P<it>(?:(?:Bad|Sankt|St\.)[ ])?{CITY_WORDS})(?:,[ ](?:den[ ]|am[ ]|d\.[ ])?|[ ]den[ ])(?=\d{{1,2}}\.[ ]?(?:\d{{1,2}}\.|[A-Z])[ ]?\d)",
        LIKELY,
        is_place,
    ),
    cue(Label.CITY, rf"(?<![\w-])(?P<it>{WORD})(?![\w-])", WEAK, is_listed_place),
    cue(
        Label.CITY,
        rf"(?<!\w)(?:[Ii]n|[Nn]ach|[Aa]us|[Vv]on|[Bb]ei|from|near|to|of|at)[ ](?P<it>{WORD}(?:[ ]{WORD}){{0,2}}|{WORD})(?!\w)",
        LIKELY,
        is_listed_place,
    ),
    cue(
        Label.CITY,
        rf"(?<!\w)(?:[Ii]n|[Nn]ach|[Aa]us|from|near|to|of|at)[ ](?P<it>{WORD})(?!\w)",
        LIKELY,
        is_listed_place,
    ),
    cue(Label.CITY, rf"(?<![\w-])(?P<it>{WORD}[ ]{WORD}|{WORD})(?=,[ ][A-Z]{{2}}\b)", LIKELY, is_listed_place),
    cue(
        Label.COUNTRY,
        r"(?<!\w)(?:in|nach|aus|In|Aus|from)[ ](?:der[ ]|den[ ])?(?P<it>Türkei|Polen|Rumänien|Bulgarien|Ungarn|Kroatien|Serbien|Bosnien|Syrien|Afghanistan|Irak|Iran|Italien|Spanien|Griechenland|Portugal|Frankreich|Russland|Ukraine|Österreich|Deutschland|Schweiz|USA|Indien|China|Vietnam|Peru|Brasilien|Ägypten|Marokko|Tunesien|Eritrea|Äthiopien|Somalia|Nigeria|Ghana|Kosovo|Albanien|Mazedonien|Thailand|Philippinen|Kanada|Mexiko)(?!\w)",
        LIKELY,
    ),
)
