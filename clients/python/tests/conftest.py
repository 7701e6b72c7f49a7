"""The tests use the service at SANDRUN_URL, and the installed package."""

from collections.abc import Iterator

import pytest
from sandrun import Sandrun


@pytest.fixture
def sandrun() -> Iterator[Sandrun]:
    with Sandrun() as client:
        yield client
