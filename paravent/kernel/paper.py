"""What is printed: a page set by Typst, from a template and what is said in it.

Text goes into the template as data, never as markup: whatever somebody typed is set as it stands.
"""

import json
from pathlib import Path
from typing import Final

import typst

ACCESSIBLE: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, with title and language, so that it can be read aloud."""


def typeset(template: Path, **said: object) -> bytes:
    """Return a template as PDF; it reads each thing that is said as JSON, by its name."""
    given = {name: json.dumps(one) for name, one in said.items()}
    # Fonts come with the package: the same page on every machine.
    made = typst.compile(
        str(template), sys_inputs=given, format="pdf", ignore_system_fonts=True, pdf_standards=ACCESSIBLE
    )
    return bytes(made)
