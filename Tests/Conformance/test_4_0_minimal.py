"""OData 4.0 Minimal, reading (Protocol 13.1.1): what every service must do."""
import re
import xml.etree.ElementTree as ElementTree

import pytest

from services import JSON, V401

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
PRIMITIVE = {"Binary", "Boolean", "Byte", "Date", "DateTimeOffset", "Decimal", "Double", "Duration", "Guid", "Int16", "Int32", "Int64",
             "SByte", "Single", "Stream", "String", "TimeOfDay", "PrimitiveType", "EntityType", "ComplexType", "Untyped"}


def metadata(service, headers=None):
    answer = service.get("/$metadata", headers)
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("application/xml")
    return ElementTree.fromstring(answer.content)


def test_the_root_is_a_service_document_with_every_set(service):
    body = service.json("/")
    assert body["@odata.context"] == service.root + "/$metadata"
    listed = {item["name"]: item for item in body["value"]}
    declared = {found.get("Name") for found in metadata(service).iter(EDM + "EntitySet")}
    assert {name for name, item in listed.items() if item.get("kind", "EntitySet") == "EntitySet"} == declared
    assert all(item["url"] == name for name, item in listed.items() if item.get("kind", "EntitySet") == "EntitySet")


def test_a_singleton_is_listed_as_one_and_function_imports_only_where_they_say_so(reference):
    kinds = {item["name"]: item.get("kind", "EntitySet") for item in reference.json("/")["value"]}
    assert kinds["Company"] == "Singleton"
    assert "Reseed" not in kinds


def test_data_come_in_json_with_a_context(service):
    answer = service.get(f"{service.things}?$top=1")
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json()["@odata.context"] == f"{service.root}/$metadata#{service.names.things}"
    [row] = answer.json()["value"]
    one = service.json(service.thing(row[service.names.thing_key]))
    assert one["@odata.context"] == f"{service.root}/$metadata#{service.names.things}/$entity"


def test_a_part_of_a_result_has_a_next_link_and_the_links_lead_to_all_of_it(service):
    key = service.names.thing_key
    whole = [row[key] for row in service.rows(f"{service.things}?$select={key}")]
    url, seen, pages = f"{service.things}?$select={key}", [], 0
    while url:
        body = service.json(url, {"Prefer": f"odata.maxpagesize={max(2, len(whole) // 4)}"})
        seen += [row[key] for row in body["value"]]
        url, pages = body.get("@odata.nextLink"), pages + 1
        assert url is None or url.startswith(service.root + "/")
    assert seen == whole and pages > 2


@pytest.mark.parametrize("path", ["/", "/$metadata", "THINGS", "THINGS/$count", "/NoSuchSet", "THINGS?$filter=("])
def test_every_answer_has_the_version_once(service, path):
    path = path.replace("THINGS", service.things)
    for wanted, got in [(None, "4.0"), ("4.0", "4.0"), ("4.01", "4.01"), ("5.0", "4.01")]:
        answer = service.get(path, {"OData-MaxVersion": wanted} if wanted else {})
        assert answer.raw.headers.getlist("OData-Version") == [got]


def test_a_version_below_4_is_refused(service):
    service.refuses(service.things, 406, {"OData-MaxVersion": "3.0"})


@pytest.mark.parametrize("accept, kind", [
    ("application/json", "application/json"), ("*/*", "application/json"), ("application/*;q=0.5", "application/json"),
    ("application/json;odata.metadata=full", "application/json;odata.metadata=full"),
    ("application/json;odata.metadata=none", "application/json;odata.metadata=none"),
    ("application/atom+xml,application/json;q=0.1", "application/json"),
])
def test_accept_is_honoured(service, accept, kind):
    answer = service.get(f"{service.things}?$top=1", {"Accept": accept})
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith(kind)


@pytest.mark.parametrize("accept", ["text/csv", "application/atom+xml", "application/json;odata.metadata=some"])
def test_what_cannot_be_accepted_fails(service, accept):
    service.refuses(f"{service.things}?$top=1", 406, {"Accept": accept})


def test_format_goes_before_accept(service):
    answer = service.get(f"{service.things}?$top=1&$format=json", {"Accept": "application/xml"})
    assert answer.headers["Content-Type"].startswith("application/json")


def test_custom_options_are_ignored_and_unknown_system_options_refused(service):
    assert service.rows(f"{service.things}?$top=1&custom=1") == service.rows(f"{service.things}?$top=1")
    service.refuses(f"{service.things}?$unknown=1", 400)


@pytest.mark.parametrize("path, status", [
    ("/NoSuchSet", 404), ("THINGS/NoSuchProperty", 404), ("THINGS?$select=NoSuchProperty", 400), ("THINGS?$filter=NoSuch eq 1", 400),
    ("THINGS?$filter=nosuchfunction(1)", 400), ("THINGS?$orderby=", 400), ("THINGS?$top=-1", 400), ("THINGS?$skip=a", 400),
    ("THINGS?$filter=NUMBER eq 'a' and", 400), ("THINGS?$expand=NoSuchNavigation", 400), ("THINGS?$top=1&$top=2", 400),
])
def test_what_is_wrong_is_refused_with_an_error(service, path, status):
    service.refuses(path.replace("THINGS", service.things).replace("NUMBER", service.names.number), status)


def test_types_are_those_of_csdl(service):
    document = metadata(service)
    own = {schema.get("Namespace") for schema in document.iter(EDM + "Schema")}
    aliases = {schema.get("Alias") for schema in document.iter(EDM + "Schema")} - {None}
    for property in document.iter(EDM + "Property"):
        name = re.sub(r"^Collection\((.*)\)$", r"\1", property.get("Type"))
        namespace, _, short = name.rpartition(".")
        assert namespace in own | aliases or (namespace == "Edm" and (short in PRIMITIVE or short.startswith("Geo"))), name


def test_the_metadata_document_is_xml_and_json_of_one_model(service):
    assert metadata(service).get("Version") == "4.0"
    assert metadata(service, V401).get("Version") == "4.01"
    answer = service.get("/$metadata", {"Accept": "application/json", **V401})
    assert answer.headers["Content-Type"].startswith("application/json")
    body = answer.json()
    assert body["$Version"] == "4.01"
    container = body["$EntityContainer"].rpartition(".")
    sets = {name for name, value in body[container[0]][container[2]].items() if isinstance(value, dict) and value.get("$Collection")}
    assert sets == {found.get("Name") for found in metadata(service, V401).iter(EDM + "EntitySet")}


@pytest.mark.parametrize("name", ["OData-MaxVersion", "odata-maxversion"])
def test_headers_and_preferences_are_understood_with_prefix(service, name):
    assert service.get(f"{service.things}?$top=1", {name: "4.01"}).headers["OData-Version"] == "4.01"
    answer = service.get(service.things, {"Prefer": "odata.maxpagesize=2"})
    assert len(answer.json()["value"]) == 2 and answer.headers["Preference-Applied"] == "odata.maxpagesize=2"


def test_literals_are_understood_with_prefix(reference):
    flagged = reference.rows("/Products?$filter=Status has Reference.Store.ProductStatus'InStock'&$select=ID")
    assert [row["ID"] for row in flagged] == [row["ID"] for row in reference.rows("/Products?$filter=Status has 'InStock'", V401)] and flagged
    assert reference.rows("/Products?$filter=ProcessingTime gt duration'PT1S'&$select=ID")


def test_an_expanded_entity_and_collection_are_those_of_their_own_address(service):
    n = service.names
    rows = service.rows(f"{service.things}?$top=3&$filter={n.one} ne null&$expand={n.one}", V401)
    for row in rows:
        alone = service.json(f"{service.thing(row[n.thing_key])}/{n.one}", V401)
        assert {k: v for k, v in alone.items() if k != "@context"} == row[n.one]
    key = service.parent_with_things()
    body = service.json(f"{service.parent(key)}?$expand={n.many}($select={n.thing_key})")
    assert body[n.many] == [row for row in service.rows(f"{service.parent(key)}/{n.many}?$select={n.thing_key}")] and len(body[n.many]) > 1


def test_full_metadata_names_types_and_links(service):
    n = service.names
    row = service.json(f"{service.things}?$top=1", {"Accept": "application/json;odata.metadata=full"})["value"][0]
    assert row["@odata.type"] == f"#{n.namespace}.{n.thing_type}" or n.namespace in row["@odata.type"]
    assert service.get(row["@odata.id"]).status_code == 200
    assert service.get(row[f"{n.one}@odata.navigationLink"]).status_code in (200, 204)


def test_the_error_of_a_failed_request_is_json_whatever_was_asked_for(service):
    answer = service.get("/NoSuchSet", {"Accept": "application/xml"})
    assert answer.status_code == 404 and answer.json()["error"]["code"] and answer.headers["Content-Language"]


def test_head_answers_with_the_headers_of_get(service):
    get = service.get(f"{service.things}?$top=1")
    head = service.request("HEAD", f"{service.things}?$top=1")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


@pytest.mark.parametrize("method, path", [("PUT", "THINGS/$count"), ("DELETE", "/$metadata"), ("PATCH", "/"), ("POST", "THINGS/$count")])
def test_a_method_without_meaning_is_405_with_allow(service, method, path):
    answer = service.request(method, path.replace("THINGS", service.things), JSON, data="{}")
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]
