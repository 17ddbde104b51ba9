"""Import contract: a package reaches its neighbours only through their public rooms."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

OPEN_HOUSES = {"kernel", "fhir", "judgement", "exercise", "tariff", "deid", "learning", "noise", "proving"}
"""Pure packages without an inside to protect."""


class FrontDoors(Contract):
    """Fails for every import that climbs through a window."""

    doors = fields.SetField(subfield=fields.StringField())
    wiring = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every import between two packages."""
        del verbose
        trespasses = sorted(
            f"{importer} -> {imported}"
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if self.is_trespass(importer.split("."), imported.split("."))
        )
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def is_trespass(self, importer: list[str], imported: list[str]) -> bool:
        """Tell whether an import reaches into a neighbour past its doors."""
        if "tests" in importer or len(imported) < 3 or importer[0] != imported[0]:
            return False
        if imported[1] in OPEN_HOUSES or importer[1:2] == imported[1:2]:
            return False
        doors = self.doors | self.wiring if importer[1] == "web" else self.doors
        return imported[2] not in doors

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name every trespass."""
        for trespass in check.metadata["trespasses"]:
            output.print_error(trespass)
