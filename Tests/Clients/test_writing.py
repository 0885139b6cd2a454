"""Writes through the feed as scripts do: with requests and with curl, one record, conflicts, deletes, batches."""
import json
import subprocess

import pytest
import requests

from tessera_server import run

JSON = {"Content-Type": "application/json"}
V401 = {"OData-MaxVersion": "4.01", "OData-Version": "4.01", "Content-Type": "application/json"}


@pytest.fixture(scope="module")
def writer(server):
    """A session with a token that may write."""
    made = run("token", "create", "--data", server.data, "--user", server.email, "--description", "Writing tests",
               "--write", "--contact-details", "--free-text", "--administration")
    session = requests.Session()
    session.auth = ("", made.stdout.strip())
    session.token = made.stdout.strip()
    return session


def create(server, writer, name="Quay & Sons", **values):
    answer = writer.post(server.odata + "/Companies", json={"Name": name, **values}, timeout=30)
    assert answer.status_code == 201, answer.text
    return answer


def test_a_record_is_created_read_back_and_searched(server, writer):
    answer = create(server, writer, "Kingfisher Yard", Email="hello@kingfisher.example")
    location = answer.headers["Location"]
    assert location == answer.headers["OData-EntityId"]
    assert location.startswith(server.odata + "/Companies(")
    body = answer.json()
    assert body["@odata.context"].endswith("$metadata#Companies/$entity")
    assert body["@odata.etag"] == answer.headers["ETag"]
    assert body["Domain"] == "kingfisher.example"
    read = writer.get(location, timeout=30)
    assert read.json() == body
    found = writer.get(server.odata + "/Companies?$search=kingfisher&$select=CompanyId", timeout=30).json()["value"]
    assert [row["CompanyId"] for row in found] == [body["CompanyId"]]
    assert server.sql("SELECT count(*) FROM AuditEvents WHERE Action = 'record.created' AND RecordId = ?",
                      body["CompanyId"]) == [(1,)]


def test_a_change_needs_the_present_tag_where_one_is_given(server, writer):
    made = create(server, writer)
    url, tag = made.headers["Location"], made.headers["ETag"]
    changed = writer.patch(url, json={"Phone": "+44 20 7946 0000"}, headers={"If-Match": tag}, timeout=30)
    assert (changed.status_code, changed.text) == (204, "")
    assert changed.headers["ETag"] != tag
    stale = writer.patch(url, json={"Phone": "1"}, headers={"If-Match": tag}, timeout=30)
    assert stale.status_code == 412
    assert stale.json()["error"]["code"] == "precondition.failed"
    shown = writer.patch(url, json={"IsOnStop": True}, headers={"Prefer": "return=representation"}, timeout=30)
    assert shown.status_code == 200
    assert shown.headers["Preference-Applied"] == "return=representation"
    assert shown.json()["IsOnStop"] is True
    assert shown.json()["Phone"] == "+44 20 7946 0000"


def test_a_delete_is_refused_while_others_depend_on_the_record(server, writer):
    company = create(server, writer).json()["CompanyId"]
    deal = writer.post(server.odata + "/Opportunities", timeout=30,
                       json={"Name": "Deal", "EstimatedClose": "2030-01-31", "CompanyId": company})
    assert deal.status_code == 201, deal.text
    refused = writer.delete(f"{server.odata}/Companies({company})", timeout=30)
    assert refused.status_code == 409
    assert "1 in Opportunities" in refused.json()["error"]["message"]
    assert writer.delete(deal.headers["Location"], timeout=30).status_code == 204
    assert writer.delete(f"{server.odata}/Companies({company})", timeout=30).status_code == 204
    assert writer.get(f"{server.odata}/Companies({company})", timeout=30).status_code == 404
    assert server.sql("SELECT StatusFlag FROM Companies WHERE CompanyId = ?", company) == [("D",)]


def test_everything_wrong_is_said_at_once(server, writer):
    answer = writer.post(server.odata + "/Opportunities", timeout=30,
                         json={"Nmae": "x", "Value": -1, "EstimatedClose": "soon", "LostReasonCode": 3})
    assert answer.status_code == 400
    details = {item["target"]: item["code"] for item in answer.json()["error"]["details"]}
    assert details == {"Nmae": "property.unknown", "Value": "value.out-of-range", "EstimatedClose": "value.type-mismatch",
                       "LostReasonCode": "value.type-mismatch", "Name": "value.required"}


def test_a_reading_token_is_told_what_it_lacks(server):
    answer = server.http().post(server.odata + "/Companies", json={"Name": "x"}, timeout=30)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "token.scope"
    assert 'scope="odata.write:Companies"' in answer.headers["WWW-Authenticate"]


def test_curl_creates_changes_and_deletes(server, writer):
    def curl(*arguments):
        done = subprocess.run(["curl", "-sS", "-i", "-u", f":{writer.token}", *arguments], capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr
        head, _, body = done.stdout.decode().partition("\r\n\r\n")
        return head, body

    head, body = curl("-H", "Content-Type: application/json", "-d", '{"Name":"Curl"}', server.odata + "/Companies")
    assert head.startswith("HTTP/1.1 201")
    url = f'{server.odata}/Companies({json.loads(body)["CompanyId"]})'
    head, body = curl("-X", "PUT", "-H", "Content-Type: application/json", "-d", '{"value":"New"}', url + "/Name")
    assert head.startswith("HTTP/1.1 204"), head
    assert curl(url + "/Name/$value")[1] == "New"
    assert curl("-X", "DELETE", url + "/Website")[0].startswith("HTTP/1.1 204")
    assert curl("-X", "DELETE", url)[0].startswith("HTTP/1.1 204")
    head, _ = curl("-X", "POST", "-H", "Content-Type: application/json", "-d", "{}", server.odata + "/Deletions")
    assert head.startswith("HTTP/1.1 405")
    assert "allow: get, head, options" in head.lower()


def test_a_json_batch_makes_a_company_with_its_people_or_nothing(server, writer):
    requests_ = [
        {"id": "1", "method": "post", "url": "Companies", "atomicityGroup": "g", "body": {"Name": "Batch Ltd"}},
        {"id": "2", "method": "post", "url": "$1/Contacts", "atomicityGroup": "g", "dependsOn": ["1"],
         "body": {"Forename": "Ada", "Surname": "Quay"}},
        {"id": "3", "method": "post", "url": "Contacts", "atomicityGroup": "h", "body": {"Surname": "Nobody"}},
        {"id": "4", "method": "post", "url": "Contacts", "atomicityGroup": "h", "body": {"CompanyId": -1, "Surname": "x"}},
        {"id": "5", "method": "get", "url": "$1/Contacts/$count", "dependsOn": ["g"]},
    ]
    answer = writer.post(server.odata + "/$batch", json={"requests": requests_}, headers=V401, timeout=60)
    assert answer.status_code == 200, answer.text
    responses = {item["id"]: item for item in answer.json()["responses"]}
    assert [responses[str(n)]["status"] for n in range(1, 6)] == [201, 201, 424, 400, 200]
    assert responses["5"]["body"] == "1"
    assert server.get("/Contacts/$count?$filter=Surname eq 'Nobody'").status_code in (200, 400, 403)
    assert server.sql("SELECT count(*) FROM Contacts WHERE Surname = 'Nobody'") == [(0,)]


def test_a_multipart_change_set_is_one_transaction(server, writer):
    def part(line, body, number):
        return (f"--c\r\nContent-Type: application/http\r\nContent-ID: {number}\r\n\r\n{line} HTTP/1.1\r\n"
                f"Content-Type: application/json\r\n\r\n{body}\r\n")

    inner = part("POST Companies", '{"Name":"Multi"}', 1) + part("PATCH $1", '{"Phone":"7"}', 2) + "--c--\r\n"
    body = f"--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n{inner}\r\n--b\r\nContent-Type: application/http\r\n\r\n" \
           "GET Companies/$count HTTP/1.1\r\n\r\n\r\n--b--\r\n"
    answer = writer.post(server.odata + "/$batch", data=body.encode(), timeout=60,
                         headers={"Content-Type": "multipart/mixed;boundary=b"})
    assert answer.status_code == 200
    assert [answer.text.count(f"HTTP/1.1 {code}") for code in (201, 204, 200)] == [1, 1, 1], answer.text


def test_what_was_written_survives_a_look_by_another_program(server, writer):
    create(server, writer, "Durable")
    rows = server.sql("SELECT c.ChangeSeq, k.seq FROM Companies c, change_clock k WHERE c.Name = 'Durable'")
    assert all(number <= newest for number, newest in rows)
    numbers = [row[0] for row in server.sql("SELECT ChangeSeq FROM AuditEvents ORDER BY AuditEventId")]
    assert len(numbers) == len(set(numbers))
