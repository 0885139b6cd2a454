"""Starts and stops the program under test, and reads its database beside it."""
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import time

import requests

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = pathlib.Path(os.environ.get("TESSERA_PROGRAM", ROOT / ".build" / "debug" / "tessera"))
START_SECONDS = 240


def run(*arguments, timeout=300, check=True, text=None):
    """Runs a command of the program to its end; gives the finished process with its output as text."""
    done = subprocess.run([PROGRAM, *map(str, arguments)], input=text, capture_output=True, text=True, timeout=timeout)
    if check and done.returncode != 0:
        raise AssertionError(f"tessera {' '.join(map(str, arguments))} gave {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


class Server:
    """One running server and what a test needs to know of it."""

    def __init__(self, data):
        self.data = pathlib.Path(data)
        self.process = None
        self.log = self.data.parent / (self.data.name + ".log")
        self.connection = {}

    # ---- life
    def start_demo(self, *options):
        """Serves demo data; an existing database is kept."""
        file = self.data.parent / (self.data.name + "-connection.json")
        file.unlink(missing_ok=True)
        self._spawn("demo", "--data", self.data, "--port", "0", "--connection-file", file, *options)
        self._wait(lambda: self._read_connection(file))
        return self

    def _spawn(self, *arguments):
        assert PROGRAM.exists(), f"{PROGRAM} is not built; run script/test or set TESSERA_PROGRAM"
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL, start_new_session=True)

    def _wait(self, ready):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(f"the server stopped with {self.process.returncode}:\n{self.tail()}")
            if ready():
                return
            time.sleep(0.05)
        self.stop()
        raise AssertionError(f"the server was not ready after {START_SECONDS} s:\n{self.tail()}")

    def _read_connection(self, file):
        try:
            self.connection = json.loads(file.read_text())
            return requests.get(self.url + "/health/ready", timeout=5).status_code == 200
        except (OSError, ValueError):
            return False

    def stop(self):
        """Asks the server to stop and waits for it; a server that does not is killed and reported."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not stop within 30 s:\n{self.tail()}")

    def kill(self):
        """Kills the server as a power cut would."""
        self.process.kill()
        self.process.wait(timeout=30)

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def tail(self, lines=30):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""

    def resident_megabytes(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise AssertionError("no VmRSS")

    # ---- what it told us
    @property
    def url(self):
        return self.connection["url"].rstrip("/")

    @property
    def odata(self):
        return self.connection["odata"].rstrip("/")

    @property
    def token(self):
        return self.connection["token"]

    @property
    def email(self):
        return self.connection["email"]

    @property
    def password(self):
        return self.connection["password"]

    def http(self, token=None):
        """A session that signs in with the token, as any script would."""
        session = requests.Session()
        session.auth = ("", token or self.token)
        return session

    def get(self, path, **options):
        options.setdefault("timeout", 60)
        return self.http().get(self.odata + path, **options)

    # ---- its database
    def database_file(self):
        files = [f for f in self.data.rglob("*.sqlite")]
        assert files, f"no database in {self.data}"
        return files[0]

    def database(self):
        """A read-only connection to the data file."""
        return sqlite3.connect(f"file:{self.database_file()}?mode=ro", uri=True)

    def sql(self, text, *values):
        connection = self.database()
        try:
            return connection.execute(text, values).fetchall()
        finally:
            connection.close()

    # ---- the model
    def entity_sets(self):
        """Names of all sets of the service document."""
        answer = self.get("/")
        answer.raise_for_status()
        return [item["name"] for item in answer.json()["value"] if item.get("kind", "EntitySet") == "EntitySet"]

    def read_all(self, path, page=None, headers=None):
        """Follows the links to the end; gives all rows and the number of pages."""
        http, url, rows, pages = self.http(), self.odata + path, [], 0
        headers = dict(headers or {})
        if page:
            headers["Prefer"] = f"odata.maxpagesize={page}"
        while url:
            answer = http.get(url, headers=headers, timeout=60)
            assert answer.status_code == 200, f"{url}: {answer.status_code} {answer.text[:300]}"
            body = answer.json()
            rows += body["value"]
            pages += 1
            url = body.get("@odata.nextLink")
        return rows, pages
