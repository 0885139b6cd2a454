"""What tests know about entity sets: their keys from $metadata and their rows from the data file."""
import functools
import xml.etree.ElementTree as ET

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


@functools.cache
def metadata(server):
    answer = server.get("/$metadata", headers={"Accept": "application/xml"})
    answer.raise_for_status()
    return ET.fromstring(answer.content)


def entity_type(server, set_name):
    root = metadata(server)
    wanted = next(s.get("EntityType") for s in root.iter(EDM + "EntitySet") if s.get("Name") == set_name)
    return next(t for t in root.iter(EDM + "EntityType") if t.get("Name") == wanted.rsplit(".", 1)[1])


def keys_of(server, set_name):
    """Names of the key properties of a set."""
    return [ref.get("Name") for ref in entity_type(server, set_name).iter(EDM + "PropertyRef")]


@functools.cache
def tables(server):
    """Table names of the data file with their columns."""
    names = [row[0] for row in server.sql("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    return {name: [column[1] for column in server.sql(f'PRAGMA table_info("{name}")')] for name in names}


def sql_count(server, set_name):
    """Rows a reader with all rights sees, counted in the data file; None for sets that are not a table."""
    known = tables(server)
    if set_name in known:
        condition = "WHERE \"StatusFlag\" = 'A'" if "StatusFlag" in known[set_name] else ""
        return server.sql(f'SELECT count(*) FROM "{set_name}" {condition}')[0][0]
    rows = server.sql("SELECT count(*) FROM \"ListItems\" WHERE \"List\" = ?", set_name)[0][0]
    return rows or None
