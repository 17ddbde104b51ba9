"""`python -m bench.bare PORT`: two static files, and a socket that passes every message on to whoever else is there."""

import sys
from pathlib import Path
from typing import Any

import uvicorn

FOLDER = Path(__file__).parent
FILES = {
    "/": ("text/html", (FOLDER / "call.html").read_bytes()),
    "/call.js": ("text/javascript", (FOLDER / "call.js").read_bytes()),
}
there: list[Any] = []


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve a page, or relay."""
    if scope["type"] == "websocket":
        await _relay(receive, send)
    elif scope["type"] == "http":
        kind, body = FILES.get(scope["path"], ("text/plain", b""))
        headers = [(b"content-type", kind.encode()), (b"cache-control", b"no-cache")]
        await send({"type": "http.response.start", "status": 200 if body else 404, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def _relay(receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    there.append(send)
    try:
        while (message := await receive())["type"] == "websocket.receive":
            for other in [one for one in there if one is not send]:
                await other({"type": "websocket.send", "text": message["text"]})
    finally:
        there.remove(send)


if __name__ == "__main__":
    uvicorn.run(
        application,
        port=int(sys.argv[1]),
        lifespan="off",
        ws="websockets-sansio",
        log_level="warning",
        access_log=False,
    )
