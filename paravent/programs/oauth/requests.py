"""What programs send and are answered, between Django and the library."""

from authlib.integrations.django_oauth2.requests import DjangoOAuth2Payload, DjangoOAuth2Request
from authlib.oauth2 import OAuth2Request
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


def fhir_address() -> str:
    """Return where the FHIR server is found, which programs name as the audience."""
    return f"{settings.BASE_URL}/fhir/R4"


def token_address() -> str:
    """Return where programs exchange codes for tokens, which is whom their statements are for."""
    return f"{settings.BASE_URL}{reverse('programs:token')}"


class Payload(DjangoOAuth2Payload):
    """What a program sent; the token's address reads the body alone, so that no secret travels in a query."""

    @property
    def data(self) -> dict[str, str]:
        """Return what was sent, by name."""
        sent = self._request.POST if self._request.method == "POST" and not self.is_page else self._request.GET
        return {str(name): str(value) for name, value in sent.items()}

    @property
    def is_page(self) -> bool:
        """Tell whether a person is being asked."""
        return bool(self._request.path == reverse("programs:authorize"))


class Request(DjangoOAuth2Request):
    """A request at the address that programs know, whatever stands between them and us."""

    def __init__(self, request: HttpRequest) -> None:
        OAuth2Request.__init__(self, request.method, f"{settings.BASE_URL}{request.path}", headers=request.headers)
        self.payload = Payload(request)
        self._request = request


class Answer(HttpResponse):
    """An answer of the library's; `location` as its extensions expect it."""

    @property
    def location(self) -> str:
        """Return where the browser goes next."""
        return self.headers.get("Location", "")

    @location.setter
    def location(self, value: str) -> None:
        self.headers["Location"] = value
