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
    rf"|(?<![\d./]){D}[/\-]{D}[/\-](?:{Y}|\d\d)(?![\d/])"
    rf"|(?<![\w.]){D}\.?\s?{GERMAN}\s?(?:{Y}|['’]?\d\d(?!\d|\s?[:%.,]\d|\s?(?:Uhr|mg|ml|J)))"
    rf"|(?<!\w){ENGLISH}\s{D}(?:st|nd|rd|th)?,?\s?(?:{Y}\b|['’]\d\d\b)"
    rf"|(?<![\w.]){D}(?:st|nd|rd|th)?(?:\sof)?[\s\-]{ENGLISH},?[\s\-](?:{Y}|['’]?\d\d)\b"
)
PARTIAL = re.compile(
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
WORDS = "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig"
N = r"\d{1,3}"
AGES = re.compile(
    rf"(?<![\w.,]){N}(?=\s?[-–]?\s?(?:jährig|jaehrig|jähr\.|jhr\.))|(?<!\w)(?:{'|'.join(WORDS.split())})(?=jährig)"
    rf"|(?:(?<=Alter von )|(?<=Alter: )|(?<=Alter )|(?<=Age: )|(?<=Age )|(?<=aged )|(?<=age of )){N}(?!\w|[.,]\d)"
    rf"|(?<![\w.,]){N}(?=\.?\s?(?:Lj\b|LJ\b|Lebensjahr))|(?<![\w.,]){N}(?=\s(?:Jahre|J\.)\s(?:alt|alte)|\sJ\.[,)])"
    rf"|(?<![\w.,]){N}(?=[\s-]?(?:years?|yrs?)[\s-]?old|[\s-]?y/?o\b)"
)


def dated_spans(text: str, guide: Guide) -> Iterator[Span]:
    """Yield dates and ages; under Safe Harbor neither years nor ages up to 89."""
    for form, certainty in ((FULL, SURE), (PARTIAL, LIKELY), (MONTHS, LIKELY)):
        for one in form.finditer(text):
            yield Span(*one.span(), Label.DATE, Pass.CUE, certainty)
    if guide is Guide.GEMTEX:
        for form in (YEAR_RANGE, YEARS):
            for one in form.finditer(text):
                yield Span(*one.span(), Label.DATE, Pass.CUE, BARE)
    for one in AGES.finditer(text):
        if guide is Guide.GEMTEX or (one[0].isdigit() and int(one[0]) > OLDEST_TOLD):
            yield Span(*one.span(), Label.AGE, Pass.CUE, LIKELY)
