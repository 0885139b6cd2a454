"""OData 4.0 Advanced (Protocol 13.1.3)."""
import time

import pytest

from services import JSON, V401


def test_the_number_of_related_entities_and_of_values(service):
    n = service.names
    key = service.parent_with_things()
    count = service.get(f"{service.parent(key)}/{n.many}/$count")
    assert int(count.text) == len(service.rows(f"{service.parent(key)}/{n.many}"))


def test_the_number_of_values_of_a_collection_property(reference):
    row = max(reference.rows("/Products?$select=ID,Tags"), key=lambda row: len(row["Tags"]))
    assert int(reference.get(f"/Products({row['ID']})/Tags/$count").text) == len(row["Tags"]) > 0


def test_expand_with_references(service):
    n = service.names
    key = service.parent_with_things()
    body = service.json(f"{service.parent(key)}?$expand={n.many}/$ref")
    assert {item["@odata.id"].removeprefix(service.root + "/") for item in body[n.many]} == {
        f"{n.things}({row[n.thing_key]})" for row in service.rows(f"{service.parent(key)}/{n.many}")}


def test_expand_options(service):
    n = service.names
    key = service.parent_with_things()
    names = [row[n.thing_key] for row in service.rows(f"{service.parent(key)}/{n.many}?$orderby={n.number} desc,{n.thing_key}")]
    body = service.json(f"{service.parent(key)}?$expand={n.many}($orderby={n.number} desc,{n.thing_key};$skip=1;$top=1;$count=true)")
    assert [row[n.thing_key] for row in body[n.many]] == names[1:2]
    assert body[f"{n.many}@odata.count"] == len(names)
    body = service.json(f"{service.parent(key)}?$expand={n.many}($search=qqqxyzzy)")
    assert body[n.many] == []
    body = service.json(f"{service.parent(key)}?$expand={n.many}($expand={n.one}($select={n.parent_key});$select={n.thing_key})")
    assert {row[n.one][n.parent_key] for row in body[n.many]} == {key}
    body = service.json(f"{service.parent(key)}?$expand={n.many}/$count")
    assert body[f"{n.many}@odata.count"] == len(names)


def test_expand_over_levels(service):
    n = service.names
    key = service.parent_with_things()
    if service.name == "reference":
        row = service.rows("/Products?$filter=RelatedProducts/any()&$expand=RelatedProducts($levels=2)")[0]
        assert "RelatedProducts" in row["RelatedProducts"][0]
    else:
        row = service.rows("/Teams?$filter=ParentTeam ne null&$expand=ParentTeam($levels=max)", V401)[0]
        assert row["ParentTeam"]


def test_expand_with_a_cast(reference):
    rows = reference.rows("/Categories?$expand=Products/Reference.Store.SpecialProduct($select=ID)")
    special = {row["ID"] for row in reference.rows("/Products/Reference.Store.SpecialProduct?$filter=CategoryID ne null")}
    assert {product["ID"] for row in rows for product in row["Products"]} == special


def test_expand_with_compute(service):
    n = service.names
    key = service.parent_with_things()
    options = f"$filter={n.number} lt 1000000000;$compute={n.number} mul 2 as Double;$select={n.number},Double"
    body = service.json(f"{service.parent(key)}?$expand={n.many}({options})", V401)
    assert body[n.many] and all(float(row["Double"]) == float(row[n.number]) * 2 for row in body[n.many])


@pytest.mark.parametrize("words, holds", [
    ("ONE AND TWO", lambda a, b: a and b), ("ONE OR TWO", lambda a, b: a or b), ("NOT ONE", lambda a, b: not a),
])
def test_search_expressions(service, words, holds):
    n = service.names
    found = [word for row in service.rows(f"{service.things}?$top=20") for word in row[n.text].split() if word.isalpha() and len(word) > 3]
    one, two = found[0], next(word for word in found if word.lower() != found[0].lower())
    keys = lambda query: {row[n.thing_key] for row in service.rows(f"{service.things}?$search={query}&$select={n.thing_key}")}
    first, second, everything = keys(one), keys(two), {r[n.thing_key] for r in service.rows(f"{service.things}?$select={n.thing_key}")}
    wanted = {key for key in everything if holds(key in first, key in second)}
    assert keys(words.replace("ONE", one).replace("TWO", two)) == wanted


def test_a_multipart_batch(service):
    n = service.names
    body = (f"--b\r\nContent-Type: application/http\r\n\r\nGET {n.things}?$top=1 HTTP/1.1\r\n\r\n\r\n"
            f"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n"
            f"--c\r\nContent-Type: application/http\r\nContent-ID: 1\r\n\r\n"
            f"POST {n.parents} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{{\"{n.text}\":\"{service.unique('x')['x']}\"}}\r\n"
            f"--c\r\nContent-Type: application/http\r\nContent-ID: 2\r\n\r\n"
            f"PATCH $1 HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{{\"{n.text}\":\"{service.unique('x')['x']}\"}}\r\n"
            f"--c--\r\n--b--\r\n")
    answer = service.request("POST", "/$batch", {"Content-Type": "multipart/mixed; boundary=b"}, data=body.encode())
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("multipart/mixed")
    assert answer.text.count("HTTP/1.1 200") >= 1 and "HTTP/1.1 201" in answer.text and answer.text.count("HTTP/1.1 20") == 3


def test_every_kind_of_address(service):
    n = service.names
    key = service.rows(f"{service.things}?$filter={n.one} ne null&$top=1", V401)[0][n.thing_key]
    for path in ["/", "/$metadata", service.things, service.thing(key), f"{service.things}({n.thing_key}={key})", f"{service.things}/{key}",
                 f"{service.thing(key)}/{n.text}", f"{service.thing(key)}/{n.text}/$value", f"{service.thing(key)}/{n.one}",
                 f"{service.thing(key)}/{n.one}/{n.text}", f"{service.thing(key)}/{n.one}/$ref", f"{service.things}/$count",
                 f"{service.things}/$ref", f"{service.things}/$filter({n.thing_key} eq {key})", f"/$entity?$id={n.things}({key})"]:
        answer = service.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:200]}"


def test_entity_takes_relative_and_absolute_ids(service):
    n = service.names
    key = service.rows(f"{service.things}?$top=1")[0][n.thing_key]
    body = service.json(f"/$entity?$id={service.root}/{n.things}({key})&$select={n.text}")
    assert n.text in body and n.number not in body
    service.refuses("/$entity", 400)


def test_all_entities_of_the_service(service):
    body = service.json("/$all?$top=5")
    assert len(body["value"]) == 5


def test_crossjoin_pairs_entities(service):
    n = service.names
    body = service.json(f"/$crossjoin({n.parents},{n.things})?$top=3")
    assert body["@odata.context"].endswith("$metadata#Collection(Edm.ComplexType)")
    assert all(f"{n.parents}@odata.navigationLink" in row and f"{n.things}@odata.navigationLink" in row for row in body["value"])
    rows = service.rows(f"/$crossjoin({n.parents},{n.things})?$filter={n.things}/{n.thing_key} eq {n.things}/{n.thing_key}&$top=2"
                        f"&$expand={n.things}($select={n.text})")
    assert n.text in rows[0][n.things]


def final_answer(service, monitor, headers):
    """What the monitor answers when it no longer answers 202."""
    end = time.monotonic() + 60
    while True:
        answer = service.get(monitor, headers)
        if answer.status_code != 202:
            return answer
        assert answer.headers["Location"] == monitor and int(answer.headers["Retry-After"]) >= 0
        assert time.monotonic() < end


def test_a_slow_request_may_be_answered_later(service):
    path = f"{service.things}?$top=2"
    assert service.get(path, {"Prefer": "respond-async,wait=60"}).status_code == 200
    for version, wanted in ({}, "application/http"), (V401, "application/json"):
        plain = service.get(path, version)
        started = service.get(path, {**version, "Prefer": "respond-async,wait=0"})
        assert (started.status_code, started.headers["Preference-Applied"], started.text) == (202, "respond-async", "")
        monitor = started.headers["Location"]
        assert monitor.startswith(service.root)
        answer = final_answer(service, monitor, version)
        assert answer.status_code == 200 and answer.headers["Content-Type"].startswith(wanted)
        if version:
            assert answer.headers["AsyncResult"] == "200" and answer.json() == plain.json()
        else:
            assert answer.text.startswith("HTTP/1.1 200") and answer.text.split("\r\n\r\n", 1)[1] == plain.text
        assert service.request("DELETE", monitor).status_code == 204
        service.refuses(monitor, 404)


def test_a_batch_may_be_answered_later(service):
    batch = {"requests": [{"id": "1", "method": "get", "url": service.names.things + "?$top=1"}]}
    started = service.request("POST", "/$batch", {**JSON, **V401, "Prefer": "respond-async,wait=0"}, json=batch)
    assert started.status_code == 202, started.text
    answer = final_answer(service, started.headers["Location"], V401)
    assert answer.headers["AsyncResult"] == "200"
    assert [part["status"] for part in answer.json()["responses"]] == [200]


def test_changes_are_tracked(service):
    n = service.names
    first = service.new_thing()
    answer = service.get(f"{service.things}?$select={n.text}", {"Prefer": "odata.track-changes"})
    assert "track-changes" in answer.headers["Preference-Applied"]
    body = answer.json()
    while "@odata.nextLink" in body:
        body = service.json(body["@odata.nextLink"])
    link = body["@odata.deltaLink"]
    assert link.startswith(service.root)
    service.request("PATCH", service.thing(first), JSON, json={n.text: "Changed since"})
    second = service.new_thing(**{n.text: "New since"})
    third = service.new_thing()
    service.request("DELETE", service.thing(third))
    changes = service.json(link)
    assert changes["@odata.context"].endswith("/$delta")
    named = [row.get(n.text) for row in changes["value"]]
    assert "Changed since" in named and "New since" in named
    again = service.json(changes["@odata.deltaLink"])
    assert again["value"] == []
    service.request("DELETE", service.thing(second))
    gone = service.json(changes["@odata.deltaLink"], V401)["value"]
    assert [row["@removed"]["reason"] for row in gone] == ["deleted"]
    assert str(second) in gone[0].get("@id", "") + str(gone[0].get(n.thing_key, ""))


def test_a_wrong_delta_token_is_refused(service):
    answer = service.get(f"{service.things}?$deltatoken=abc")
    assert answer.status_code in (400, 410)


def test_compute(service):
    n = service.names
    rows = service.rows(f"{service.things}?$compute={n.number} add 1 as More&$select={n.number},More&$filter=More gt 1&$orderby=More desc", V401)
    assert rows and all(float(row["More"]) == float(row[n.number]) + 1 for row in rows)
    assert [row["More"] for row in rows] == sorted((row["More"] for row in rows), reverse=True)
