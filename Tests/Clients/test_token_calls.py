"""The calls about tokens as a program makes them: its own token, RFC 7009, reports of leaks."""
import json
import subprocess

import pytest
import requests

from tessera_server import PROGRAM, run


@pytest.fixture
def make_token(server):
    """Makes tokens of the demo's administrator at the console; gives their text."""
    made = []

    def make(*options):
        made.append(None)
        name = f"call {len(made)} {id(made)}"
        return run("token", "create", "--data", server.data, "--user", server.email, "--description", name, *options).stdout.strip()
    return make


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def test_a_token_reads_about_itself_and_ends_itself(server, make_token):
    token = make_token("--days", "7")
    answer = requests.get(server.url + "/api/tokens/current", auth=("", token), timeout=30)
    assert answer.status_code == 200, answer.text
    about = answer.json()
    assert about["scopes"] == "odata.read" and about["state"] == "active" and about["expiresAt"]
    assert token[21:] not in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Vary"] == "Authorization, X-Api-Key, Cookie"
    ended = requests.delete(server.url + "/api/tokens/current", headers=bearer(token), timeout=30)
    assert ended.status_code == 204 and ended.content == b""
    refused = requests.get(server.odata + "/", headers=bearer(token), timeout=30)
    assert refused.status_code == 401 and refused.json()["error"]["code"] == "token.revoked"


def test_refusals_are_problem_details(server):
    answer = requests.get(server.url + "/api/tokens/current", timeout=30)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.raw.headers.getlist("WWW-Authenticate")[0].startswith("Basic")
    assert answer.json()["code"] == "auth.required" and answer.json()["status"] == 401
    rotate = requests.post(server.url + "/api/tokens/current/rotate", auth=("", server.token), timeout=30)
    assert rotate.status_code == 403 and rotate.json()["code"] == "token.scope"
    assert rotate.json()["details"][0]["message"] == "token.rotate-self"
    assert 'error="insufficient_scope"' in rotate.headers["WWW-Authenticate"]


@pytest.mark.parametrize("path, method, allowed", [
    ("/api/tokens/current", "POST", "GET, DELETE"), ("/api/tokens/current/rotate", "GET", "POST"),
    ("/oauth/revoke", "GET", "POST"), ("/api/token-leaks", "DELETE", "POST"),
])
def test_other_methods_are_named(server, path, method, allowed):
    answer = requests.request(method, server.url + path, timeout=30)
    assert answer.status_code == 405 and answer.headers["Allow"] == allowed
    assert answer.json()["code"] == "method.not-allowed"


def test_a_cookie_is_no_credential(server):
    http = requests.Session()
    http.cookies.set("tessera_insecure", "x" * 43)
    assert http.get(server.url + "/api/tokens/current", timeout=30).status_code == 401


def test_the_holder_revokes(server, make_token):
    token = make_token()
    for body in ({"token": token[:-1] + "!"}, {"token": token[:40]}):
        answer = requests.post(server.url + "/oauth/revoke", data=body, timeout=30)
        assert answer.status_code == 200 and answer.content == b""
    assert requests.get(server.odata + "/", headers=bearer(token), timeout=30).status_code == 200
    assert requests.post(server.url + "/oauth/revoke", timeout=30).json()["error"] == "invalid_request"
    hinted = {"token": token, "token_type_hint": "access_token"}
    assert requests.post(server.url + "/oauth/revoke", data=hinted, timeout=30).status_code == 200
    assert requests.get(server.odata + "/", headers=bearer(token), timeout=30).status_code == 401


def test_a_found_secret_ends_its_token_and_nothing_else_is_learnt(server, make_token):
    token = make_token("--never", "robot")
    url = server.url + "/api/token-leaks"
    bodies = [b"", b"{", json.dumps([{"token": token[:40]}]), json.dumps([{"token": token[8:20]}]), b" " * 66_000,
              json.dumps([{"token": "x"}] * 101), json.dumps([{"token": token, "source": "paste", "url": "https://p.example/1"}]),
              json.dumps([{"token": token}])]
    answers = [requests.post(url, data=body, headers={"Content-Type": "application/json"}, timeout=30) for body in bodies]
    # What every answer of the server has differently: the time and the number of the request.
    shown = {(a.status_code, a.content, str(sorted((k, v) for k, v in a.headers.items() if k != "Date" and "request" not in k.lower())))
             for a in answers}
    assert len(shown) == 1, shown
    assert answers[0].status_code == 202
    refused = requests.get(server.odata + "/", headers=bearer(token), timeout=30)
    assert refused.json()["error"]["code"] == "token.exposed"


def test_the_scanner_finds_a_token_and_the_checker_tells_a_cut_one(tmp_path, make_token, server):
    token = server.token
    (tmp_path / "notes.txt").write_text(f"one\npassword={token}\n")
    found = run("token", "scan", tmp_path, check=False)
    assert found.returncode == 1
    assert f"notes.txt:2: tsr_pat_{token[8:20]}_…" in found.stdout and token[21:] not in found.stdout
    (tmp_path / "allowed").write_text(f"# known\n{token[8:20]}\n")
    assert run("token", "scan", "--allow", tmp_path / "allowed", tmp_path).stdout == ""
    assert run("token", "scan", tmp_path / "nowhere", check=False).returncode == 65
    for text, word, code in ((token, "valid", 0), (token[:-1], "incomplete", 1), (token[:-1] + ("0" if token[-1] != "0" else "1"), "altered", 1)):
        done = subprocess.run([PROGRAM, "token", "verify"], input=text + "\n", capture_output=True, text=True, timeout=30)
        assert (done.stdout.strip(), done.returncode) == (word, code)
