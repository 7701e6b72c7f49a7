"""The blocking client: the asyncio client on its own thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterator
from concurrent.futures import CancelledError
from types import TracebackType
from typing import Any, TypeVar

from .async_client import AsyncJob, AsyncSandrun, AsyncSession
from .async_live import AsyncLiveRun, Output
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

T = TypeVar("T")


class _Loop:
    """An event loop on a thread; interrupting a caller cancels its call."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sandrun", daemon=True)
        self._thread.start()

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except (KeyboardInterrupt, CancelledError):
            future.cancel()
            raise

    def iterate(self, items: AsyncIterator[T]) -> Iterator[T]:
        try:
            while True:
                try:
                    item = self.call(_awaited(items.__anext__()))
                except StopAsyncIteration:
                    return
                yield item
        finally:
            close = getattr(items, "aclose", None)
            if close is not None:
                self.call(_awaited(close()))

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _awaited(what: Awaitable[T]) -> T:
    return await what


async def _made(client: type[AsyncSandrun], url: str | None, token: str | None) -> AsyncSandrun:
    return client(url, token)


async def _live(make: AsyncSandrun | AsyncSession, request: RunRequest) -> AsyncLiveRun:
    return make.live(request)


class Sandrun:
    """A Sandrun service; by default ``SANDRUN_URL``, with ``SANDRUN_TOKEN``. Close it, or use it with ``with``.

    Methods raise SandrunError. Safe to use from several threads.
    """

    def __init__(self, url: str | None = None, token: str | None = None) -> None:
        self._loop = _Loop()
        self._client = self._loop.call(_made(AsyncSandrun, url, token))

    def __enter__(self) -> Sandrun:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._loop.call(self._client.aclose())
        self._loop.close()

    def run(self, request: RunRequest) -> RunResult:
        """Runs a program, or each of its cases, to the end. A program's errors are in the result."""
        return self._loop.call(self._client.run(request))

    def live(self, request: RunRequest) -> LiveRun:
        """A program that you write to and read from while it runs; begins with ``with``."""
        return LiveRun(self._loop, self._loop.call(_live(self._client, request)))

    def submit(self, request: RunRequest, *, idempotency_key: str | None = None) -> Job:
        """Starts a run without waiting for it. The same key and request give the same job."""
        return self.job(self._loop.call(self._client.submit(request, idempotency_key=idempotency_key)).id)

    def job(self, id: str) -> Job:
        """One of your jobs or other runs, by its id."""
        return Job(self._loop, self._client.job(id))

    def runs(self) -> Iterator[RunSummary]:
        """Your runs, newest first."""
        return self._loop.iterate(self._client.runs())

    def create_session(self, request: SessionRequest) -> Session:
        """Creates a sandbox that keeps its files; use it with ``with``, or stop it."""
        return self.session(self._loop.call(self._client.create_session(request)).id)

    def session(self, id: str) -> Session:
        """One of your sessions, by its id."""
        return Session(self._loop, self._client.session(id))

    def sessions(self) -> list[SessionInfo]:
        return self._loop.call(self._client.sessions())

    def languages(self) -> list[Language]:
        """Every language, built or not; ``available`` says which can run."""
        return self._loop.call(self._client.languages())

    def language(self, id: str) -> Language:
        return self._loop.call(self._client.language(id))


class LiveRun:
    """Iterating over it gives its whole output, once; the program is held back while nobody reads its output.

    Made by ``Sandrun.live`` and used with ``with``: leaving the block cancels a program that still runs.
    """

    def __init__(self, loop: _Loop, run: AsyncLiveRun) -> None:
        self._loop = loop
        self._run = run

    def __enter__(self) -> LiveRun:
        self._loop.call(self._run.__aenter__())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call(self._run.__aexit__(kind, error, trace))

    @property
    def id(self) -> str | None:
        """The run's id, once it is accepted."""
        return self._run.id

    @property
    def waiting(self) -> bool:
        """Whether the program waits for its stdin, if the machine can tell."""
        return self._run.waiting

    def __iter__(self) -> Iterator[Output]:
        return self._loop.iterate(self._run.__aiter__())

    def write(self, data: str | bytes) -> None:
        """Returns when all of it is on its way, or the program no longer takes it."""
        self._loop.call(self._run.write(data))

    def end(self) -> None:
        """Sends end of file after everything written so far."""
        self._loop.call(self._run.end())

    def signal(self, name: str) -> None:
        self._loop.call(self._run.signal(name))

    def resize(self, cols: int, rows: int) -> None:
        self._loop.call(self._run.resize(cols, rows))

    def cancel(self) -> None:
        """Ends the program: the verdict is ``cancelled``."""
        self._loop.call(self._run.cancel())

    def finish(self) -> RunResult:
        """The result, when the program has ended. Skips unread output."""
        return self._loop.call(self._run.finish())


class Job:
    """A run that nobody needs to wait for: it continues without its client."""

    def __init__(self, loop: _Loop, job: AsyncJob) -> None:
        self._loop = loop
        self._job = job
        self.id = job.id

    def record(self) -> RunRecord:
        """Its current record."""
        return self._loop.call(self._job.record())

    def cancel(self) -> RunRecord:
        return self._loop.call(self._job.cancel())

    def result(self) -> RunResult:
        """Waits for its end. Raises if it could not run."""
        return self._loop.call(self._job.result())

    def events(self) -> Iterator[RunEvent]:
        """Its events from the start to the end; after a lost connection, it continues where it stopped."""
        return self._loop.iterate(self._job.events())


class Session:
    """A sandbox that keeps its files between runs. One run at a time; ``with`` stops it at the end."""

    def __init__(self, loop: _Loop, session: AsyncSession) -> None:
        self._loop = loop
        self._session = session
        self.id = session.id

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def info(self) -> SessionInfo:
        return self._loop.call(self._session.info())

    def run(self, request: RunRequest) -> RunResult:
        return self._loop.call(self._session.run(request))

    def live(self, request: RunRequest) -> LiveRun:
        return LiveRun(self._loop, self._loop.call(_live(self._session, request)))

    def stop(self) -> None:
        """Ends it and its run, and deletes its files."""
        self._loop.call(self._session.stop())
