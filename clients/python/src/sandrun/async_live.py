"""A running program, over the protocol of docs/protocol.md."""

from __future__ import annotations

import asyncio
import codecs
import json
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, cast

from websockets.client import WebSocketClientProtocol, connect
from websockets.exceptions import InvalidStatusCode, WebSocketException

from .errors import SandrunError, connection_lost, error_from, unreachable
from .models import RunRequest, RunResult

#: How much stdin may be on its way, and how much output may arrive before it is acknowledged.
STDIN_WINDOW = 256 * 1024
ACK_EVERY = 64 * 1024

#: The largest piece of stdin in one message.
CHUNK = 64 * 1024

#: How long a service may take to say hello, in seconds.
ANSWER_WITHIN = 10.0

CLIENT = "sandrun-python/0.1.0"

Channel = Literal["stdout", "stderr"]
_CHANNELS: dict[int, Channel] = {1: "stdout", 2: "stderr"}


@dataclass(frozen=True)
class Output:
    """A piece of a program's output. A character whose bytes came in two pieces is in ``text`` of the later one."""

    channel: Channel
    data: bytes
    text: str


class AsyncLiveRun:
    """Iterating over it gives its whole output, once; the program is held back while nobody reads its output.

    Made by ``AsyncSandrun.live`` and used with ``async with``: leaving the block cancels a program that still runs.
    """

    def __init__(self, url: str, token: str | None, request: RunRequest) -> None:
        self._url = url
        self._token = token
        self._request = request
        self._socket: WebSocketClientProtocol | None = None
        self._reader: asyncio.Task[None] | None = None
        self._changed = asyncio.Condition()
        self._unread: deque[Output] = deque()
        self._decoders = {c: codecs.getincrementaldecoder("utf-8")("replace") for c in _CHANNELS.values()}
        self._taken = {"stdout": 0, "stderr": 0}
        self._untold = 0
        self._sent = 0
        self._acknowledged = 0
        self._passes_over = False
        self._writing = asyncio.Lock()
        self._outcome: RunResult | SandrunError | None = None
        #: The run's id, once the service has accepted it.
        self.id: str | None = None
        #: Whether the program waits for its stdin, if the machine can tell.
        self.waiting = False

    async def __aenter__(self) -> AsyncLiveRun:
        try:
            self._socket = await connect(self._url, open_timeout=ANSWER_WITHIN, max_size=None, compression=None)
            hello = {"type": "hello", "protocol": 1, "client": CLIENT, "resume": True}
            await self._say(hello if self._token is None else {**hello, "token": self._token})
            welcome = json.loads(await asyncio.wait_for(self._socket.recv(), ANSWER_WITHIN))
        except (OSError, WebSocketException, asyncio.TimeoutError) as error:
            await self._close()
            said = f"HTTP {error.status_code}" if isinstance(error, InvalidStatusCode) else str(error)
            raise unreachable(said or "no answer in time") from error
        if welcome["type"] == "error":
            await self._close()
            raise error_from(welcome)
        await self._say({"type": "start", "run": self._request})
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._outcome is None:
            await self.cancel()
        await self._close()

    async def write(self, data: str | bytes) -> None:
        """Returns when all of it is on its way, or the program no longer takes it."""
        rest = data.encode() if isinstance(data, str) else data
        async with self._writing:
            while rest and self._outcome is None:
                async with self._changed:
                    await self._changed.wait_for(lambda: self._room() > 0 or self._outcome is not None)
                piece, rest = rest[: min(self._room(), CHUNK)], rest[min(self._room(), CHUNK) :]
                head = bytes([0]) + (self._sent % 2**32).to_bytes(4, "big")
                self._sent += len(piece)
                await self._say(head + piece)

    async def end(self) -> None:
        """Sends end of file after everything written so far."""
        async with self._writing:
            await self._say({"type": "stdin-end"})

    async def signal(self, name: str) -> None:
        await self._say({"type": "signal", "name": name})

    async def resize(self, cols: int, rows: int) -> None:
        await self._say({"type": "resize", "cols": cols, "rows": rows})

    async def cancel(self) -> None:
        """Ends the program: the verdict is ``cancelled``."""
        await self._say({"type": "cancel"})

    async def finish(self) -> RunResult:
        """The result, when the program has ended. Skips unread output."""
        self._passes_over = True
        while self._unread:
            await self._take(self._unread.popleft())
        async with self._changed:
            await self._changed.wait_for(lambda: self._outcome is not None)
        if isinstance(self._outcome, SandrunError):
            raise self._outcome
        return cast(RunResult, self._outcome)

    async def __aiter__(self) -> AsyncIterator[Output]:
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: bool(self._unread) or self._outcome is not None)
            if not self._unread:
                break
            output = self._unread.popleft()
            await self._take(output)
            yield output
        if isinstance(self._outcome, SandrunError):
            raise self._outcome

    def _room(self) -> int:
        return STDIN_WINDOW - (self._sent - self._acknowledged)

    async def _take(self, output: Output) -> None:
        """Allows the program to write this much more."""
        self._taken[output.channel] += len(output.data)
        self._untold += len(output.data)
        if self._untold >= ACK_EVERY:
            self._untold = 0
            await self._say({"type": "ack", **self._taken})

    async def _read(self) -> None:
        assert self._socket is not None
        lost: object = "it ended"
        try:
            async for message in self._socket:
                if isinstance(message, bytes):
                    await self._receive_output(message)
                else:
                    await self._receive(json.loads(message))
                if self._outcome is not None:
                    return
        except WebSocketException as error:
            lost = error
        await self._finish(connection_lost(lost))

    async def _receive_output(self, message: bytes) -> None:
        channel = _CHANNELS.get(message[0])
        if channel is None:
            return
        data = message[5:]
        output = Output(channel, data, self._decoders[channel].decode(data))
        if self._passes_over:
            return await self._take(output)
        async with self._changed:
            self._unread.append(output)
            self._changed.notify_all()

    async def _receive(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind == "accepted":
            self.id = message["runId"]
        elif kind == "waiting":
            self.waiting = message["waiting"]
        elif kind == "stdin-ack":
            async with self._changed:
                self._acknowledged = max(self._acknowledged, message["offset"])
                self._changed.notify_all()
        elif kind == "exit":
            await self._finish(message["result"])
        elif kind == "error":
            await self._finish(error_from(message))

    async def _finish(self, outcome: RunResult | SandrunError) -> None:
        async with self._changed:
            self._outcome = outcome
            self._changed.notify_all()

    async def _say(self, message: dict[str, Any] | bytes) -> None:
        """Ignores a closed connection: the message has no reader."""
        if self._socket is None:
            return
        try:
            await self._socket.send(message if isinstance(message, bytes) else json.dumps(message))
        except WebSocketException:
            pass

    async def _close(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
        if self._socket is not None:
            await self._socket.close()
