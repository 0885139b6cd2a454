"""$metadata against the published schemas."""
import json
import subprocess

import jsonschema
import pytest


@pytest.mark.parametrize("version", ["4.0", "4.01"])
def test_the_xml_is_valid(server, shared, tmp_path, version):
    schema = shared("odata/schemas/edmx.xsd")
    file = tmp_path / "metadata.xml"
    answer = server.get("/$metadata", headers={"Accept": "application/xml", "OData-MaxVersion": version})
    assert answer.headers["OData-Version"] == version
    file.write_bytes(answer.content)
    done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", schema, file], capture_output=True, text=True,
                          timeout=60, cwd=schema.parent)
    assert done.returncode == 0, done.stderr[:3000]


def test_the_json_is_valid(server, shared):
    schema = json.loads(shared("odata/schemas/csdl.schema.json").read_text())
    document = server.get("/$metadata", headers={"Accept": "application/json", "OData-MaxVersion": "4.01"}).json()
    validator = jsonschema.validators.validator_for(schema)
    # The one schema asks for Unicode classes that Python's engine lacks: names here are ASCII, so a plain class will do.
    text = json.dumps(schema).replace("\\\\p{L}", "[A-Za-z]").replace("\\\\p{Nl}", "[A-Za-z]").replace("\\\\p{Nd}", "[0-9]") \
        .replace("\\\\p{Mn}", "_").replace("\\\\p{Mc}", "_").replace("\\\\p{Pc}", "_").replace("\\\\p{Cf}", "_")
    errors = sorted(validator(json.loads(text)).iter_errors(document), key=lambda e: list(map(str, e.path)))
    assert [f"{'/'.join(map(str, e.path))}: {e.message[:200]}" for e in errors[:5]] == []


def test_both_forms_name_the_same_sets(server):
    document = server.get("/$metadata", headers={"Accept": "application/json", "OData-MaxVersion": "4.01"}).json()
    namespace, container = document["$EntityContainer"].rsplit(".", 1)
    listed = {n for n, v in document[namespace][container].items() if isinstance(v, dict) and v.get("$Collection")}
    assert listed == set(server.entity_sets())


def test_metadata_answers_304_to_its_own_etag(server):
    first = server.get("/$metadata")
    assert server.get("/$metadata", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


# One expression for each function and operator that the container may list.
EXPRESSIONS = {
    **{word: f"CompanyId {word} 5" for word in ["eq", "ne", "gt", "ge", "lt", "le"]},
    **{word: f"CompanyId {word} 2 gt 1" for word in ["add", "sub", "mul", "div", "divby", "mod"]},
    **{word: f"CompanyId gt 1 {word} CompanyId lt 9" for word in ["and", "or"]},
    **{word: f"{word}(Name,'a')" for word in ["contains", "startswith", "endswith", "matchesPattern"]},
    **{word: f"{word}(Name) eq 'a'" for word in ["tolower", "toupper", "trim"]},
    **{word: f"{word}(Created) gt 1" for word in
       ["year", "month", "day", "hour", "minute", "second", "totaloffsetminutes"]},
    **{word: f"{word}(1.5) gt 1" for word in ["round", "floor", "ceiling"]},
    **{word: f"Created gt {word}()" for word in ["now", "mindatetime", "maxdatetime"]},
    **{word: f"Contacts/{word}(c:c/ContactId gt 1)" for word in ["any", "all"]},
    "in": "CompanyId in (1,2)", "not": "not (CompanyId eq 1)", "concat": "concat(Name,'x') eq 'x'",
    "indexof": "indexof(Name,'a') gt 1", "length": "length(Name) gt 1", "substring": "substring(Name,1) eq 'a'",
    "fractionalseconds": "fractionalseconds(Created) lt 1", "date": "date(Created) gt 2020-01-01",
    "time": "time(Created) gt 10:00:00", "totalseconds": "totalseconds(now() sub Created) gt 1",
    "cast": "cast(CompanyId,Edm.String) eq '1'", "isof": "isof(Name,Edm.String)", "case": "case(CompanyId gt 1:true,true:false)",
}


def container(server):
    document = server.get("/$metadata", headers={"Accept": "application/json", "OData-MaxVersion": "4.01"}).json()
    namespace, name = document["$EntityContainer"].rsplit(".", 1)
    return {term.rsplit(".", 1)[1]: value for term, value in document[namespace][name].items() if term.startswith("@")}


def test_every_listed_function_is_carried_out(server):
    listed = container(server)["FilterFunctions"]
    assert len(listed) > 40 and set(listed) <= set(EXPRESSIONS), set(listed) - set(EXPRESSIONS)
    for word in listed:
        answer = server.get("/Companies", params={"$filter": EXPRESSIONS[word], "$top": "1"})
        assert answer.status_code == 200, f"{word}: {answer.text[:300]}"


def test_every_listed_format_is_given(server):
    said = container(server)
    for kind in said["SupportedFormats"]:
        answer = server.get("/Companies?$top=1", headers={"Accept": kind})
        assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("application/json"), kind
    for kind in said["SupportedMetadataFormats"]:
        answer = server.get("/$metadata", headers={"Accept": kind, "OData-MaxVersion": "4.01"})
        assert answer.status_code == 200 and answer.headers["Content-Type"].startswith(kind), kind
    assert said["ODataVersions"] == "4.0 4.01"
