"""Runs programs in the sandboxes of a Sandrun service.

``Sandrun`` blocks, ``AsyncSandrun`` is for asyncio; both have the same methods.
"""

from .async_client import AsyncJob, AsyncSandrun, AsyncSession
from .async_live import AsyncLiveRun, Output
from .client import Job, LiveRun, Sandrun, Session
from .errors import (
    InvalidRequest,
    NotAllowed,
    NotFound,
    SandrunError,
    TryLater,
    Unreachable,
)
from .models import (
    Case,
    CaseResult,
    File,
    Language,
    Limits,
    PhaseResult,
    RunEvent,
    RunRecord,
    RunRequest,
    RunResult,
    RunSummary,
    SessionInfo,
    SessionRequest,
    TextOrBase64,
    to_bytes,
    to_text,
)

__all__ = [
    "AsyncJob",
    "AsyncLiveRun",
    "AsyncSandrun",
    "AsyncSession",
    "Case",
    "CaseResult",
    "File",
    "InvalidRequest",
    "Job",
    "Language",
    "Limits",
    "LiveRun",
    "NotAllowed",
    "NotFound",
    "Output",
    "PhaseResult",
    "RunEvent",
    "RunRecord",
    "RunRequest",
    "RunResult",
    "RunSummary",
    "Sandrun",
    "SandrunError",
    "Session",
    "SessionInfo",
    "SessionRequest",
    "TextOrBase64",
    "TryLater",
    "Unreachable",
    "to_bytes",
    "to_text",
]
