"""The bill of materials: what is installed of what was locked, as CycloneDX 1.6 (ECMA-424). Made offline, from the packages themselves."""

import re
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from paravent import VERSION

NAME = re.compile(r"^[A-Za-z0-9._-]+")
LONGEST_NAME_OF_A_LICENCE = 80
"""What is longer is the licence itself, which some packages put into the field of its name."""
CLASSIFIED = "License :: OSI Approved :: "


def bill_of_materials(names: Iterable[str]) -> bytes:
    """Return the bill of these packages, as JSON; what is not installed is not in it."""
    there = {_plain(name): found for name in names if (found := _installed(name))}
    paravent = Component(
        name="paravent",
        version=VERSION,
        type=ComponentType.APPLICATION,
        licenses=[LicenseFactory().make_from_string("Apache-2.0")],
    )
    components = {name: _component(name, found) for name, found in there.items()}
    bom = Bom(components=components.values())
    bom.metadata.component = paravent
    bom.register_dependency(paravent, components.values())
    for name, found in there.items():
        needed = {_plain(match.group()) for text in found.requires or () if (match := NAME.match(text))}
        bom.register_dependency(components[name], [components[one] for one in sorted(needed & components.keys())])
    return JsonV1Dot6(bom).output_as_string(indent=2).encode()


def _component(name: str, found: Distribution) -> Component:
    licence = _licence(found)
    return Component(
        name=name,
        version=found.version,
        type=ComponentType.LIBRARY,
        purl=PackageURL("pypi", name=name, version=found.version),
        description=_said(found, "Summary"),
        licenses=[LicenseFactory().make_from_string(licence)] if licence else None,
    )


def _licence(found: Distribution) -> str:
    said = _said(found, "License-Expression") or _said(found, "License")
    if said and len(said) <= LONGEST_NAME_OF_A_LICENCE:
        return said
    classified = [one for one in found.metadata.get_all("Classifier") or () if one.startswith(CLASSIFIED)]
    return classified[0].removeprefix(CLASSIFIED) if classified else ""


def _said(found: Distribution, field: str) -> str:
    return str(found.metadata[field]) if field in found.metadata else ""


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _plain(name: str) -> str:
    """Return a package's name as it is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
