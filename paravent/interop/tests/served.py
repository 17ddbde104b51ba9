"""The whole server on a port of its own, for clients that we did not write."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from django.conf import settings

from tests.journeys.practice import free_port


@contextmanager
def served() -> Iterator[str]:
    """Serve, and return the address of the FHIR server."""
    from paravent.web.asgi import pages

    port = free_port()
    server = uvicorn.Server(uvicorn.Config(pages, port=port, log_level="error", lifespan="off", access_log=False))
    before, settings.BASE_URL = settings.BASE_URL, f"http://localhost:{port}"
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"{settings.BASE_URL}/fhir/R4"
    finally:
        server.should_exit = True
        thread.join(20)
        settings.BASE_URL = before
