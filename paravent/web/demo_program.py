"""A sample program of the demonstration: it starts out of a file and draws blood pressures, as a stranger's would.

It is served here and has no other privilege: a registered public program, which reads over FHIR with its token alone.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from paravent.access.terms import Actor, Purpose
from paravent.programs import operations
from paravent.programs.queries import programs
from paravent.programs.terms import Description, Kind, Scope

NAME = "Blood pressure chart (sample)"
READS = ("patient/Patient.r", "patient/Observation.rs")
ASKS = " ".join(("launch", "launch/encounter", *READS))


def address() -> str:
    """Return where the program begins, and comes back to."""
    return settings.BASE_URL + reverse("demo_program")


def ensure_program(administrator: Actor, officer: Actor) -> None:
    """Register and approve the program at this address, once: what somebody ended stays ended."""
    known = programs()
    if any(address() in one.description.redirect_uris for one in known):
        return
    for one in known:
        # The demonstration was moved to another port, where nobody is.
        if one.is_active and one.description.name == NAME:
            operations.revoke_program(officer, one.program_id)
    operations.approve_program(officer, operations.register_program(administrator, _described()))


def _described() -> Description:
    return Description(
        name=NAME,
        kind=Kind.PUBLIC,
        scopes=tuple(map(Scope.parse, READS)),
        purposes=(Purpose.TREATMENT,),
        redirect_uris=(address(),),
        launch_uri=address(),
    )


@require_GET
def sample_program(request: HttpRequest) -> HttpResponse:
    """Give the program's one page; everything else it does in the browser."""
    here = (one for one in programs() if one.is_active and address() in one.description.redirect_uris)
    found = next(here, None)
    context = {"name": NAME, "client_id": found.program_id if found else "", "asks": ASKS}
    return render(request, "demo/program.html", context)
