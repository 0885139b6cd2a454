"""What client and browser tests share: one running demo server, and the materials beside the repository."""
import pathlib
import shutil
import tempfile

import pytest

from tessera_server import Server

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def server():
    """A demo server of its own on a free port; its data is thrown away at the end."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tessera-test-"))
    running = Server(folder / "data")
    running.start_demo()
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def folder(tmp_path):
    """An empty folder for a test that runs its own server."""
    return tmp_path


@pytest.fixture(scope="session")
def shared():
    """Finds a file of the material beside the repository, or skips the test when there is none."""
    def find(path):
        if not (SHARED / path).exists():
            pytest.skip(f"../shared/{path} is not there")
        return SHARED / path
    return find
