"""Addresses of the FHIR server, below /fhir/R4."""

from django.urls import path, re_path

from paravent.interop import api

KIND = r"(?P<kind>[A-Z][A-Za-z]{1,63})"
ID = r"(?P<fhir_id>[A-Za-z0-9\-.]{1,64})"
UUID = r"(?P<fhir_id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"

system = api.system
"""For the address without a slash at its end."""

app_name = "interop"
urlpatterns = [
    path("", system, name="system"),
    path("metadata", api.metadata, name="metadata"),
    re_path(rf"^Patient/{UUID}/\$everything$", api.everything, name="everything"),
    re_path(rf"^{KIND}$", api.of_type, name="of_type"),
    re_path(rf"^{KIND}/_search$", api.by_form, name="by_form"),
    re_path(rf"^{KIND}/_history$", api.type_history, name="type_history"),
    re_path(rf"^{KIND}/{ID}$", api.one, name="one"),
    re_path(rf"^{KIND}/{ID}/_history$", api.history, name="history"),
    re_path(rf"^{KIND}/{ID}/_history/(?P<version>[A-Za-z0-9\-.]{{1,64}})$", api.version, name="version"),
    re_path(rf"^Patient/{UUID}/{KIND}$", api.in_file, name="in_file"),
    # Whatever else it is, line breaks too: every address below ours is answered as FHIR.
    re_path(r"^(?P<rest>[\s\S]+)", api.nowhere, name="nowhere"),
]
