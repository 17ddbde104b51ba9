"""The search parameters of each type, as HL7 FHIR R4 defines them.

Parsing, index, matching and the CapabilityStatement are all made from this table, so none can say what others do not do.
"""

from dataclasses import dataclass
from enum import StrEnum

from paravent.fhir.elements import Path, path


class Kind(StrEnum):
    """How a parameter is compared (R4 SearchParamType)."""

    TOKEN = "token"  # noqa: S105 (a word of FHIR)
    REFERENCE = "reference"
    DATE = "date"
    STRING = "string"
    QUANTITY = "quantity"
    URI = "uri"


class Clarity(StrEnum):
    """What the database holds of a parameter's values."""

    BLIND = "blind"
    SPAN = "span"
    OWNER = "owner"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One search parameter: where its values stand, and what the database holds of them."""

    name: str
    kind: Kind
    paths: tuple[Path, ...]
    clarity: Clarity = Clarity.NOTHING
    targets: tuple[str, ...] = ()
    is_personal: bool = False


def _made(kind: Kind, clarity: Clarity, name: str, paths: tuple[str, ...]) -> Parameter:
    return Parameter(name, kind, tuple(path(one) for one in paths or (name,)), clarity)


def token(name: str, *paths: str) -> Parameter:
    """Return a token parameter that is found by blind tokens."""
    return _made(Kind.TOKEN, Clarity.BLIND, name, paths)


def state(name: str, *paths: str) -> Parameter:
    """Return a token parameter with so few values that a token of it would only tell a thief something."""
    return _made(Kind.TOKEN, Clarity.NOTHING, name, paths)


def reference(name: str, *paths: str, to: str = "") -> Parameter:
    """Return a reference parameter that is found by blind tokens."""
    made = _made(Kind.REFERENCE, Clarity.BLIND, name, paths)
    return Parameter(name, made.kind, made.paths, made.clarity, tuple(to.split()))


def owner(name: str, *paths: str) -> Parameter:
    """Return the reference to the patient whose file it is: a column of its own."""
    made = _made(Kind.REFERENCE, Clarity.OWNER, name, paths)
    return Parameter(name, made.kind, made.paths, made.clarity, ("Patient",))


def when(name: str, *paths: str) -> Parameter:
    """Return the date by which a type is ordered: its span stands in clear."""
    return _made(Kind.DATE, Clarity.SPAN, name, paths)


def date(name: str, *paths: str) -> Parameter:
    """Return another date, which stands nowhere in clear."""
    return _made(Kind.DATE, Clarity.NOTHING, name, paths)


def quantity(name: str, *paths: str) -> Parameter:
    """Return a quantity; a number that can be ordered without being opened tells a thief too much."""
    return _made(Kind.QUANTITY, Clarity.NOTHING, name, paths)


def string(name: str, *paths: str) -> Parameter:
    """Return a string, found by the blinded beginnings of its words."""
    return _made(Kind.STRING, Clarity.BLIND, name, paths)


def uri(name: str, *paths: str) -> Parameter:
    """Return an address, compared as it is."""
    return _made(Kind.URI, Clarity.BLIND, name, paths)


def personal(parameter: Parameter) -> Parameter:
    """Return a parameter whose values name somebody: it does not belong into a URL."""
    return Parameter(
        parameter.name, parameter.kind, parameter.paths, parameter.clarity, parameter.targets, is_personal=True
    )


IDENTIFIER = personal(token("identifier"))
SUBJECT, PATIENT = owner("subject"), owner("patient", "subject")
THEIRS = owner("patient")
ENCOUNTER = reference("encounter", to="Encounter")
CODE, CATEGORY, STATUS, TYPE = token("code"), token("category"), state("status"), token("type")
TELECOM = (
    personal(token("telecom")),
    personal(token("phone", "telecom.system=phone")),
    personal(token("email", "telecom.system=email")),
)
ADDRESS = (
    personal(
        string(
            "address",
            *(f"address.{part}" for part in ("text", "line", "city", "district", "state", "postalCode", "country")),
        )
    ),
    personal(string("address-city", "address.city")),
    personal(string("address-country", "address.country")),
    personal(string("address-postalcode", "address.postalCode")),
    personal(string("address-state", "address.state")),
)
NAMES = tuple(f"name.{part}" for part in ("family", "given", "prefix", "suffix", "text"))
PERSON = (
    IDENTIFIER,
    state("active"),
    personal(string("name", *NAMES)),
    personal(string("family", "name.family")),
    personal(string("given", "name.given")),
    state("gender"),
    *TELECOM,
    *ADDRESS,
)
MEDICATION = (
    IDENTIFIER,
    STATUS,
    SUBJECT,
    PATIENT,
    CATEGORY,
    token("code", "medicationCodeableConcept"),
    reference("medication", "medicationReference", to="Medication"),
)

ALWAYS = (state("_id", "id"), date("_lastUpdated", "meta.lastUpdated"))

TABLE: dict[str, tuple[Parameter, ...]] = {
    "Patient": (
        *PERSON,
        personal(date("birthdate", "birthDate")),
        personal(date("death-date", "deceasedDateTime")),
        state("deceased", "deceasedBoolean", "deceasedDateTime"),
        state("language", "communication.language"),
        reference("general-practitioner", "generalPractitioner"),
        reference("organization", "managingOrganization", to="Organization"),
    ),
    "Encounter": (
        IDENTIFIER,
        STATUS,
        SUBJECT,
        PATIENT,
        token("class"),
        TYPE,
        when("date", "period"),
        reference("participant", "participant.individual"),
        reference("practitioner", "participant.individual", to="Practitioner"),
        reference("location", "location.location", to="Location"),
        reference("service-provider", "serviceProvider", to="Organization"),
        reference("appointment", to="Appointment"),
        reference("part-of", "partOf", to="Encounter"),
        token("reason-code", "reasonCode"),
    ),
    "Observation": (
        IDENTIFIER,
        STATUS,
        SUBJECT,
        PATIENT,
        ENCOUNTER,
        CODE,
        CATEGORY,
        token("component-code", "component.code"),
        token("combo-code", "code", "component.code"),
        token("value-concept", "valueCodeableConcept"),
        string("value-string", "valueString"),
        quantity("value-quantity", "valueQuantity"),
        quantity("component-value-quantity", "component.valueQuantity"),
        quantity("combo-value-quantity", "valueQuantity", "component.valueQuantity"),
        when("date", "effectiveDateTime", "effectivePeriod", "effectiveInstant", "effectiveTiming"),
        reference("performer"),
        reference("has-member", "hasMember"),
        reference("derived-from", "derivedFrom"),
        reference("based-on", "basedOn"),
        reference("device", to="Device"),
    ),
    "Condition": (
        IDENTIFIER,
        SUBJECT,
        PATIENT,
        ENCOUNTER,
        CODE,
        CATEGORY,
        state("clinical-status", "clinicalStatus"),
        state("verification-status", "verificationStatus"),
        token("severity"),
        token("body-site", "bodySite"),
        when("onset-date", "onsetDateTime", "onsetPeriod"),
        date("abatement-date", "abatementDateTime", "abatementPeriod"),
        date("recorded-date", "recordedDate"),
        reference("asserter"),
    ),
    "AllergyIntolerance": (
        IDENTIFIER,
        THEIRS,
        token("code", "code", "reaction.substance"),
        state("clinical-status", "clinicalStatus"),
        state("verification-status", "verificationStatus"),
        state("criticality"),
        state("category"),
        state("type"),
        when("date", "recordedDate"),
        date("onset", "reaction.onset"),
        date("last-date", "lastOccurrence"),
        token("manifestation", "reaction.manifestation"),
        reference("recorder"),
        reference("asserter"),
    ),
    "MedicationRequest": (
        *MEDICATION,
        ENCOUNTER,
        state("intent"),
        state("priority"),
        when("authoredon", "authoredOn"),
        date("date", "dosageInstruction.timing.event"),
        reference("requester"),
    ),
    "MedicationStatement": (
        *MEDICATION,
        reference("context"),
        when("effective", "effectiveDateTime", "effectivePeriod"),
        reference("source", "informationSource"),
    ),
    "Procedure": (
        IDENTIFIER,
        STATUS,
        SUBJECT,
        PATIENT,
        ENCOUNTER,
        CODE,
        CATEGORY,
        when("date", "performedDateTime", "performedPeriod"),
        reference("performer", "performer.actor"),
        token("reason-code", "reasonCode"),
        reference("location", to="Location"),
        reference("based-on", "basedOn"),
    ),
    "Immunization": (
        IDENTIFIER,
        STATUS,
        THEIRS,
        token("vaccine-code", "vaccineCode"),
        when("date", "occurrenceDateTime"),
        string("lot-number", "lotNumber"),
        reference("performer", "performer.actor"),
        reference("location", to="Location"),
        token("target-disease", "protocolApplied.targetDisease"),
    ),
    "DiagnosticReport": (
        IDENTIFIER,
        STATUS,
        SUBJECT,
        PATIENT,
        ENCOUNTER,
        CODE,
        CATEGORY,
        when("date", "effectiveDateTime", "effectivePeriod"),
        date("issued"),
        reference("performer"),
        reference("result", to="Observation"),
        reference("based-on", "basedOn"),
        token("conclusion", "conclusionCode"),
    ),
    "DocumentReference": (
        IDENTIFIER,
        STATUS,
        SUBJECT,
        PATIENT,
        TYPE,
        CATEGORY,
        when("date"),
        date("period", "context.period"),
        reference("author"),
        reference("custodian", to="Organization"),
        reference("encounter", "context.encounter", to="Encounter"),
        state("contenttype", "content.attachment.contentType"),
        uri("location", "content.attachment.url"),
        token("security-label", "securityLabel"),
    ),
    "Composition": (
        SUBJECT,
        PATIENT,
        ENCOUNTER,
        STATUS,
        TYPE,
        when("date"),
        reference("author"),
        string("title"),
    ),
    "Provenance": (
        owner("patient", "target"),
        reference("target"),
        when("recorded"),
        date("when", "occurredDateTime", "occurredPeriod"),
        reference("agent", "agent.who"),
        token("agent-type", "agent.type"),
        reference("entity", "entity.what"),
    ),
    "Device": (
        IDENTIFIER,
        STATUS,
        THEIRS,
        TYPE,
        string("device-name", "deviceName.name", "type.text", "type.coding.display"),
        string("manufacturer"),
        string("model", "modelNumber"),
    ),
    "Appointment": (
        owner("patient", "participant.actor"),
        reference("actor", "participant.actor"),
        reference("practitioner", "participant.actor", to="Practitioner"),
        STATUS,
        when("date", "start"),
    ),
    "Consent": (
        owner("patient"),
        STATUS,
        state("scope"),
        state("category"),
        when("date", "dateTime"),
        date("period", "provision.period"),
    ),
    "AuditEvent": (
        owner("patient", "agent.who", "entity.what"),
        when("date", "recorded"),
        reference("agent", "agent.who"),
        reference("entity", "entity.what"),
        state("action"),
        state("outcome"),
        state("type"),
        state("subtype"),
    ),
    "Practitioner": (*PERSON,),
    "PractitionerRole": (
        IDENTIFIER,
        state("active"),
        reference("practitioner", to="Practitioner"),
        reference("organization", to="Organization"),
        reference("location", to="Location"),
        token("role", "code"),
        token("specialty"),
        *TELECOM,
    ),
    "Organization": (
        IDENTIFIER,
        state("active"),
        string("name", "name", "alias"),
        TYPE,
        *ADDRESS,
        reference("partof", "partOf", to="Organization"),
    ),
    "Location": (
        IDENTIFIER,
        STATUS,
        string("name", "name", "alias"),
        TYPE,
        *ADDRESS,
        reference("organization", "managingOrganization", to="Organization"),
        reference("partof", "partOf", to="Location"),
    ),
}


def parameters(kind: str) -> dict[str, Parameter]:
    """Return a type's parameters by name, those of every type among them."""
    return {one.name: one for one in (*ALWAYS, *TABLE[kind])}


def ordering(kind: str) -> Parameter | None:
    """Return the date by which a type is ordered, if it has one."""
    return next((one for one in TABLE[kind] if one.clarity == Clarity.SPAN), None)
