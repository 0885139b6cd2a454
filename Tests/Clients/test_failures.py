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
        pass
    process.kill()
    process.wait(timeout=30)
    done = companies(demo)
    assert 0 < done < ROWS, f"{done} rows when it was killed: the test must catch it in the middle"
    assert done % 1_000 == 0
    assert_whole(demo)
    demo.start_demo()
    listed = demo.get("/Companies/$count?$filter=startswith(AlternateReference,'BULK-')")
    assert int(listed.text) == done
    # The start marked it, for the feed as for the list at the console.
    runs = demo.get("/ImportRuns?$orderby=ImportRunId desc&$top=1").json()["value"][0]
    assert runs["State"] == "Failed" and runs["RowCount"] == done
    assert "An import was interrupted" in demo.tail(200)
    demo.stop()
    assert run("import", "--data", demo.data, "--list").stdout.splitlines()[0].split("\t")[1] == "interrupted"
    run(*import_command(demo.data, "Companies", file, MAPPING))
    assert companies(demo) == ROWS
    assert_whole(demo)


def small_files(limit):
    """Lets no file of a process grow beyond a number of bytes, which is what a full disk looks like from inside."""
    def limited():
        # The signal stays as it is: the program itself must ignore it.
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    return limited


def largest_file(demo):
    return max(f.stat().st_size for f in demo.data.rglob("*") if f.is_file())


def test_an_import_on_a_full_disk_says_so_and_keeps_what_was_whole(demo, place):
    file = write_companies(place / "companies.csv", ROWS)
    done = subprocess.run([PROGRAM, *map(str, import_command(demo.data, "Companies", file, MAPPING))], capture_output=True, text=True,
                          timeout=300, preexec_fn=small_files(largest_file(demo) + 1_000_000))
    assert done.returncode == 69, f"{done.returncode}\n{done.stderr}"
    assert done.stderr.strip().splitlines() == [
        "The import stopped, because the database did not do its work: the disk is full. Finished batches are in; run it again."]
    assert companies(demo) < ROWS and companies(demo) % 1_000 == 0
    assert_whole(demo)


def sign_in(demo):
    return demo.http().post(demo.url + "/login", data={"login": demo.email, "password": demo.password}, timeout=60,
                            headers={"Sec-Fetch-Site": "same-origin"}, allow_redirects=False)


def test_a_full_disk_refuses_what_writes_and_the_server_reads_on(demo):
    demo.start_demo()
    assert sign_in(demo).status_code == 303
    # No file may grow any more, the write-ahead log least of all.
    log = demo.database_file().with_name(demo.database_file().name + "-wal")
    resource.prlimit(demo.process.pid, resource.RLIMIT_FSIZE, (log.stat().st_size, resource.RLIM_INFINITY))
    refused = sign_in(demo)
    assert refused.status_code == 503 and int(refused.headers["Retry-After"]) > 0 and "Set-Cookie" not in refused.headers
    assert demo.get("/Companies?$top=1").status_code == 200
    assert demo.is_alive() and "diskFull" in demo.tail(200)
    resource.prlimit(demo.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert sign_in(demo).status_code == 303
    assert_whole(demo)


def test_a_database_locked_by_another_program_delays_writing_and_not_reading(demo):
    demo.start_demo()
    lock = sqlite3.connect(demo.database_file(), isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    try:
        assert demo.get("/Companies?$top=1").status_code == 200
        refused = sign_in(demo)
        assert refused.status_code == 503 and int(refused.headers["Retry-After"]) > 0
        done = run("user", "disable", "--data", demo.data, demo.connection["userEmail"], check=False)
        assert done.returncode == 69 and done.stderr.count("\n") == 1 and "locked" in done.stderr, done.stderr
        assert demo.is_alive()
    finally:
        lock.execute("ROLLBACK")
        lock.close()
    assert demo.get("/Companies?$top=1").status_code == 200
    assert sign_in(demo).status_code == 303


def test_a_read_only_database_gives_one_clear_error(demo, place):
    if os.geteuid() == 0:
        for path in [demo.data, *demo.data.rglob("*")]:
            os.chown(path, 65534, 65534)
    for path in demo.data.rglob("*"):
        path.chmod(0o444)
    demo.data.chmod(0o555)
    options = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    commands = [["serve", "--data", demo.data, "--port", "0"], ["user", "list", "--data", demo.data],
                ["import", "--data", demo.data, "--list"]]
    for command in commands:
        try:
            done = subprocess.run([PROGRAM, *command], capture_output=True, text=True, timeout=60, cwd="/", **options)
        except PermissionError:
            pytest.skip("the other user may not run the program where it lies")
        assert done.returncode == 69, f"{command}: {done.returncode}\n{done.stderr}"
        assert len(done.stderr.strip().splitlines()) == 1 and "cannot be written" in done.stderr, done.stderr


def test_a_file_that_is_no_database_stops_the_start(place):
    data = place / "data"
    data.mkdir()
    (data / "tessera.sqlite").write_bytes(b"not a database at all" * 100)
    done = run("serve", "--data", data, "--port", "0", check=False, timeout=60)
    assert done.returncode == 69, f"{done.returncode}\n{done.stderr}"
    assert len(done.stderr.strip().splitlines()) <= 3, done.stderr
