"""Two `tessera serve` nodes over one PostgreSQL (TESSERA_TEST_POSTGRES, set by with-postgres)."""
import contextlib
import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import nodes  # noqa: E402


@pytest.fixture(scope="session")
def cluster():
    """Makes clusters: cluster(settings) is two running nodes."""
    with contextlib.ExitStack() as running:
        def make(values=None):
            return running.enter_context(
                nodes.Cluster(os.environ["TESSERA_TEST_POSTGRES"], 2, values))
        yield make
