"""What came in over HTTP: who asks, in which form they want the answer, and what they sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from paravent.fhir.parameters import TABLE
from paravent.fhir.terms import Complaint, Unclear
from paravent.interop.answers import Unfit, for_pages_of, refusal
from paravent.interop.cursors import Pairs, resumed
from paravent.programs.operations import access_of
from paravent.programs.terms import Access, NoAccess
from paravent.records.terms import Spot

LONGEST = 26 * 1024 * 1024
DEEPEST = 64
FORMATS = {"json", "application/json", "application/fhir+json", "text/json"}
PATCH = "application/json-patch+json"
FORM = "application/x-www-form-urlencoded"
ACCEPTED = FORMATS | {"*/*", "application/*", PATCH}
PERSONAL = {one.name for parameters in TABLE.values() for one in parameters if one.is_personal}
IN_A_URL = "This names somebody and does not belong into an address. Send it by POST to _search."


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a program."""

    http: HttpRequest
    access: Access

    @property
    def pretty(self) -> bool:
        """Whether a person will read the answer."""
        return self.http.GET.get("_pretty") == "true"

    @property
    def prefers(self) -> set[str]:
        """What the program prefers: return=minimal, handling=lenient and the like."""
        return {part.strip() for part in self.http.headers.get("Prefer", "").replace(";", ",").split(",")}

    @property
    def if_match(self) -> str:
        """Which version the program knows."""
        return str(self.http.headers.get("If-Match", ""))

    def pairs(self) -> Pairs:
        """Return the parameters of the address; raise Unclear where one names somebody."""
        said = _pairs(self.http.META.get("QUERY_STRING", ""))
        named = {name.partition(":")[0] for name, _ in said if _is_personal(name)}
        if named:
            raise Unclear(*(Complaint("business-rule", IN_A_URL, f"http.{name}") for name in sorted(named)))
        return said

    def form(self) -> Pairs:
        """Return the parameters of a form, and those of the address."""
        if self.content_type != FORM:
            raise Unfit(415, f"A search by POST is a form: {FORM}.")
        return (*self.pairs(), *_pairs(self.body().decode("utf-8", "replace")))

    def page(self, path: str) -> tuple[Pairs, Spot | None]:
        """Return what is asked and from where on: at the beginning, or where a page ended."""
        said = self.pairs()
        word = dict(said).get("_page")
        return resumed(self.access, path, word) if word else (said, None)

    @property
    def content_type(self) -> str:
        """Return what the body says it is."""
        return str(self.http.headers.get("Content-Type", "")).partition(";")[0].strip().lower()

    def body(self) -> bytes:
        """Return what was sent; raise Unfit where that is too much."""
        content = self.http.read(LONGEST + 1)
        if len(content) > LONGEST:
            raise Unfit(413, "More than 26 MiB are not taken at once.")
        return content

    def sent(self, *kinds: str) -> Any:
        """Return the JSON that was sent, as one of some kinds of content; raise Unfit, Unclear."""
        if self.content_type not in (set(kinds) or FORMATS):
            raise Unfit(415, f"This content is not taken here; send {kinds[0] if kinds else 'application/fhir+json'}.")
        try:
            value = orjson.loads(self.body())
        except orjson.JSONDecodeError:
            raise Unclear(Complaint("structure", "The content is not JSON.")) from None
        if _is_too_deep(value):
            raise Unclear(Complaint("structure", "The content is nested too deeply."))
        return value

    def resource(self) -> dict[str, Any]:
        """Return the resource that was sent."""
        value = self.sent()
        if not isinstance(value, dict):
            raise Unclear(Complaint("structure", "The content is not a resource."))
        return value


def _pairs(text: str) -> Pairs:
    try:
        return tuple(parse_qsl(text, max_num_fields=100))
    except ValueError:
        raise Unclear(Complaint("too-costly", "There are too many parameters.")) from None


def _is_personal(name: str) -> bool:
    plain, _, modifier = name.partition(":")
    return plain in PERSONAL or modifier == "identifier"


def _is_too_deep(value: Any) -> bool:
    """Tell whether lists and objects stand in one another deeper than any resource is; without recursion, for that reason."""
    layer = [value]
    for _ in range(DEEPEST):
        layer = [below for one in layer for below in _below(one)]
        if not layer:
            return False
    return True


def _below(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def access_in(request: HttpRequest) -> Access:
    """Return what the request's bearer token stands for; raise NoAccess."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not token:
        raise NoAccess("nothing-shown")
    if scheme.lower() != "bearer":
        raise NoAccess("no-bearer")
    access = access_of(token.strip())
    whence = replace(access.actor.whence, place=getattr(request, "place", None))
    return replace(access, actor=replace(access.actor, whence=whence))


def refuse_other_formats(request: HttpRequest) -> None:
    """Raise Unfit where the answer is wanted in a form that we do not speak."""
    wanted = request.GET.get("_format", "").replace(" ", "+").partition(";")[0]
    if wanted:
        asked = [wanted]
    else:
        asked = [one.partition(";")[0].strip() for one in request.headers.get("Accept", "*/*").split(",")]
    if not ACCEPTED & set(asked):
        raise Unfit(406, "Only application/fhir+json is spoken here.")


View = Callable[..., HttpResponse]


def to_pages(view: View) -> View:
    """Return a view whose answers pages of registered programs may read."""

    @wraps(view)
    def answered(request: HttpRequest, **places: str) -> HttpResponse:
        return for_pages_of(request.headers.get("Origin", ""), view(request, **places))

    return answered


def fhir(**views: View) -> View:
    """Return a view that answers each method by its own function, and every error by an OperationOutcome."""
    allowed = ", ".join([*views, *(["HEAD"] if "GET" in views else []), "OPTIONS"])

    @csrf_exempt
    @to_pages
    @wraps(next(iter(views.values())))
    def answered(request: HttpRequest, **places: str) -> HttpResponse:
        try:
            if request.method == "OPTIONS":
                return _preflight(allowed)
            view = views.get("GET" if request.method == "HEAD" else str(request.method))
            if view is None:
                raise Unfit(405, "This cannot be done here.", {"Allow": allowed})
            refuse_other_formats(request)
            return view(Asked(request, access_in(request)), **places)
        except Exception as error:  # noqa: BLE001 (every error is an OperationOutcome; the gate has recorded it)
            return refusal(error)

    return answered


def _preflight(allowed: str) -> HttpResponse:
    """Say what may be asked; to whom it is said is decided with the answer's origin, without which this counts nothing."""
    headers = "Authorization, Content-Type, Accept, Prefer, If-Match, If-None-Match, If-Modified-Since, If-None-Exist"
    told = {"Access-Control-Allow-Methods": allowed, "Access-Control-Allow-Headers": headers, "Allow": allowed}
    return HttpResponse(status=204, headers=told)
