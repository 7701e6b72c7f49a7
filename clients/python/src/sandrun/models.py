"""Requests and answers as in docs/api.md: JSON, with the same names."""

from __future__ import annotations

import base64
from typing import Any, Literal, NotRequired, TypedDict, Union


class Base64(TypedDict):
    base64: str


#: Text, or base64 if the bytes are not UTF-8.
TextOrBase64 = Union[str, Base64]


def to_bytes(payload: TextOrBase64) -> bytes:
    return payload.encode() if isinstance(payload, str) else base64.b64decode(payload["base64"])


def to_text(payload: TextOrBase64) -> str:
    """Always text: invalid UTF-8 becomes U+FFFD."""
    return payload if isinstance(payload, str) else to_bytes(payload).decode(errors="replace")


class Limits(TypedDict, total=False):
    wallMs: int
    cpuMs: int
    idleMs: int
    memoryMb: int
    processes: int
    fileMb: int
    diskMb: int
    openFiles: int
    outputKb: int


class File(TypedDict):
    path: str
    content: str
    encoding: NotRequired[Literal["utf8", "base64"]]
    executable: NotRequired[bool]


class Case(TypedDict, total=False):
    name: str
    stdin: TextOrBase64
    args: list[str]
    expected: str


class Tolerance(TypedDict):
    float: float


class TerminalSize(TypedDict):
    cols: int
    rows: int


class Webhook(TypedDict):
    url: str
    secret: NotRequired[str]


class RunRequest(TypedDict, total=False):
    language: str
    version: str
    code: str
    files: list[File]
    entry: str
    args: list[str]
    env: dict[str, str]
    compileArgs: list[str]
    stdin: TextOrBase64
    tty: Union[Literal[False], TerminalSize]
    cache: bool
    prepared: bool
    collect: list[str]
    cases: list[Case]
    compare: Union[Literal["exact", "trim", "tokens"], Tolerance]
    stopAtFirstFailure: bool
    onOutputLimit: Literal["truncate", "stop"]
    limits: Limits
    compileLimits: Limits
    #: Set by a session.
    session: str
    #: For jobs only.
    webhook: Webhook


class Truncated(TypedDict):
    stdout: int
    stderr: int


class PhaseResult(TypedDict):
    stdout: TextOrBase64
    stderr: TextOrBase64
    exitCode: int | None
    signal: str | None
    wallMs: float
    cpuMs: float
    memoryKb: float
    memorySource: Literal["rss", "cgroup"]
    truncated: Truncated


class CaseResult(TypedDict):
    name: str
    verdict: str
    message: str
    run: NotRequired[PhaseResult]


class RunResult(TypedDict):
    id: str
    language: str
    version: str
    verdict: str
    message: str
    compile: NotRequired[PhaseResult]
    run: NotRequired[PhaseResult]
    cached: NotRequired[bool]
    cases: NotRequired[list[CaseResult]]
    files: NotRequired[list[File]]
    warnings: list[str]
    warm: bool
    queuedMs: float
    startedAt: str


class RunSummary(TypedDict):
    id: str
    language: str
    state: Literal["queued", "running", "ended"]
    verdict: NotRequired[str]
    createdAt: str


class RunRecord(RunSummary):
    result: NotRequired[RunResult]
    error: NotRequired[dict[str, Any]]
    timeline: list[dict[str, Any]]


class SessionRequest(TypedDict):
    language: str
    version: NotRequired[str]
    limits: NotRequired[Limits]
    compileLimits: NotRequired[Limits]
    idleTimeoutMs: NotRequired[int]


class SessionInfo(TypedDict):
    id: str
    language: str
    version: str
    state: Literal["idle", "running"]
    memoryMb: int
    processes: int
    diskMb: int
    idleTimeoutMs: int
    createdAt: str
    expiresAt: str | None


class Sample(TypedDict):
    name: str
    file: str
    code: str


class Language(TypedDict):
    id: str
    name: str
    version: str | None
    aliases: list[str]
    extensions: list[str]
    file: str
    compiled: bool
    available: bool
    libraries: list[str]
    samples: NotRequired[list[Sample]]


#: An event of a run; "type" says which (docs/api.md, "Events").
RunEvent = dict[str, Any]
