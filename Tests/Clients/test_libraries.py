"""Reads the demo with client libraries written by others, to the last page."""
import pytest
from odata import ODataService
from odatapy.client import ODataClient
from odatapy.client.auth import BasicAuth, BearerAuth
from odatapy.client.filters import Field
from odatapy.client.transport import HttpxTransport
from requests.auth import HTTPBasicAuth

SETS = {"Companies": "CompanyId", "Opportunities": "OpportunityId", "Activities": "ActivityId"}


@pytest.fixture(scope="module")
def python_odata(server):
    return ODataService(server.odata + "/", auth=HTTPBasicAuth("", server.token), reflect_entities=True, quiet_progress=True,
                        extra_headers={"Prefer": "odata.maxpagesize=40"})


@pytest.fixture(scope="module", params=["4.0", "4.01"])
def odatapy(server, request):
    return ODataClient(server.odata, HttpxTransport(auth=BasicAuth("", server.token)), odata_version=request.param)


def test_python_odata_reflects_every_set(python_odata, server):
    assert set(server.entity_sets()) <= set(python_odata.entities)


@pytest.mark.parametrize("name", SETS)
def test_python_odata_reads_to_the_end(python_odata, server, name):
    entity = python_odata.entities[name]
    rows = python_odata.query(entity).all()
    keys = {getattr(row, SETS[name]) for row in rows}
    assert len(keys) == len(rows) == int(server.get(f"/{name}/$count").text)


def test_python_odata_filters_orders_and_selects(python_odata, server):
    entity = python_odata.entities["Opportunities"]
    query = python_odata.query(entity)
    found = query.filter(entity.BaseValue > 20000).order_by(entity.BaseValue.desc()).limit(5).all()
    values = [row.BaseValue for row in found]
    assert len(values) == 5 and values == sorted(values, reverse=True) and values[-1] > 20000


@pytest.mark.parametrize("name", SETS)
def test_odatapy_reads_to_the_end(odatapy, server, name):
    rows = list(odatapy.iter_entities(odatapy.entity_set_uri(name), max_page_size=40))
    keys = {row.get_value(SETS[name]) for row in rows}
    assert len(keys) == len(rows) == int(server.get(f"/{name}/$count").text)


def test_odatapy_understands_the_metadata(odatapy, server):
    sets = {getattr(item, "name", item) for item in odatapy.get_service_document().entity_sets}
    assert sets == set(server.entity_sets())
    assert odatapy.get_metadata_document() is not None


def test_odatapy_counts_with_a_filter(odatapy, server):
    uri = odatapy.entity_set_uri("Opportunities").filter(Field("BaseValue").gt(20000))
    count = odatapy.get_count(odatapy.entity_set_uri("Opportunities").filter(Field("BaseValue").gt(20000)).count()) \
        if hasattr(uri, "count") else None
    rows = list(odatapy.iter_entities(uri))
    assert len(rows) > 0 and count in (None, len(rows))


def test_odatapy_with_bearer(server):
    client = ODataClient(server.odata, HttpxTransport(auth=BearerAuth(server.token)))
    assert len(client.get_entity_set(client.entity_set_uri("Companies").top(3)).entities) == 3
