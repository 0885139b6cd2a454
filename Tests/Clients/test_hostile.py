"""Sends what no honest client sends: the server answers, never with 5xx, and does not grow."""
import http.client
import random
import socket
import urllib.parse

import pytest

PIECES = [
    "Companies", "Contacts", "Opportunities", "$metadata", "$count", "$value", "$ref", "$batch", "$all", "$entity", "$crossjoin(A,B)",
    "(1)", "('x')", "(CompanyId=1)", "()", "(", ")", "/", "//", "?", "&", "=", "$filter", "$select", "$expand", "$orderby", "$top",
    "$skip", "$search", "$apply", "$compute", "$skiptoken", "$deltatoken", "$format", "$levels=max", "@p", "@p=1", "eq", "and", "or",
    "not", "in", "has", "any(x:", "all(", "x/Name", "null", "true", "'", "''", "\"", "1", "-1", "1e999", "99999999999999999999",
    "2026-02-30", "12:00:00", "duration'P1D'", "geography'POINT(1 1)'", "%00", "%", "%zz", "%ff%fe", "%2f", "%27", "+", " ", "\t",
    "é", "日本", "𝒳", "contains(", "substring(", "cast(", "isof(", "matchesPattern(Name,'(a+)+$')", "case(", "$it", "$root/", "$this",
    ";", ",", ":", ".", "*", "Tessera.", "$count=true", "$top=0", "$skip=1", "json", "xml", "<script>", "../", "..%2f", "~", "!",
]


def shape(source):
    """One random address below the service: sometimes nearly right, sometimes noise, sometimes far too long."""
    kind = source.random()
    if kind < 0.35:
        option = source.choice(["$filter", "$orderby", "$select", "$expand", "$search", "$apply", "$compute", "filter"])
        text = "".join(source.choice(PIECES) + source.choice(["", " "]) for _ in range(source.randint(1, 12)))
        return "/Companies?" + option + "=" + text
    if kind < 0.8:
        return "/" + "".join(source.choice(PIECES) for _ in range(source.randint(1, 14)))
    if kind < 0.9:
        return "/Companies?$filter=" + source.choice(["(", "not ", "-", "Name/", "concat(Name,", "Name eq "]) * source.randint(1, 400)
    if kind < 0.97:
        return "/" + "".join(chr(source.randint(1, 0x2FF)) for _ in range(source.randint(1, 60)))
    return "/Companies?$filter=Name eq '" + "x" * source.randint(1000, 20000) + "'"


def test_ten_thousand_random_addresses(server):
    source = random.Random(20260630)
    parts = urllib.parse.urlsplit(server.odata)
    headers = {"Authorization": f"Bearer {server.token}", "Accept": "application/json"}
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    before, bad, statuses = None, [], {}
    for number in range(10_000):
        address = parts.path + urllib.parse.quote(shape(source), safe="/?&=$'(),;:@!*~%+.-_")
        try:
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        except (http.client.HTTPException, OSError) as error:
            # A refused line may close the connection; the server must go on with the next one.
            connection.close()
            connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
            bad.append(f"{address[:200]}: {error!r}") if server.process.poll() is not None else None
            continue
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
        if answer.status >= 500 and answer.status != 501:
            bad.append(f"{answer.status} {address[:300]} {body[:200]!r}")
        if number == 2_000:
            before = server.resident_megabytes()
    grown = server.resident_megabytes() - before
    assert server.is_alive(), server.tail()
    assert bad[:10] == [], f"{len(bad)} of 10,000"
    assert sum(statuses.values()) > 9_500, statuses
    assert {200, 400, 404} <= set(statuses), statuses
    assert grown < 64, f"{grown:.0f} MB more after 8,000 requests"


def talk(server, data, shut=False):
    """Sends raw bytes and gives what came back, at most a few kilobytes."""
    parts = urllib.parse.urlsplit(server.odata)
    with socket.create_connection((parts.hostname, parts.port), timeout=15) as wire:
        try:
            wire.sendall(data)
            if shut:
                wire.shutdown(socket.SHUT_WR)
            return wire.recv(4096)
        except (ConnectionError, TimeoutError):
            return b""


GARBAGE = {
    "no HTTP at all": b"\x00\x01\x02hello\r\n\r\n",
    "TLS on a plain port": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
    "a half request line": b"GET /odata/v4/Comp",
    "half of the headers": b"GET /odata/v4/ HTTP/1.1\r\nHost: x\r\nAuthor",
    "a body that never comes": b"POST /odata/v4/Companies HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"a\":",
    "a broken chunk": b"POST /odata/v4/Companies HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
    "a header without end": b"GET /odata/v4/ HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70000 + b"\r\n\r\n",
    "many headers": b"GET /odata/v4/ HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: 1\r\n" % i for i in range(3000)) + b"\r\n",
    "an address without end": b"GET /odata/v4/Companies?$filter=" + b"a" * 100000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "two lengths": b"GET /odata/v4/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "a method nobody knows": b"BREW /odata/v4/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "a folded header": b"GET /odata/v4/ HTTP/1.1\r\nHost: x\r\nAuthorization: Basic\r\n abc\r\n\r\n",
    "a null in a header": b"GET /odata/v4/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bear\x00er\r\n\r\n",
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_refused_and_the_next_one_is_served(server, kind):
    reply = talk(server, GARBAGE[kind], shut=True)
    assert not reply.startswith(b"HTTP/1.1 5") or reply.startswith(b"HTTP/1.1 501"), reply[:200]
    assert server.get("/Companies?$top=1").status_code == 200


def test_clients_that_go_away_leave_nothing_behind(server):
    parts = urllib.parse.urlsplit(server.odata)
    request = f"GET {parts.path}/OpportunitySnapshots HTTP/1.1\r\nHost: x\r\nX-Api-Key: {server.token}\r\n\r\n".encode()
    for _ in range(200):
        with socket.create_connection((parts.hostname, parts.port), timeout=15) as wire:
            wire.sendall(request)
            wire.recv(100)
    assert server.get("/Companies?$top=1").status_code == 200
    assert server.is_alive()


@pytest.mark.parametrize("path", ["/", "/login", "/companies", "/companies/1", "/companies/x", "/companies?after=zzz&sort=-x&size=-1",
                                  "/profile/tokens/99999999999999999999", "/nothing", "/search?q=" + "x" * 3000, "/..%2f..%2fetc/passwd",
                                  "/static/../../Package.swift", "/companies?f=Name:eq:%27&f=x&f=::::"])
def test_pages_without_sign_in_answer_without_5xx(server, path):
    answer = server.http().get(server.url + path, timeout=30, allow_redirects=False)
    assert answer.status_code < 500, answer.text[:300]
    assert b"root:" not in answer.content and b"swift-tools-version" not in answer.content
