"""The services that the conformance suite runs against, and the names by which the suite asks each of them."""
import dataclasses
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

import requests

from tessera_server import PROGRAM, ROOT, START_SECONDS, Server, run

V401 = {"OData-MaxVersion": "4.01"}
JSON = {"Content-Type": "application/json"}


@dataclasses.dataclass(frozen=True)
class Names:
    """What a model calls the things that every test needs: a set of things, each with at most one parent, in a set of its own."""
    things: str
    thing_type: str
    thing_key: str
    parents: str
    parent_key: str
    one: str
    many: str
    text: str
    number: str
    namespace: str
    new_parent: dict
    new_thing: dict


CRM = Names("Opportunities", "Opportunity", "OpportunityId", "Companies", "CompanyId", "Company", "Opportunities", "Name", "BaseValue",
            "Tessera", {"Name": "Conformance Works"}, {"Name": "Conformance deal", "EstimatedClose": "2031-01-31"})
REFERENCE = Names("Products", "Product", "ID", "Categories", "ID", "Category", "Products", "Name", "Price", "Reference.Store",
                  {"Name": "Conformance shelf"}, {"Name": "Conformance thing"})


class Service:
    """A running service, by its root address."""

    def __init__(self, name, root, names, auth=None):
        self.name, self.root, self.names, self.auth = name, root.rstrip("/"), names, auth

    def __repr__(self):
        return self.name

    def request(self, method, path, headers=None, **options):
        url = path if path.startswith("http") else self.root + path
        return requests.request(method, url, headers=headers or {}, auth=self.auth, timeout=60, **options)

    def get(self, path, headers=None, **options):
        return self.request("GET", path, headers, **options)

    def json(self, path, headers=None, status=200):
        """The body of a GET that must answer with this status."""
        answer = self.get(path, headers)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:300]}"
        return answer.json()

    def rows(self, path, headers=None):
        return self.json(path, headers)["value"]

    def refuses(self, path, status, headers=None, method="GET", **options):
        """Asks for something that must fail; gives the error object."""
        answer = self.request(method, path, headers, **options)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
        error = answer.json()["error"]
        assert error["code"] and error["message"]
        return error

    # ---- the common names
    @property
    def things(self):
        return "/" + self.names.things

    @property
    def parents(self):
        return "/" + self.names.parents

    def thing(self, key):
        return f"/{self.names.things}({key})"

    def parent(self, key):
        return f"/{self.names.parents}({key})"

    def make(self, path, body, headers=None, status=201):
        answer = self.request("POST", path, {**JSON, **(headers or {})}, json=body)
        assert answer.status_code == status, f"POST {path}: {answer.status_code} {answer.text[:300]}"
        return answer

    def new_parent(self, **values):
        """The key of a new parent."""
        return self.make(self.parents, {**self.names.new_parent, **values, **self.unique(self.names.text)}).json()[self.names.parent_key]

    def new_thing(self, **values):
        """The key of a new thing."""
        return self.make(self.things, {**self.names.new_thing, **values}).json()[self.names.thing_key]

    def unique(self, name):
        """A value that no other entity has."""
        Service.made = getattr(Service, "made", 0) + 1
        return {name: f"Conformance {Service.made}"}

    def parent_with_things(self):
        """The key of a parent that has several things."""
        n = self.names
        rows = self.rows(f"{self.parents}?$filter={n.many}/any()&$select={n.parent_key}&$expand={n.many}($select={n.thing_key})", V401)
        return max(rows, key=lambda row: len(row[n.many]))[n.parent_key]


def start_crm():
    """A demo of its own with a token that may do everything a token can."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tessera-conformance-"))
    server = Server(folder / "data").start_demo()
    made = run("token", "create", "--data", server.data, "--user", server.email, "--description", "Conformance suite",
               "--write", "--contact-details", "--free-text", "--administration")

    def stop():
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return Service("crm", server.odata, CRM, ("", made.stdout.strip())), stop


def start_reference():
    """The reference service on a free port."""
    program = PROGRAM.parent / "odata-reference"
    assert program.exists(), f"{program} is not built; run script/test"
    log = tempfile.NamedTemporaryFile("w+", prefix="odata-reference-", suffix=".log")
    process = subprocess.Popen([program, "--port", "0"], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=ROOT)
    end = time.monotonic() + START_SECONDS
    while True:
        text = pathlib.Path(log.name).read_text()
        found = re.search(r"http://[\w.\[\]:]+:(\d+)", text)
        if found and found.group(1) != "0":
            break
        assert process.poll() is None and time.monotonic() < end, f"odata-reference did not start:\n{text}"
        time.sleep(0.05)

    def stop():
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        log.close()
    return Service("reference", f"http://127.0.0.1:{found.group(1)}", REFERENCE), stop
