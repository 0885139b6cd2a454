"""Power cuts, full disks, locked and read-only databases: one clear error, nothing half written, the server lives on."""
import os
import pathlib
import resource
import shutil
import sqlite3
import subprocess
import tempfile
import time

import pytest

from imports import MAPPING, import_command, write_companies
from tessera_server import PROGRAM, Server, run

ROWS = 20_000


@pytest.fixture
def place():
    """A folder that another user may enter, unlike pytest's own."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tessera-failure-"))
    folder.chmod(0o755)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        os.chmod(path, 0o755 if path.is_dir() else 0o644)
    shutil.rmtree(folder)


@pytest.fixture
def demo(place, server):
    """A copy of the demo data that a test may spoil. The demo server is asked for a consistent copy by SQLite itself."""
    copy = Server(place / "data")
    copy.data.mkdir()
    for file in server.data.rglob("*"):
        if file.is_file() and "sqlite" not in file.name:
            target = copy.data / file.relative_to(server.data)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target)
    source, target = server.database(), sqlite3.connect(copy.data / server.database_file().name)
    source.backup(target)
    source.close()
    target.close()
    yield copy
    copy.stop()


def companies(server, reference="BULK-%"):
    return server.sql('SELECT count(*) FROM "Companies" WHERE "AlternateReference" LIKE ?', reference)[0][0]


def assert_whole(server):
    assert server.sql("PRAGMA integrity_check") == [("ok",)]
    assert server.sql("PRAGMA foreign_key_check") == []


def test_a_kill_during_an_import_leaves_whole_batches_and_the_import_can_be_run_again(demo, place):
    file = write_companies(place / "companies.csv", ROWS)
    process = subprocess.Popen([PROGRAM, *map(str, import_command(demo.data, "Companies", file, MAPPING))],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 120
    while companies(demo) == 0 and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    process.kill()
    process.wait(timeout=30)
    done = companies(demo)
    assert 0 < done < ROWS, f"{done} rows when it was killed: the test must catch it in the middle"
    assert_whole(demo)
    demo.start_demo()
    listed = demo.get("/Companies/$count?$filter=startswith(AlternateReference,'BULK-')")
    assert int(listed.text) == done
    runs = demo.get("/ImportRuns?$orderby=ImportRunId desc&$top=1").json()["value"][0]
    assert runs["State"] != "Finished"
    demo.stop()
    run(*import_command(demo.data, "Companies", file, MAPPING))
    assert companies(demo) == ROWS
    assert_whole(demo)


def test_an_import_on_a_full_disk_says_so_and_keeps_what_was_whole(demo, place):
    file = write_companies(place / "companies.csv", ROWS)
    limit = max(f.stat().st_size for f in demo.data.rglob("*") if f.is_file()) + 1_000_000

    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    # The limit acts like a full disk once its signal is ignored, which the child inherits from Python.
    done = subprocess.run([PROGRAM, *map(str, import_command(demo.data, "Companies", file, MAPPING))], capture_output=True, text=True,
                          timeout=300, preexec_fn=small_disk, restore_signals=False)
    assert done.returncode == 69, f"{done.returncode}\n{done.stderr}"
    assert len(done.stderr.strip().splitlines()[-1]) < 300
    assert companies(demo) < ROWS
    assert_whole(demo)


def test_a_database_locked_by_another_program_delays_writing_and_not_reading(demo):
    demo.start_demo()
    lock = sqlite3.connect(demo.database_file(), isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    try:
        assert demo.get("/Companies?$top=1").status_code == 200
        answer = demo.http().post(demo.url + "/login", data={"login": demo.email, "password": "x"}, timeout=60, allow_redirects=False)
        assert answer.status_code in (403, 422, 503)
        assert demo.is_alive()
    finally:
        lock.execute("ROLLBACK")
        lock.close()
    assert demo.get("/Companies?$top=1").status_code == 200


def test_a_read_only_database_gives_one_clear_error(demo, place):
    if os.geteuid() == 0:
        for path in [demo.data, *demo.data.rglob("*")]:
            os.chown(path, 65534, 65534)
    for path in demo.data.rglob("*"):
        path.chmod(0o444)
    demo.data.chmod(0o555)
    options = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    try:
        done = subprocess.run([PROGRAM, "serve", "--data", demo.data, "--port", "0"], capture_output=True, text=True, timeout=60, cwd="/",
                              **options)
    except PermissionError:
        pytest.skip("the other user may not run the program where it lies")
    except subprocess.TimeoutExpired:
        return  # It serves what can be read; the tests of reading and writing say the rest.
    assert done.returncode == 69, f"{done.returncode}\n{done.stderr}"
    assert len(done.stderr.strip().splitlines()) <= 3, done.stderr


def test_a_file_that_is_no_database_stops_the_start(place):
    data = place / "data"
    data.mkdir()
    (data / "tessera.sqlite").write_bytes(b"not a database at all" * 100)
    done = run("serve", "--data", data, "--port", "0", check=False, timeout=60)
    assert done.returncode == 69, f"{done.returncode}\n{done.stderr}"
    assert len(done.stderr.strip().splitlines()) <= 3, done.stderr
