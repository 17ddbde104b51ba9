"""The server's mouth: pages over HTTP, rooms over WebSocket, and the log's sequencer beside them."""

import os
import warnings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paravent.web.settings")

import django
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from channels.sessions import CookieMiddleware, SessionMiddleware

django.setup(set_prefix=False)

# Models are loaded only now.
from django.conf import settings  # noqa: E402

from paravent.calls.urls import websocket_urlpatterns as rooms  # noqa: E402
from paravent.visits.urls import websocket_urlpatterns as nudges  # noqa: E402
from paravent.web.actors import ActorMiddleware  # noqa: E402
from paravent.web.lifespan import Lifespan  # noqa: E402
from paravent.web.threads import OwnThread  # noqa: E402
from paravent.web.uploads import Pages  # noqa: E402

pages = Pages()
sockets = OwnThread(CookieMiddleware(SessionMiddleware(ActorMiddleware(URLRouter([*rooms, *nudges])))))
# WhiteNoise reads style sheets and scripts as they are asked for, a few kilobytes each: whoever starts a practice need not read of it.
warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators", Warning)
# A practice on one's own machine goes by both names of it.
origins = [settings.BASE_URL, settings.BASE_URL.replace("//localhost:", "//127.0.0.1:")]

application = ProtocolTypeRouter(
    {"http": pages, "websocket": OriginValidator(sockets, origins), "lifespan": Lifespan()}
)
