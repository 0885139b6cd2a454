"""OData 4.0 Minimal, updatable (Protocol 13.1.1): creating, changing and deleting."""
import pytest

from services import JSON, V401


def test_a_post_creates_and_says_where(service):
    n = service.names
    answer = service.make(service.parents, {**n.new_parent, **service.unique(n.text)})
    assert answer.headers["Location"].startswith(service.root + service.parents)
    assert answer.headers["OData-EntityId"] == answer.headers["Location"]
    assert service.json(answer.headers["Location"]) == answer.json()
    assert service.json(f"{service.parent(answer.json()[n.parent_key])}")[n.text] == answer.json()[n.text]


def test_the_edit_link_is_the_canonical_address(service):
    n = service.names
    key = service.new_thing()
    body = service.json(service.thing(key), {"Accept": "application/json;odata.metadata=full"})
    link = body.get("@odata.editLink", body["@odata.id"])
    link = link if link.startswith("http") else f"{service.root}/{link}"
    assert service.request("PATCH", link, JSON, json={n.text: "Changed by its link"}).status_code == 204
    assert service.json(service.thing(key))[n.text] == "Changed by its link"


def test_a_post_to_a_navigation_creates_the_related_entity(service):
    n = service.names
    parent = service.new_parent()
    made = service.make(f"{service.parent(parent)}/{n.many}", n.new_thing).json()
    assert service.json(f"{service.thing(made[n.thing_key])}/{n.one}")[n.parent_key] == parent


def test_references_are_added_set_and_removed(service):
    n = service.names
    first, second, thing = service.new_parent(), service.new_parent(), service.new_thing()
    identity = {"@odata.id": service.root + service.thing(thing)}
    answer = service.request("POST", f"{service.parent(first)}/{n.many}/$ref", JSON, json=identity)
    assert answer.status_code == 204, answer.text
    assert service.json(f"{service.thing(thing)}/{n.one}")[n.parent_key] == first
    answer = service.request("PUT", f"{service.thing(thing)}/{n.one}/$ref", JSON, json={"@odata.id": f"{n.parents}({second})"})
    assert answer.status_code == 204, answer.text
    assert service.json(f"{service.thing(thing)}/{n.one}")[n.parent_key] == second
    if service.name == "reference":
        assert service.request("DELETE", f"{service.thing(thing)}/{n.one}/$ref").status_code == 204
        assert service.get(f"{service.thing(thing)}/{n.one}").status_code == 204


def test_a_reference_to_nothing_is_refused(service):
    n = service.names
    thing = service.new_thing()
    nothing = "999999999" if service.name == "crm" else "00000000-0000-4000-8002-999999999999"
    service.refuses(f"{service.thing(thing)}/{n.one}/$ref", 400, JSON, method="PUT", json={"@odata.id": f"{n.parents}({nothing})"})


def test_patch_changes_only_what_it_names(service):
    n = service.names
    key = service.new_thing()
    before = service.json(service.thing(key))
    answer = service.request("PATCH", service.thing(key), JSON, json={n.text: "Another name"})
    assert answer.status_code == 204 and not answer.content
    after = service.json(service.thing(key))
    changed = {name for name in after if after[name] != before.get(name)}
    assert after[n.text] == "Another name" and n.text in changed and n.number not in changed


def test_delete_removes(service):
    key = service.new_thing()
    assert service.request("DELETE", service.thing(key)).status_code == 204
    service.refuses(service.thing(key), 404)
    service.refuses(service.thing(key), 404, method="DELETE")


def test_a_tag_guards_changes(service):
    n = service.names
    key = service.new_thing()
    tag = service.get(service.thing(key)).headers["ETag"]
    assert service.json(service.thing(key))["@odata.etag"] == tag
    assert service.request("PATCH", service.thing(key), {**JSON, "If-Match": tag}, json={n.text: "First"}).status_code == 204
    service.refuses(service.thing(key), 412, {**JSON, "If-Match": tag}, method="PATCH", json={n.text: "Second"})
    service.refuses(service.thing(key), 412, {"If-Match": tag}, method="DELETE")
    assert service.json(service.thing(key))[n.text] == "First"
    assert service.request("DELETE", service.thing(key), {"If-Match": "*"}).status_code == 204


def test_a_get_with_the_present_tag_is_304(service):
    key = service.new_thing()
    answer = service.get(service.thing(key))
    again = service.get(service.thing(key), {"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_return_minimal_and_representation(service):
    n = service.names
    answer = service.make(service.parents, {**n.new_parent, **service.unique(n.text)}, {"Prefer": "return=minimal"}, 204)
    assert answer.headers["OData-EntityId"] == answer.headers["Location"] and not answer.content
    assert answer.headers["Preference-Applied"] == "return=minimal"
    key = service.new_thing()
    answer = service.request("PATCH", service.thing(key), {**JSON, "Prefer": "return=representation"}, json={n.text: "Shown"})
    assert answer.status_code == 200 and answer.json()[n.text] == "Shown"


def test_an_upsert_where_the_client_chooses_the_key(reference):
    product = reference.new_thing()
    path = f"/ProductDescriptions(ProductID={product},LanguageKey='eo')"
    made = reference.request("PUT", path, JSON, json={"Description": "Nova"})
    assert made.status_code == 201, made.text
    assert reference.request("PATCH", path, {**JSON, "If-None-Match": "*"}, json={"Description": "x"}).status_code == 412
    assert reference.json(path)["Description"] == "Nova"
    other = f"/ProductDescriptions(ProductID={product},LanguageKey='io')"
    assert reference.request("PATCH", other, {**JSON, "If-Match": "*"}, json={"Description": "x"}).status_code in (404, 412)


def test_where_the_service_makes_keys_a_change_of_nothing_is_404(service):
    nothing = "999999999" if service.name == "crm" else "00000000-0000-4000-8001-999999999999"
    service.refuses(service.thing(nothing), 404, JSON, method="PATCH", json={service.names.text: "x"})


def test_one_property_is_set_and_cleared(service):
    n = service.names
    key = service.new_thing()
    assert service.request("PUT", f"{service.thing(key)}/{n.text}", JSON, json={"value": "Set alone"}).status_code == 204
    assert service.json(f"{service.thing(key)}/{n.text}")["value"] == "Set alone"
    assert service.get(f"{service.thing(key)}/{n.text}/$value").text == "Set alone"
    clearable = "Description"
    service.request("PATCH", service.thing(key), JSON, json={clearable: "Something"})
    assert service.request("DELETE", f"{service.thing(key)}/{clearable}").status_code == 204
    assert service.get(f"{service.thing(key)}/{clearable}").status_code == 204
    assert service.request("DELETE", f"{service.thing(key)}/{n.text}").status_code in (400, 405, 422)


def test_a_complex_property_is_replaced_and_merged(reference):
    key = reference.new_thing(ShippingAddress={"Street": "1 Quay", "City": "Hull"})
    path = f"/Products({key})/ShippingAddress"
    assert reference.request("PATCH", path, JSON, json={"City": "Leeds"}).status_code in (200, 204)
    assert {k: v for k, v in reference.json(path).items() if k in ("Street", "City")} == {"Street": "1 Quay", "City": "Leeds"}
    assert reference.request("PUT", path, JSON, json={"City": "York"}).status_code in (200, 204)
    assert reference.json(path)["Street"] is None
    assert reference.request("DELETE", path).status_code == 204
    assert reference.get(path).status_code == 204


def test_deep_insert_makes_all_or_nothing(service):
    n = service.names
    body = {**n.new_parent, **service.unique(n.text), n.many: [n.new_thing, n.new_thing]}
    made = service.make(service.parents, body).json()
    assert len(service.rows(f"{service.parent(made[n.parent_key])}/{n.many}")) == 2
    before = service.get(f"{service.parents}/$count").text
    service.refuses(service.parents, 400, JSON, method="POST",
                    json={**body, **service.unique(n.text), n.many: [{**n.new_thing, "NoSuchProperty": 1}]})
    assert service.get(f"{service.parents}/$count").text == before


def test_bind_relates_to_what_exists(service):
    n = service.names
    parent = service.new_parent()
    made = service.make(service.things, {**n.new_thing, f"{n.one}@odata.bind": f"{n.parents}({parent})"}).json()
    assert service.json(f"{service.thing(made[n.thing_key])}/{n.one}")[n.parent_key] == parent
    made = service.make(service.things, {**n.new_thing, n.one: {"@id": f"{n.parents}({parent})"}}, {"OData-Version": "4.01"}).json()
    assert service.json(f"{service.thing(made[n.thing_key])}/{n.one}")[n.parent_key] == parent


def test_all_faults_are_told_with_their_place(service):
    n = service.names
    error = service.refuses(service.things, 400, JSON, method="POST",
                            json={**n.new_thing, n.text: "x" * 5000, "Description": 5, "NoSuchProperty": 1})
    targets = {detail.get("target") for detail in error["details"]}
    assert {n.text, "Description", "NoSuchProperty"} <= targets


@pytest.mark.parametrize("body, headers", [("{", JSON), ('{"a":1,"a":2}', JSON), ("[]", JSON)])
def test_a_malformed_body_is_refused(service, body, headers):
    service.refuses(service.things, 400, headers, method="POST", data=body)


def test_a_body_of_another_type_is_refused(service):
    service.refuses(service.parents, 415, {"Content-Type": "text/csv"}, method="POST", data="a,b")


def test_members_of_a_filtered_set_are_changed_and_deleted_at_once(crm):
    mark = crm.unique("x")["x"]
    keys = [crm.make("/Companies", {"Name": mark + str(n)}).json()["CompanyId"] for n in range(3)]
    some = f"/Companies/$filter(startswith(Name,'{mark}'))/$each"
    assert crm.request("PATCH", some, {**JSON, **V401}, json={"Phone": "+44 1"}).status_code in (200, 204)
    assert {crm.json(crm.parent(key))["Phone"] for key in keys} == {"+44 1"}
    assert crm.request("DELETE", some, V401).status_code in (200, 204)
    assert {crm.get(crm.parent(key)).status_code for key in keys} == {404}
