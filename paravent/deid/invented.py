"""German letters that nobody wrote, marked, to learn from beside real ones or where there are none: put together from lists/letters.txt."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from paravent.deid.calendars import GERMAN
from paravent.deid.lookalikes import AGES, Inventor, parts
from paravent.deid.terms import Label, Pass, Span
from paravent.deid.training import Example, varied

FIRST, DAYS = date(2001, 1, 1), 14_000
AGAIN = 0.35
"""How often a house, a town or a colleague of the letter comes again."""
COMING_AGAIN = frozenset({"HOSPITAL", "CITY", "DOCTOR", "ORGANIZATION", "RELATIVE", "TITLE"})
FILLED = re.compile(r"\{(?P<kind>\w+)(?: (?P<form>\w+))?\}")
KINDS = {
    "PATIENT": Label.PATIENT,
    "DOCTOR": Label.CLINICIAN,
    "RELATIVE": Label.RELATIVE,
    "PERSON": Label.OUTSIDER,
    "USERNAME": Label.USERNAME,
    "TITLE": Label.TITLE,
    "BEHIND": Label.TITLE,
    **{label.value.partition("_")[2]: label for label in Label if label.value.startswith(("LOCATION_", "CONTACT_"))},
    **{label.value: label for label in (Label.DATE, Label.AGE, Label.ID, Label.PROFESSION, Label.PLACE)},
}
OUTLINE = (("head", 1, 3), ("recipient", 0, 1), ("subject", 2, 4), ("opening", 1, 3))
BODY = ("history", "history", "course", "course", "plain", "plain", "plain")
LINES = (8, 20)
BREAKS = ("\n", "\n", "\n", "\n", "\n", "\n", "\n", "\n\n", " ", " ")


class Letter(Inventor):
    """One letter: whom it is about stays the same in it."""

    def __init__(self, seed: str) -> None:
        super().__init__(seed)
        self.patient = (self.one("given"), self.family())
        self.used: dict[str, list[str]] = {}

    def example(self) -> Example:
        """Return the letter, marked."""
        text, spans = "", []
        for at, line in enumerate(self._lines()):
            text += self._break() if at else ""
            end = 0
            for blank in FILLED.finditer(line):
                text += line[end : blank.start()]
                new, label = self._filled(blank["kind"], blank["form"] or "")
                spans += [Span(len(text), len(text) + len(new), label, Pass.KNOWN, 1.0)] if label else []
                text += new
                end = blank.end()
            text += line[end:]
        return Example(text, tuple(spans))

    def _break(self) -> str:
        """Return what stands between two pieces: the end of a line most often, an empty line, or nothing but a blank."""
        return self.chance.choice(BREAKS)

    def _lines(self) -> Iterator[str]:
        for part, fewest, most in OUTLINE:
            yield from self.chance.sample(parts("letters")[part], self.chance.randint(fewest, most))
        for _ in range(self.chance.randint(*LINES)):
            yield self.chance.choice(parts("letters")[self.chance.choice(BODY)])
        yield from self.chance.sample(parts("letters")["closing"], self.chance.randint(1, 3))

    def _filled(self, kind: str, form: str) -> tuple[str, Label | None]:
        """Return what stands in a blank, and its label; small blanks are nobody's."""
        if kind == "field":
            return self.one("field"), None
        if kind == "department":
            return (
                f"{self.chance.choice(('Abteilung', 'Klinik', 'Department', 'Institut'))} für {self.one('field')}",
                None,
            )
        label, used = KINDS[kind], self.used.setdefault(f"{kind} {form}", [])
        if used and kind in COMING_AGAIN and self.chance.random() < AGAIN:
            return self.chance.choice(used), label
        new = self._new(label, kind, form)
        used.append(new)
        return new, label

    def _new(self, label: Label, kind: str, form: str) -> str:
        ways: dict[Label, Callable[[], str]] = {
            Label.DATE: lambda: self.day(form),
            Label.AGE: lambda: self.chance.choice(AGES.split()) if form else str(self.chance.randint(1, 101)),
            Label.ID: lambda: self.number(form),
            Label.HOSPITAL: lambda: self.one("house").upper() if form == "upper" else self.one("house"),
            Label.STREET: self.street,
            Label.CITY: lambda: self.one("city"),
            Label.STATE: lambda: self.one("state"),
            Label.COUNTRY: lambda: self.one("land"),
            Label.ORGANIZATION: lambda: self.one("organization"),
            Label.PROFESSION: lambda: self.one("trade"),
            Label.TITLE: lambda: (
                self.chance.choice(("Dres.", "Drs.")) if form else self.one("behind" if kind == "BEHIND" else "title")
            ),
            Label.USERNAME: lambda: self.filled(
                self.chance.choice(("XxxX.", "xx/xx", "xxx", "XXX", "Xx", "x.xx", "XxXx"))
            ),
        }
        return ways[label]() if label in ways else self.contact(label) if kind in CONTACTS else self.name(kind, form)

    def name(self, kind: str, form: str) -> str:
        """Return somebody's name in a form; the patient's is always the same."""
        given, family = self.patient if kind == "PATIENT" else (self.one("given"), self.family())
        initial = f"{given[0]}."
        forms = {
            "last": family,
            "given": given,
            "initial": initial,
            "reverse": f"{family}{self.chance.choice((', ', ' ', ', '))}{given}",
            "upper": f"{given} {family}".upper(),
        }
        return forms.get(form) or self.chance.choice(
            (
                f"{given} {family}",
                f"{given} {family}",
                f"{initial} {family}",
                f"{given} {self.like('A')}. {family}",
                f"{given} {self.chance.choice(('von', 'van', 'de', 'von der'))} {family}",
            )
        )

    def day(self, form: str) -> str:
        """Return a day, a part of one, a month or a year."""
        day = FIRST + timedelta(self.chance.randrange(DAYS))
        month, year = GERMAN[day.month - 1], day.year
        d, m = self.chance.choice(((f"{day.day:02}", f"{day.month:02}"), (str(day.day), str(day.month))))
        forms = {
            "day": (f"{d}.", f"{d}.{m}."),
            "short": (f"{d}.{m}.", f"{d}.{m}.{year % 100:02}"),
            "month": (
                f"{month} {year}",
                f"{month} {year}",
                month,
                f"{month[:3]}. {year}",
                f"{day.month:02}/{year}",
                f"{day.month}/{year % 100:02}",
                f"{month} {year % 100:02}",
            ),
            "year": (str(year),),
        }
        whole = (
            *[f"{d}.{m}.{year}"] * 5,
            f"{d}.{m}.{year % 100:02}",
            f"{d}. {m}. {year}",
            f"{d}. {month} {year}",
            f"{d}.{month} {year}",
            day.isoformat(),
            f"{day.day:02}/{day.month:02}/{year}",
            f"{d} {m}.{year}",
            f"{d}.{m} {year}",
        )
        return self.chance.choice(forms.get(form, whole))

    def number(self, form: str) -> str:
        """Return a number that somebody or something was given: long, or of one sign."""
        forms = {
            "roman": ("I", "II", "III", "IV", "V"),
            "ward": ("X00", "X", "0", "0x", "X0", "XX-0", "00", "0X", "XXX 0", "XXXX-0"),
            "room": ("000", "00", "0.00", "X000"),
            "one": ("X", "0", "I", "II", "0x"),
            "norm": ("DIN EN ISO 0000", "ISO 0000", "KTQ 0000"),
            "iban": ("DE00 0000 0000 0000 0000 00", "AT00 0000 0000 0000 0000"),
        }
        usual = (
            "0000000",
            "00000000",
            "0000000000",
            "X-0000000000",
            "00/0000",
            "X00000",
            "0000/00",
            "X000000000",
            "00000-00",
            "XX-00-000",
            "000.000.000",
            "0000 000000",
            "X 0000/00",
            "0000-X",
            "X/00/000",
        )
        drawn = self.chance.choice(forms.get(form, usual))
        return drawn if form == "roman" else self.filled(drawn)

    def filled(self, form: str) -> str:
        """Return a form with digits for 0 and letters for X and x in it."""
        return re.sub("[0Xx]", lambda sign: self.like(sign[0]), form)

    def contact(self, label: Label) -> str:
        """Return a postal code, a telephone number, an address."""
        forms = {
            Label.ZIP: ("00000", "00000", "0000", "A-0000", "D-00000", "CH-0000"),
            Label.EMAIL: ("xxxxx.xxxx@xxxxxx.de", "xxxx@xxxxx.at", "xxxxxxxxx.xx@xxx-xxxxxx.ch"),
            Label.URL: ("www.xxxxxx.de", "www.xxxx-xxxxxxx.at", "http://xxxxx.xxxxxx.ch"),
            Label.PLACE: ("Postfach 0000", "Postfach 00 00 00"),
        }
        phones = (
            "00000/000-0000",
            "(00000) 00000",
            "000 00000-00",
            "+43 000 000-0000",
            "+49(0)000 0000000",
            "000/00000 Kl. 00",
            "00000 - 0000",
            "0000 0000000",
            "DW 0000",
            "000-00000 o. 0000",
        )
        return self.filled(self.chance.choice(forms.get(label, phones)))


CONTACTS = frozenset({"ZIP", "PHONE", "FAX", "EMAIL", "URL", "LOC_OTHER"})


INVENTED = 60
"""Letters that nobody wrote, of which a tagger learns beside the marked ones."""


def taught(some: Sequence[Example], count: int = INVENTED) -> list[Example]:
    """Return what a tagger learns from: marked texts, copies in which somebody else stands, and letters that nobody wrote."""
    return [*varied(some), *invented(count)]


def invented(count: int) -> list[Example]:
    """Return so many letters, the same each time."""
    return [Letter(f"letter {at}").example() for at in range(count)]
