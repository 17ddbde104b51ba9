"""Where everything is found."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from paravent.interop.urls import system as fhir_system
from paravent.web import log_pages, pages
from paravent.web.desk import desk
from paravent.web.signing import signers_page

# What nobody foresaw is answered here, and what Paravent stops at.
handler500 = "paravent.web.answers.went_wrong"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.front_door, name="front_door"),
    path("desk/", desk, name="desk"),
    path("alive/", pages.alive, name="alive"),
    path("my-accesses/", pages.own_accesses, name="own_accesses"),
    path("language/", include("django.conf.urls.i18n")),
    # Ours first: people.urls closes what allauth would leave open.
    path("", include("paravent.people.urls")),
    path("account/", include("allauth.urls")),
    path("", include("paravent.rosters.urls")),
    path("", include("paravent.ties.urls")),
    path("my-accesses/<uuid:entry_id>/receipt/", log_pages.own_receipt, name="own_receipt"),
    path("ledger/", log_pages.watchers, name="watchers"),
    path("ledger/verify/", log_pages.verify_receipt, name="verify_receipt"),
    path("ledger/keys", signers_page, name="ledger_keys"),
    path("ledger/", include("paravent.ledger.urls")),
    # Before the FHIR server: where programs sign in is said below its address.
    path("", include("paravent.programs.urls")),
    path("fhir/R4", fhir_system),
    path("fhir/R4/", include("paravent.interop.urls")),
    path("", include("paravent.emergency.urls")),
    path("", include("paravent.breaches.urls")),
    path("", include("paravent.detours.urls")),
    path("", include("paravent.reports.urls")),
    path("", include("paravent.drills.urls")),
    path("", include("paravent.guidance.urls")),
    path("", include("paravent.study.urls")),
    path("", include("paravent.conformity.urls")),
    path("", include("paravent.billing.urls")),
    path("", include("paravent.copies.urls")),
    path("", include("paravent.papers.urls")),
    path("", include("paravent.rights.urls")),
    path("", include("paravent.uses.urls")),
    path("", include("paravent.doubts.urls")),
    path("", include("paravent.answers.urls")),
    path("", include("paravent.research.urls")),
    path("", include("paravent.releases.urls")),
    path("", include("paravent.rounds.urls")),
    path("", include("paravent.vigilance.urls")),
    path("files/", include("paravent.records.urls")),
    path("", include("paravent.visits.urls")),
    path("", include("paravent.calls.urls")),
]

if settings.PARAVENT_DEMO:
    from paravent.web.demo_program import sample_program
    from paravent.web.demo_sign_in import sign_in

    urlpatterns.append(path("demo/sign-in/<str:token>/", sign_in, name="demo_sign_in"))
    urlpatterns.append(path("demo/blood-pressures/", sample_program, name="demo_program"))
