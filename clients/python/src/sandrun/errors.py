"""Errors that are not the program's, each a kind with a code (docs/api.md, "Errors")."""

from __future__ import annotations

from typing import Any


class SandrunError(Exception):
    """An error of the service, or of the connection to it. ``code`` says what happened, ``hint`` what to do."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        hint: str | None = None,
        field: str | None = None,
        retryable: bool = False,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        #: The field of the request that was wrong.
        self.field = field
        #: The same request may succeed later.
        self.retryable = retryable
        #: In seconds.
        self.retry_after = retry_after


class InvalidRequest(SandrunError):
    """The request is invalid as it is: 400, 413, 415, 422."""


class NotAllowed(SandrunError):
    """The token is invalid or lacks a right: 401, 403."""


class NotFound(SandrunError):
    """No such run, session or language, or it is not yours: 404."""


class TryLater(SandrunError):
    """A temporary problem: the service is full, busy or unhealthy."""


class Unreachable(SandrunError):
    """No service answers at this address, or the connection was lost."""


_KINDS: dict[str, type[SandrunError]] = {
    "unauthorized": NotAllowed,
    "forbidden": NotAllowed,
    "origin-refused": NotAllowed,
    "host-refused": NotAllowed,
    "not-found": NotFound,
    "internal": SandrunError,
    "not-in-cluster": SandrunError,
    "image-missing": SandrunError,
    "state-unavailable": SandrunError,
    "connection-lost": Unreachable,
    "unreachable": Unreachable,
}


def error_from(body: Any) -> SandrunError:
    """The error that the service has sent. A code that this client does not know keeps its message."""
    code = str(body.get("code", "internal"))
    retryable = bool(body.get("retryable", False))
    kind = _KINDS.get(code, TryLater if retryable else InvalidRequest)
    return kind(
        code,
        str(body.get("message", "The service failed.")),
        hint=body.get("hint"),
        field=body.get("field"),
        retryable=retryable,
        retry_after=body.get("retryAfter"),
    )


def unreachable(cause: object) -> Unreachable:
    return Unreachable(
        "unreachable",
        f"The service does not answer ({cause}).",
        hint="Check the address, and that the service runs: sandrun serve.",
        retryable=True,
    )


def connection_lost(cause: object) -> Unreachable:
    return Unreachable(
        "connection-lost",
        f"The connection to the service was lost ({cause}).",
        hint="The program may have run: look before you repeat it.",
    )
