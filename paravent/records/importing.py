"""Bringing files over: FHIR from disk into patients' files, in batches that are whole or not there.

Restartable and idempotent: what is there already is known by its fingerprint, what has changed becomes a new version.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from paravent.access.operation import Operation, operation
from paravent.access.rows import insert_rows, sent_ahead
from paravent.access.terms import INSTALLATION, Purpose
from paravent.fhir import resources as fhir
from paravent.fhir import streams, summaries
from paravent.fhir.checking import checked
from paravent.fhir.streams import Found
from paravent.fhir.terms import Resource as Json
from paravent.kernel.lots import in_lots
from paravent.kernel.sealing import DataKey
from paravent.people import steps as people
from paravent.people.terms import Identity
from paravent.records import policy, steps
from paravent.records.models import Resource
from paravent.records.queries import file_key, fingerprint
from paravent.records.terms import PRACTICE, Act

BATCH = 500
AT_ONCE = 100
"""Rows a statement: few enough that the database and we work side by side."""

OF_THE_PRACTICE = frozenset(
    {"Practitioner", "PractitionerRole", "Organization", "Location", "HealthcareService", "Medication", "Endpoint"}
)
"""What may be without a patient. Anything else that names none is reported, not filed where every clinician reads."""

NOBODYS = "names no patient who is here"

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not taken: where it stands, which element, and what is wrong with it. Never the value."""

    file: str
    line: int
    path: str
    words: str


@dataclass
class Tally:
    """What an import did."""

    patients: int = 0
    new: int = 0
    changed: int = 0
    known: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many resources were looked at and are in their files now."""
        return self.new + self.changed + self.known


@dataclass(frozen=True, slots=True)
class Checked:
    """A valid resource on its way."""

    found: Found
    resource: Json

    @property
    def key(self) -> tuple[str, str]:
        """What makes a resource the same: its type and id."""
        return self.resource["resourceType"], self.resource["id"]


def problems_in(files: list[Path], on_bytes: Progress) -> list[Problem]:
    """Look at everything without keeping any of it; the first pass of a strict import."""
    importer = _Importer()
    wanted: dict[str, Checked] = {}
    for one in _checked(streams.read(files, on_bytes), importer.tally):
        if one.key[0] == "Patient":
            importer.owners |= {one.resource["id"]: PRACTICE, _plain(one.found.full_url): PRACTICE}
        else:
            wanted.setdefault(_plain(fhir.patient_reference(one.resource) or f"{one.key[0]}/?"), one)
    with operation(Act.IMPORT, INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(policy.may_import(op.actor))
        op.note(looked_at=len(wanted))
        for one in wanted.values():
            if importer.owner(one.resource) is None:
                importer.refuse(one, NOBODYS)
    return importer.tally.problems


def import_files(files: list[Path], on_bytes: Progress) -> Tally:
    """Import everything that is right, patients first; the files are read twice."""
    importer = _Importer()
    everything = streams.read(files, on_bytes, kind="Patient")
    importer.take_patients(found for found in everything if _kind(found) == "Patient")
    importer.take_rest(found for found in streams.read(files, on_bytes) if _kind(found) != "Patient")
    importer.tell_patients()
    return importer.tally


def _kind(found: Found) -> str:
    return str(found.resource.get("resourceType")) if found.resource else ""


def _checked(everything: Iterable[Found], tally: Tally) -> Iterator[Checked]:
    for found, problems in checked(everything):
        where = found.place
        if found.resource is None:
            tally.problems.append(Problem(where.file, where.line, "", found.problem))
        elif problems:
            tally.problems += [Problem(where.file, where.line, path, words) for path, words in problems]
        else:
            yield Checked(found, found.resource)


def _batches(everything: Iterable[Checked]) -> Iterator[list[Checked]]:
    """Cut into batches in which no resource stands twice: a second version must find the first."""
    batch: dict[tuple[str, str], Checked] = {}
    for one in everything:
        if len(batch) == BATCH or one.key in batch:
            yield list(batch.values())
            batch = {}
        batch[one.key] = one
    if batch:
        yield list(batch.values())


def _plain(reference: str) -> str:
    """Return the id in a reference: urn:uuid:x, Patient/x and https://…/Patient/x are the same patient."""
    return reference.removeprefix("urn:uuid:").rpartition("/")[2]


class _Importer:
    """What one import knows while it runs."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.owners: dict[str, UUID | None] = {}
        self.filed: Counter[UUID] = Counter()
        self.nearby: dict[str, UUID] = {}
        """Whose the resources of this batch are: what says where another came from may stand right behind it."""

    def take_patients(self, everything: Iterable[Found]) -> None:
        """Register the patients, or find those who are here already."""
        for batch in _batches(_checked(everything, self.tally)):
            with operation(Act.IMPORT, INSTALLATION, Purpose.OPERATIONS) as op:
                op.require(policy.may_import(op.actor))
                there = _there(batch)
                for one in batch:
                    self.patient(op, one, there.get(one.key))
                op.note(patients=len(batch))

    def patient(self, op: Operation, one: Checked, row: Resource | None) -> None:
        """Take one Patient in."""
        patient_id = row.patient_id if row else self.register(op, one.resource)
        for name in (one.resource["id"], _plain(one.found.full_url)):
            self.owners[name] = patient_id
        if row:
            self.compare(op, one, row, patient_id)
        else:
            self.made(op, one, patient_id, file_key(patient_id)).save(force_insert=True)

    def register(self, op: Operation, resource: Json) -> UUID:
        """Make the patient with their keys, under the id that the file gives them where it is a free UUID."""
        who = summaries.demographics(resource)
        self.tally.patients += 1
        identity = Identity(who.name, who.birth_date, who.phone, who.email)
        return people.register_patient(op, identity, patient_id=_as_uuid(resource["id"]))

    def take_rest(self, everything: Iterable[Found]) -> None:
        """File the resources of patients who are here."""
        for batch in _batches(_checked(everything, self.tally)):
            with operation(Act.IMPORT, INSTALLATION, Purpose.OPERATIONS) as op:
                op.require(policy.may_import(op.actor))
                self.file(op, batch)

    def file(self, op: Operation, batch: list[Checked]) -> None:
        """File one batch: what is there already is compared, the rest is made and filed side by side."""
        there, new = _there(batch), list[tuple[Checked, UUID]]()
        for one, owner in self.with_owners(batch):
            if row := there.get(one.key):
                self.compare(op, one, row, owner)
            else:
                new.append((one, owner))
        keys = {owner: file_key(owner) for owner in {owner for _, owner in new}}
        with sent_ahead(op):
            for some in in_lots(new, AT_ONCE):
                rows = [self.made(op, one, owner, keys[owner]) for one, owner in some]
                insert_rows(op, rows)
                insert_rows(op, steps.imprints_of(zip(rows, (one.resource for one, _ in some), strict=True)))
        op.note(filed=len(new))

    def with_owners(self, batch: list[Checked]) -> Iterator[tuple[Checked, UUID]]:
        """Return what belongs to somebody, and report what does not."""
        self.nearby = {}
        for one in batch:
            owner = self.owner(one.resource)
            if owner is None:
                self.refuse(one, NOBODYS)
            else:
                self.nearby["/".join(one.key)] = owner
                yield one, owner

    def made(self, op: Operation, one: Checked, owner: UUID, key: DataKey) -> Resource:
        """Return the row of a resource that is not there yet, and count it."""
        self.tally.new += 1
        self.filed[owner] += 1
        return steps.new_row(op, patient_id=owner, resource=self.here(one, owner), key=key)

    def compare(self, op: Operation, one: Checked, row: Resource, owner: UUID) -> None:
        """Keep a resource that is there as another version, or not at all where nothing has changed."""
        resource = self.here(one, owner)
        if row.patient_id != owner:
            self.refuse(one, "is already in another patient's file")
        elif bytes(row.fingerprint) == fingerprint(resource):
            self.tally.known += 1
        else:
            steps.next_version(op, Resource.objects.select_for_update().get(pk=row.pk), resource)
            self.tally.changed += 1
            self.filed[owner] += 1

    def here(self, one: Checked, owner: UUID) -> Json:
        """Return the resource as it stands here: its references to the patient under the id that they have here."""
        return fhir.rewritten(one.resource, self.mapping(one.resource, owner))

    def mapping(self, resource: Json, owner: UUID) -> dict[str, str]:
        """Return how the references to the patient are written here."""
        said = fhir.patient_reference(resource)
        here = f"Patient/{owner}"
        return {said: here} if said and said != here and owner != PRACTICE else {}

    def owner(self, resource: Json) -> UUID | None:
        """Return whose file a resource belongs to."""
        if said := fhir.patient_reference(resource):
            return self.known(_plain(said))
        for target in resource.get("target") or []:
            reference = str(target.get("reference", ""))
            if found := self.known(_plain(reference)) or self.nearby.get(reference) or _whose(reference):
                return found
        return PRACTICE if resource["resourceType"] in OF_THE_PRACTICE else None

    def known(self, fhir_id: str) -> UUID | None:
        """Return the patient of that id: of this import, or of an earlier one."""
        if fhir_id not in self.owners:
            row = Resource.objects.filter(resource_type="Patient", fhir_id=fhir_id).only("patient_id").first()
            self.owners[fhir_id] = row.patient_id if row else None
        return self.owners[fhir_id]

    def refuse(self, one: Checked, words: str) -> None:
        """Report what is not filed."""
        where = one.found.place
        self.tally.problems.append(Problem(where.file, where.line, one.key[0], words))

    def tell_patients(self) -> None:
        """Write into each patient's log that their file was brought over, and how much of it."""
        for patient_id, count in self.filed.items():
            if patient_id != PRACTICE:
                with operation(Act.IMPORT, INSTALLATION, Purpose.OPERATIONS) as op:
                    op.note(patient=patient_id, filed=count)
                    op.require(policy.may_import(op.actor))


def _there(batch: list[Checked]) -> dict[tuple[str, str], Resource]:
    """Return what is there already, asked type by type: several types at once would not be looked up in the index."""
    ids: dict[str, list[str]] = defaultdict(list)
    for kind, fhir_id in (one.key for one in batch):
        ids[kind].append(fhir_id)
    return {
        (kind, row.fhir_id): row
        for kind in ids
        for row in Resource.objects.filter(resource_type=kind, fhir_id__in=ids[kind]).only(
            "patient_id", "fingerprint", "fhir_id"
        )
    }


def _whose(reference: str) -> UUID | None:
    """Return whose file a resource is in that another one is about: where it came from, who signed it."""
    kind, _, fhir_id = reference.rpartition("/")
    row = Resource.objects.filter(resource_type=kind, fhir_id=fhir_id).only("patient_id").first() if kind else None
    return row.patient_id if row else None


def _as_uuid(fhir_id: str) -> UUID:
    try:
        return UUID(fhir_id)
    except ValueError:
        return uuid4()
