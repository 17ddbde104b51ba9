"""Names that go on where a span ends: departments of houses, orders, titles, the next line."""

import pytest

from paravent.deid.deidentifier import Deidentifier
from paravent.deid.terms import Style


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Verlegung in die Klinik für Innere Medizin des Marienkrankenhauses Bonn.",
            "Verlegung in die [LOCATION_HOSPITAL].",
        ),
        ("Dr. Anna\nSchneider kam.", "[NAME_TITLE] [NAME_DOCTOR] kam."),
        ("Die Abteilung für Radiologie der Klinik war zu.", "Die Abteilung für Radiologie der Klinik war zu."),
        ("Er kam aus St. Johann im Pongau.", "Er kam aus [LOCATION_CITY]."),
        ("Z. n. St. p. Appendektomie", "Z. n. St. p. Appendektomie"),
        ("Die fünfundzwanzigjährige Frau", "Die [AGE]jährige Frau"),
        ("im Alter von sechzig Jahren", "im Alter von [AGE] Jahren"),
        ("mit zwei Jahren Verzögerung", "mit zwei Jahren Verzögerung"),
        ("Verlegt auf Station B, OP am Knie im OP II.", "Verlegt auf Station [ID], OP am Knie im OP [ID]."),
        ("Klinikum Flensburg\nAkademisches Lehrkrankenhaus der Universität Kiel", "[LOCATION_HOSPITAL]\n[LOCATION_HOSPITAL]"),
    ],
)  # fmt: skip
def test_a_name_goes_as_a_whole(text: str, expected: str) -> None:
    assert Deidentifier(style=Style.LABEL).run(text).text == expected
