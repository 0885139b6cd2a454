"""The chain over the audit log: sealed by the running server, checked at the console."""
import sqlite3
import time

from tessera_server import Server, run

SECONDS = 60


def verify(server, check=True):
    return run("audit", "verify", "--data", server.data, check=check)


def test_what_was_changed_behind_the_server_is_found(tmp_path):
    server = Server(tmp_path / "data").start_demo()
    run("token", "create", "--data", server.data, "--user", server.email, "--description", "Sealed soon")
    end = time.monotonic() + SECONDS
    while "not sealed" in (said := verify(server).stdout) or said.startswith("0 links"):
        assert time.monotonic() < end, said
    server.stop()
    with sqlite3.connect(server.data / "tessera.sqlite") as database:
        database.execute('DROP TRIGGER "AuditEvents_no_update"')
        database.execute("""UPDATE "AuditEvents" SET "RecordName" = 'Nothing to see' WHERE "RecordName" = 'Sealed soon'""")
    done = verify(server, check=False)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith("The event ") and "links before it agree." in done.stderr
