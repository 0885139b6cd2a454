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
