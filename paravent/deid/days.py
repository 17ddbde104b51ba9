"""Dates, years and ages in German and English, by their form and by what stands before and behind them."""

import re
from collections.abc import Iterator

from paravent.deid.terms import Guide, Label, Pass, Span

SURE, LIKELY, BARE = 0.97, 0.85, 0.8
OLDEST_TOLD = 89
"""Ages above it identify somebody (45 CFR 164.514(b)(2)(i)(C))."""

D = r"(?:0?[1-9]|[12]\d|3[01])"
M = r"(?:0?[1-9]|1[0-2])"
Y = r"(?:19|20)\d\d"
GERMAN = (
    r"(?:Januar|Jänner|Februar|Feber|März|Maerz|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Jan\.?|Feb\.?|Mär\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Okt\.?|Nov\.?|Dez\.?)"
)
ENGLISH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
FULL = re.compile(
    rf"(?<![\d.,/]){D}\s?\.\s?{M}\s?\.\s?(?:{Y}|\d\d)(?![\d]|[.,]\d)"
    rf"|(?<![\d.]){Y}-{M}-{D}(?:T\d\d:\d\d(?::\d\d)?(?:[.\d]*Z|[+-]\d\d:\d\d)?)?(?!\d)"
    rf"|(?<![\d.,/]){D}\s0?[1-9]\.(?:19|20)\d\d(?![\d]|[.,]\d)|(?<![\d.,/]){D}\s1[0-2]\.(?:19|20)\d\d(?![\d]|[.,]\d)"
    rf"|(?<![\d./]){D}[/\-]{D}[/\-](?:{Y}|\d\d)(?![\d/])"
    rf"|(?<![\w.]){D}\.?\s?{GERMAN}\s?(?:{Y}|['’]?\d\d(?!\d|\s?[:%.,]\d|\s?(?:Uhr|mg|ml|J)))"
    rf"|(?<!\w){ENGLISH}\s{D}(?:st|nd|rd|th)?,?\s?(?:{Y}\b|['’]\d\d\b)"
    rf"|(?<![\w.]){D}(?:st|nd|rd|th)?(?:\sof)?[\s\-]{ENGLISH},?[\s\-](?:{Y}|['’]?\d\d)\b"
)
MISREAD = re.compile(
    r"(?<![\w.,/])[0-3OlI]?[\dOlI]\s?[.,]\s?[01OlI]?[\dOlI]\s?[.,]\s?(?:[12lI][09O][\dOlI]{2}|[\dOlI]{2})(?![\w]|[.,]\d)"
)
"""A date in which a scanner took 1 for l, 0 for O or a full stop for a comma."""
PARTIAL = re.compile(
    rf"(?<![\w.,/]){D}\.(?=\s?[-–/]\s?{D}\.\s?{M}\.)"
    rf"|(?m:^){D}\.\s?(?:0[1-9]|1[0-2])\.(?=[ \t:]|$)"
    rf"|(?:(?<=seit )|(?<=Seit )|(?<=im )|(?<=ab )|(?<=bis )|(?<=ED )|(?<=Z\.n\. )|(?<=OP )|(?<=zuletzt )|(?<=ca\. )){M}/\d\d(?![\w/]|[.,]\d)|"
    rf"(?<![\d.,/]){D}\.\s?{M}\.(?!\s?\d)(?=\s*(?:bis|und|u\.|[-–/)]|:|$)|\s+(?:bis|und)\b)"
    rf"|(?:(?<=am )|(?<=vom )|(?<=bis )|(?<=zum )|(?<=seit )|(?<=ab )|(?<=den )|(?<=Am )|(?<=Vom )|(?<=- )|(?<=– )){D}\.\s?{M}\.(?!\d)"
    rf"|(?:(?<=vom )|(?<=Vom )|(?<=am )|(?<=ab )){D}\.(?=\s?(?:bis|-|–|/|und|u\.)\s?(?:zum\s)?{D}\.)"
    rf"|(?<![\w.]){D}\.\s?{GERMAN}(?![\w])"
    rf"|(?<!\w){ENGLISH}\s{D}(?:st|nd|rd|th)?(?![\w:%]|[.,]\d)"
    rf"|(?<!\w){D}(?:st|nd|rd|th)(?:\sof)?\s{ENGLISH}(?!\w)"
)
MONTHS = re.compile(
    rf"(?<!\w)(?:{GERMAN}|{ENGLISH})\s?(?:of\s)?(?:{Y}|['’]\d\d|(?<=[a-z]\s)[0-4]\d)(?!\w|[.,:]\d|\s?(?:Uhr|mg|ml))"
    rf"|(?<![\d./,]){M}[/.]{Y}(?!\d|[./]\d)"
    rf"|(?:(?<=im )|(?<=Im )|(?<=seit )|(?<=Seit )|(?<=Ende )|(?<=Anfang )|(?<=Mitte )|(?<=ab )|(?<=bis )){GERMAN}(?!\w)"
)
YEARS = re.compile(
    rf"(?<![\w.,/+\-€$]){Y}(?![\w€$%]|[.,]\d|\s?(?:mg|ml|µg|kcal|kg|IE|/\s?\d|Euro|Einheiten|ppm|Hz|g/|m\b))"
)
YEAR_RANGE = re.compile(rf"(?<![\w.,/]){Y}(?=\s?[-–/]\s?{Y})|(?<=\d\d\d\d[-–/]){Y}(?![\w])")
UNITS = "ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun"
TENS = "zwanzig|dreißig|dreissig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig"
WORDS = rf"(?i:(?:(?:{UNITS})und)?(?:{TENS})|(?:drei|vier|fünf|sech|sieb|acht|neun)?zehn|elf|zwölf|{UNITS})"
N = r"\d{1,3}"
AGES = re.compile(
    rf"(?<![\w.,]){N}(?=\s?[-–]?\s?(?:jährig|jaehrig|jähr\.|jhr\.))"
    rf"|(?:(?<=Alter von )|(?<=Alter: )|(?<=Alter )|(?<=Age: )|(?<=Age )|(?<=aged )|(?<=age of )){N}(?!\w|[.,]\d)"
    rf"|(?<![\w.,]){N}(?=\.?\s?(?:Lj\b|LJ\b|Lebensjahr))|(?<![\w.,]){N}(?=\s(?:Jahre|J\.)\s(?:alt|alte)|\sJ\.[,)])"
    rf"|(?:(?<=mit )){N}(?=\s(?:Jahren|J\.)(?!\s\w))|(?<![\w.,]){N}(?=-j\.|\s?j\.\s(?:Pat|Mann|Frau))|(?:(?<=, )|(?<=\()){N}(?=\s?[aJ]\.?[,)\s])"
    rf"|(?<![\w.,]){N}(?=[\s-]?(?:years?|yrs?)[\s-]?old|[\s-]?y/?o\b)"
)
AGES_IN_WORDS = re.compile(
    rf"(?<!\w){WORDS}(?=\s?-?jährig|\sJahre\salt)|(?:(?<=Alter von )|(?<=mit )){WORDS}(?=\sJahren(?!\s\w))"
)


MONTH_BEGINS = [
    "Jan",
    "Jän",
    "Feb",
    "Mär",
    "Mae",
    "Mar",
    "Apr",
    "Mai",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Okt",
    "Oct",
    "Nov",
    "Dez",
    "Dec",
]
BEGINNINGS = re.compile(rf"[lO]?\d+|(?:{'|'.join(MONTH_BEGINS)})")
"""Where a date or an age may begin: forms are tried there alone, which is five times as fast as trying them everywhere."""
FEWEST_DIGITS = 3


def dated_spans(text: str, guide: Guide) -> Iterator[Span]:
    """Yield dates and ages; under Safe Harbor neither years nor ages up to 89."""
    forms = [(FULL, SURE), (MISREAD, LIKELY), (PARTIAL, LIKELY), (MONTHS, LIKELY)]
    if guide is Guide.GEMTEX:
        forms += [(YEAR_RANGE, BARE), (YEARS, BARE)]
    for beginning in BEGINNINGS.finditer(text):
        at = beginning.start()
        for form, certainty in forms:
            one = form.match(text, at)
            if one and (form is not MISREAD or sum(map(str.isdigit, one[0])) >= FEWEST_DIGITS):
                yield Span(*one.span(), Label.DATE, Pass.CUE, certainty)
                break
        age = AGES.match(text, at)
        if age and (guide is Guide.GEMTEX or (age[0].isdigit() and int(age[0]) > OLDEST_TOLD)):
            yield Span(*age.span(), Label.AGE, Pass.CUE, LIKELY)
    if guide is Guide.GEMTEX and ("jährig" in text or " Jahre" in text):
        for age in AGES_IN_WORDS.finditer(text):
            yield Span(*age.span(), Label.AGE, Pass.CUE, LIKELY)
