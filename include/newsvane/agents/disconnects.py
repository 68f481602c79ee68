"""Cancel a request over HTTP whose client has hung up: nobody waits for the answer."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import anyio

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class CancelAbandoned:
    """Passes requests on to an application, and cancels it if the client disconnects before it has the answer."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        put, taken = anyio.create_memory_object_stream[Message]()
        answered = False

        async def watch() -> None:
            """Pass on the request piece by piece, as the application reads it, until the client is gone."""
            while (message := await receive())["type"] != "http.disconnect":
                await put.send(message)
            if answered:  # what the application does after its answer is its own business
                await put.send(message)
            else:
                group.cancel_scope.cancel()

        async def send_on(message: Message) -> None:
            nonlocal answered
            answered = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        async with put, taken, anyio.create_task_group() as group:
            group.start_soon(watch)
            await self._app(scope, taken.receive, send_on)
            group.cancel_scope.cancel()
