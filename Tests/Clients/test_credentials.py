"""Every way a credential can arrive, and the answer of tokens.md that belongs to it."""
import base64
import subprocess

import pytest
import requests


def basic(text):
    return {"Authorization": "Basic " + base64.b64encode(text.encode()).decode()}


def altered(token):
    return token[:-1] + ("0" if token[-1] != "0" else "1")


ACCEPTED = {
    "Basic without user": lambda t: basic(f":{t}"),
    "Basic with any user": lambda t: basic(f"anyone@example.com:{t}"),
    "Basic with a line end": lambda t: basic(f"x: {t}\n"),
    "Bearer": lambda t: {"Authorization": f"Bearer {t}"},
    "bearer in small letters": lambda t: {"Authorization": f"bearer   {t} "},
    "X-Api-Key": lambda t: {"X-Api-Key": t},
}

REFUSED = {
    "nothing": (lambda t: {}, 401, "auth.required"),
    "an empty Bearer": (lambda t: {"Authorization": "Bearer"}, 401, "auth.required"),
    "a foreign scheme": (lambda t: {"Authorization": f"Digest {t}"}, 401, "auth.required"),
    "a password": (lambda t: basic("me@example.com:my-password"), 401, "auth.password-not-accepted"),
    "the token as user name": (lambda t: basic(f"{t}:"), 401, None),
    "a token that was cut": (lambda t: basic(f":{t[:-3]}"), 401, "token.malformed"),
    "a token with a typing error": (lambda t: basic(f":{altered(t)}"), 401, "token.malformed"),
    "a well-formed token nobody has": (
        lambda t: basic(":tsr_pat_ABCDEFGHIJKL_56789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl0uv809"), 401, "token.invalid"),
    "broken base64": (lambda t: {"Authorization": "Basic %%%"}, 401, "token.malformed"),
    "two ways at once": (lambda t: {"Authorization": f"Bearer {t}", "X-Api-Key": t}, 400, "auth.ambiguous"),
    "the token alone": (lambda t: {"Authorization": t}, 401, None),
    "another kind of token": (lambda t: {"Authorization": "Bearer eyJhbGciOiJIUzI1NiJ9.e30.x"}, 401, "token.malformed"),
}


@pytest.mark.parametrize("way", ACCEPTED)
def test_a_token_is_accepted(server, way):
    answer = requests.get(server.odata + "/Companies?$top=1", headers=ACCEPTED[way](server.token), timeout=30)
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["value"]) == 1


@pytest.mark.parametrize("path", ["/", "/$metadata", "/Companies?$top=1"])
@pytest.mark.parametrize("way", REFUSED)
def test_anything_else_is_refused(server, way, path):
    make, status, code = REFUSED[way]
    answer = requests.get(server.odata + path, headers=make(server.token), timeout=30, allow_redirects=False)
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"].startswith("application/json")
    if code:
        assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"]
    assert "Set-Cookie" not in answer.headers
    if status == 401:
        challenges = answer.raw.headers.getlist("WWW-Authenticate")
        assert challenges[0] == 'Basic realm="Tessera", charset="UTF-8"'
        assert challenges[1].startswith('Bearer realm="Tessera"')


@pytest.mark.parametrize("query", ["access_token=abc", "x={token}", "$filter=Name eq '{token}'"])
def test_a_token_in_the_address_is_refused_even_beside_a_good_one(server, query):
    answer = server.get("/Companies?" + query.format(token=server.token))
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "auth.query-not-allowed"


def test_a_session_cookie_is_no_credential_for_the_feed(server):
    answer = requests.get(server.odata + "/", cookies={"__Host-tessera": "x", "tessera_insecure": "x"}, timeout=30)
    assert answer.status_code == 401


def test_answers_are_not_cached(server):
    answer = server.get("/Companies?$top=1")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Authorization" in answer.headers["Vary"]


def test_curl_reads_five_rows(server):
    command = ["curl", "-sS", "--fail", "-u", f":{server.token}", server.odata + "/Opportunities?$top=5"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    import json
    assert len(json.loads(done.stdout)["value"]) == 5


def test_curl_reads_a_compressed_answer(server):
    url = server.odata + "/Opportunities?$top=200"
    plain = subprocess.run(["curl", "-sS", "-H", f"X-Api-Key: {server.token}", url], capture_output=True, timeout=60)
    packed = subprocess.run(["curl", "-sS", "--compressed", "-H", f"X-Api-Key: {server.token}", url],
                            capture_output=True, timeout=60)
    assert len(plain.stdout) > 10_000
    assert packed.stdout == plain.stdout
