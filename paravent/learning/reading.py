"""Charters that people write: YAML, or the JSON that others send. What they come to is said in numbers before anybody agrees."""

from pathlib import Path

from paravent.kernel.written import Form, read, read_text
from paravent.learning.terms import Charter

FORM = Form("charter", 64 * 1024)
EXAMPLE = """title: Who has a heart attack within a year
kind: logistic
cohort: Patient?birthdate=lt1986
label: Condition?code=http://hl7.org/fhir/sid/icd-10|I21
columns:
  - {name: age, source: age, low: 40, high: 90}
  - {name: sex, source: sex, among: [female, male]}
  - {name: systolic pressure, source: observation, code: "http://loinc.org|8480-6", unit: "mm[Hg]", low: 80, high: 200}
rounds: 6
noise: 9.91   # ε = 1 for one patient; 0 is none
sites:
  - {name: Aalen clinic, key: "…"}   # paravent federate key
  - {name: Bonn practice, key: "…"}
  - {name: Celle hospital, key: "…"}
leader: Aalen clinic
until: 2027-03-31
"""


def charter_of(text: str) -> Charter:
    """Return the charter that somebody typed or pasted. Raises paravent.kernel.written.Unreadable."""
    return read_text(text, FORM.name, Charter, FORM)


def charter_in(path: Path) -> Charter:
    """Return the charter in a file. Raises paravent.kernel.written.Unreadable."""
    return read(path, Charter, FORM)
