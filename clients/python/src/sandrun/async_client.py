"""The client for asyncio."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import Any, cast
from urllib.parse import quote

import httpx

from .async_live import ANSWER_WITHIN, AsyncLiveRun
from .errors import connection_lost, error_from, unreachable
from .models import (
    Language,
    RunEvent,
    RunRecord,
    RunRequest,
    RunResult,
    RunSummary,
    SessionInfo,
    SessionRequest,
)

LOCAL = "http://localhost:8080"

#: How long to try to restore a stream of events, and the wait between two attempts, in seconds.
SEEK = 30.0
PAUSE = 0.25


class AsyncSandrun:
    """A Sandrun service; by default ``SANDRUN_URL``, with ``SANDRUN_TOKEN``. Close it, or use it with ``async with``.

    Methods raise SandrunError. Cancelling a call cancels its run.
    """

    def __init__(self, url: str | None = None, token: str | None = None) -> None:
        self._url = httpx.URL(url or os.environ.get("SANDRUN_URL") or LOCAL)
        self._token = token or os.environ.get("SANDRUN_TOKEN") or None
        headers = {} if self._token is None else {"authorization": f"Bearer {self._token}"}
        # A program may take long; the service ends it at its limits.
        timeout = httpx.Timeout(None, connect=ANSWER_WITHIN)
        self._http = httpx.AsyncClient(base_url=self._url, headers=headers, timeout=timeout)

    async def __aenter__(self) -> AsyncSandrun:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._http.aclose()

    async def run(self, request: RunRequest) -> RunResult:
        """Runs a program, or each of its cases, to the end. A program's errors are in the result."""
        return cast(RunResult, await self._call("POST", "/v1/runs", body=request))

    def live(self, request: RunRequest) -> AsyncLiveRun:
        """A program that you write to and read from while it runs; begins with ``async with``."""
        scheme = "wss" if self._url.scheme == "https" else "ws"
        return AsyncLiveRun(str(self._url.copy_with(scheme=scheme, path="/v1/connect")), self._token, request)

    async def submit(self, request: RunRequest, *, idempotency_key: str | None = None) -> AsyncJob:
        """Starts a run without waiting for it. The same key and request give the same job."""
        headers = {} if idempotency_key is None else {"idempotency-key": json.dumps(idempotency_key)}
        record = await self._call("POST", "/v1/runs?wait=false", body=request, headers=headers)
        return self.job(record["id"])

    def job(self, id: str) -> AsyncJob:
        """One of your jobs or other runs, by its id."""
        return AsyncJob(self, id)

    async def runs(self) -> AsyncIterator[RunSummary]:
        """Your runs, newest first."""
        query: dict[str, str] = {}
        while True:
            page = await self._call("GET", "/v1/runs", params=query)
            for run in page["runs"]:
                yield run
            if "cursor" not in page:
                return
            query = {"cursor": page["cursor"]}

    async def create_session(self, request: SessionRequest) -> AsyncSession:
        """Creates a sandbox that keeps its files; use it with ``async with``, or stop it."""
        return self.session((await self._call("POST", "/v1/sessions", body=request))["id"])

    def session(self, id: str) -> AsyncSession:
        """One of your sessions, by its id."""
        return AsyncSession(self, id)

    async def sessions(self) -> list[SessionInfo]:
        return cast(list[SessionInfo], (await self._call("GET", "/v1/sessions"))["sessions"])

    async def languages(self) -> list[Language]:
        """Every language, built or not; ``available`` says which can run."""
        return cast(list[Language], (await self._call("GET", "/v1/languages"))["languages"])

    async def language(self, id: str) -> Language:
        return cast(Language, await self._call("GET", f"/v1/languages/{quote(id, safe='')}"))

    async def _call(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Any:
        try:
            response = await self._http.request(method, path, json=body, headers=headers, params=params)
        except httpx.HTTPError as error:
            raise unreachable(error) from error
        return _answer(response)


class AsyncJob:
    """A run that nobody needs to wait for: it continues without its client."""

    def __init__(self, client: AsyncSandrun, id: str) -> None:
        self._client = client
        self.id = id

    async def record(self) -> RunRecord:
        """Its current record."""
        return cast(RunRecord, await self._client._call("GET", self._path))

    async def cancel(self) -> RunRecord:
        return cast(RunRecord, await self._client._call("DELETE", self._path))

    async def result(self) -> RunResult:
        """Waits for its end. Raises if it could not run."""
        async for event in self.events():
            if event["type"] == "exit":
                return cast(RunResult, event["result"])
            if event["type"] == "error":
                raise error_from(event)
        record = await self.record()
        if "result" in record:
            return record["result"]
        raise error_from(record.get("error", {}))

    async def events(self) -> AsyncIterator[RunEvent]:
        """Its events from the start to the end; after a lost connection, it continues where it stopped."""
        position: str | None = None
        until = time.monotonic() + SEEK
        while True:
            headers = {"accept": "text/event-stream"}
            if position is not None:
                headers["last-event-id"] = position
            cause: object = "they ended"
            try:
                async with self._client._http.stream("GET", f"{self._path}/events", headers=headers) as response:
                    if response.status_code == 204:
                        return
                    if not response.is_success:
                        await response.aread()
                        _answer(response)
                    async for line in response.aiter_lines():
                        # Each event is one line of data after its id.
                        name, _, value = line.rstrip("\n").partition(": ")
                        if name == "id":
                            position = value
                        if name != "data":
                            continue
                        until = time.monotonic() + SEEK
                        event = cast(RunEvent, json.loads(value))
                        yield event
                        if event["type"] in ("exit", "error"):
                            return
            except httpx.HTTPError as error:
                cause = error
            if time.monotonic() > until:
                raise connection_lost(cause)
            await asyncio.sleep(PAUSE)

    @property
    def _path(self) -> str:
        return f"/v1/runs/{quote(self.id, safe='')}"


class AsyncSession:
    """A sandbox that keeps its files between runs. One run at a time; ``async with`` stops it at the end."""

    def __init__(self, client: AsyncSandrun, id: str) -> None:
        self._client = client
        self.id = id

    async def __aenter__(self) -> AsyncSession:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def info(self) -> SessionInfo:
        return cast(SessionInfo, await self._client._call("GET", self._path))

    async def run(self, request: RunRequest) -> RunResult:
        return await self._client.run(self._inside(request))

    def live(self, request: RunRequest) -> AsyncLiveRun:
        return self._client.live(self._inside(request))

    async def stop(self) -> None:
        """Ends it and its run, and deletes its files."""
        await self._client._call("DELETE", self._path)

    def _inside(self, request: RunRequest) -> RunRequest:
        return cast(RunRequest, dict(request) | {"session": self.id})

    @property
    def _path(self) -> str:
        return f"/v1/sessions/{quote(self.id, safe='')}"


def _answer(response: httpx.Response) -> Any:
    if response.status_code == 204:
        return None
    try:
        body = response.json()
    except ValueError as error:
        raise unreachable(f"something else answers there, HTTP {response.status_code}") from error
    if response.is_success:
        return body
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        raise error_from(body["error"])
    raise unreachable(f"something else answers there, HTTP {response.status_code}")
