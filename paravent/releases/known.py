"""What the record itself knows of its people, so that none of it stays in a text: the patient, relatives, who treats, the practice. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from paravent.deid.terms import Known, Label, Person, Sex
from paravent.people.terms import Identity

Resource = Mapping[str, Any]
PHONES, MAILS = {"phone", "sms", "pager"}, {"email"}
TITLE = re.compile(r"(?:Dr|Prof|med|dent|rer|nat|PD|Dipl|Mag|MUDr|Herr|Frau|Mr|Mrs|Ms)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class House:
    """Who works here and what the practice is called: the same for every file."""

    people: tuple[Person, ...]
    places: tuple[tuple[Label, str], ...]
    numbers: tuple[tuple[Label, str], ...]


def house(staff: Iterable[str], own: Iterable[Resource], practice: str, phone: str) -> House:
    """Return what is known of a practice: its staff, its own filed resources, its name and number."""
    held = list(own)
    people = [named(Label.CLINICIAN, name) for name in staff]
    people += [
        one
        for resource in held
        for one in _people(Label.CLINICIAN, resource)
        if resource["resourceType"] == "Practitioner"
    ]
    places = [(Label.HOSPITAL, practice)]
    places += [(Label.HOSPITAL, str(one["name"])) for one in held if isinstance(one.get("name"), str)]
    places += [found for one in held for found in _places(one)]
    numbers = [(Label.PHONE, phone)] if phone else []
    numbers += [found for one in held for found in _numbers(one)]
    return House(tuple(people), _unique(places), _unique(numbers))


def known_of(identity: Identity, file: Iterable[Resource], here: House) -> Known:
    """Return what is known of one patient's people, and of the practice."""
    own = [one for one in file if one.get("resourceType") == "Patient"]
    relatives = [one for one in file if one.get("resourceType") == "RelatedPerson"]
    sex = next((_sex(one) for one in own), Sex.UNKNOWN)
    people = [named(Label.PATIENT, identity.name, identity.birth_date, sex)]
    people += [one for resource in own for one in _people(Label.PATIENT, resource)]
    people += [one for resource in relatives for one in _people(Label.RELATIVE, resource)]
    people += [
        one for resource in own for contact in _list(resource, "contact") for one in _people(Label.RELATIVE, contact)
    ]
    held = [*own, *relatives, *(contact for one in own for contact in _list(one, "contact"))]
    numbers = [(Label.PHONE, identity.phone), (Label.EMAIL, identity.email)]
    numbers += [(Label.ID, identity.coverage.number)] if identity.coverage else []
    numbers += [found for one in held for found in _numbers(one)]
    places = [found for one in held for found in _places(one)]
    return Known(
        tuple(one for one in (*people, *here.people) if one.family or one.given),
        _unique([*places, *here.places]),
        _unique([*numbers, *here.numbers]),
    )


def named(label: Label, whole: str, born_on: date | None = None, sex: Sex = Sex.UNKNOWN) -> Person:
    """Return somebody whose name is written in one: its last word is the family's, or what stands before a comma."""
    family, comma, given = whole.partition(",")
    words = [word for word in whole.replace(",", " ").split() if not TITLE.fullmatch(word)]
    if comma:
        return Person(label, given.strip(), family.strip(), born_on, sex)
    return Person(label, " ".join(words[:-1]), words[-1] if words else "", born_on, sex)


def _people(label: Label, resource: Resource) -> Iterator[Person]:
    names = resource.get("name")
    for name in names if isinstance(names, list) else [names]:
        if not isinstance(name, dict):
            continue
        given = " ".join(str(one) for one in name.get("given") or [])
        if given or name.get("family"):
            yield Person(label, given, str(name.get("family", "")), _day(resource.get("birthDate")), _sex(resource))
        elif isinstance(name.get("text"), str):
            yield named(label, name["text"], _day(resource.get("birthDate")), _sex(resource))


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _sex(resource: Resource) -> Sex:
    said = resource.get("gender")
    return Sex(said) if said in {"female", "male"} else Sex.UNKNOWN


def _numbers(resource: Resource) -> Iterator[tuple[Label, str]]:
    for one in _list(resource, "telecom"):
        label = Label.EMAIL if one.get("system") in MAILS else Label.PHONE
        yield label, str(one.get("value", ""))
    for one in _list(resource, "identifier"):
        yield Label.ID, str(one.get("value", ""))


def _places(resource: Resource) -> Iterator[tuple[Label, str]]:
    addresses = resource.get("address")
    for one in addresses if isinstance(addresses, list) else [addresses]:
        if isinstance(one, dict):
            yield from ((Label.STREET, str(line)) for line in one.get("line") or [])
            yield Label.CITY, str(one.get("city", ""))
            yield Label.ZIP, str(one.get("postalCode", ""))


def _list(resource: Resource, name: str) -> list[Resource]:
    held = resource.get(name)
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _unique(found: Iterable[tuple[Label, str]]) -> tuple[tuple[Label, str], ...]:
    return tuple(dict.fromkeys((label, text.strip()) for label, text in found if text.strip()))
