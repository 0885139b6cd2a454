"""Filters, orders and searches of the feed against the same condition evaluated here, over all rows with their awkward values.

None stands for null: comparing it in size is false, and what it touches in a function is unknown, so the row is left out either way.
"""
import json
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import pytest

KEYS = {"Divisions": "DivisionId", "Companies": "CompanyId", "Opportunities": "OpportunityId", "Contacts": "ContactId", "Tasks": "TaskId",
        "Activities": "ActivityId"}


@pytest.fixture(scope="module")
def rows(server):
    """All rows of a set, decimals exact; read once."""
    kept = {}

    def read(name):
        if name not in kept:
            found, url, http = [], f"{server.odata}/{name}", server.http()
            while url:
                page = json.loads(http.get(url, timeout=60).text, parse_float=Decimal)
                found += page["value"]
                url = page.get("@odata.nextLink")
            assert found, name
            kept[name] = found
        return kept[name]
    return read


def day(row, name):
    return row[name][:10] if row[name] else None


FILTERS = [
    # comparison and null
    ("Opportunities", "BaseValue gt 20000", lambda r: r["BaseValue"] is not None and r["BaseValue"] > 20000),
    ("Opportunities", "BaseValue ge 1000 and BaseValue le 5000.5", lambda r: r["BaseValue"] is not None and 1000 <= r["BaseValue"] <= Decimal("5000.5")),
    ("Opportunities", "not (BaseValue gt 20000)", lambda r: not (r["BaseValue"] is not None and r["BaseValue"] > 20000)),
    ("Opportunities", "CompanyId eq null", lambda r: r["CompanyId"] is None),
    ("Opportunities", "CompanyId ne null", lambda r: r["CompanyId"] is not None),
    ("Opportunities", "LostReasonCode ne 'Price'", lambda r: r["LostReasonCode"] != "Price"),
    ("Opportunities", "State eq 'Open' or State eq 'Won'", lambda r: r["State"] in ("Open", "Won")),
    ("Opportunities", "State in ('Open','Lost')", lambda r: r["State"] in ("Open", "Lost")),
    ("Opportunities", "not (State in ('Open','Lost'))", lambda r: r["State"] not in ("Open", "Lost")),
    ("Opportunities", "Value eq 899999999999999.9999", lambda r: r["Value"] == Decimal("899999999999999.9999")),
    ("Opportunities", "IsProbabilityOverridden", lambda r: r["IsProbabilityOverridden"] is True),
    ("Opportunities", "IsProbabilityOverridden eq false", lambda r: r["IsProbabilityOverridden"] is False),
    # arithmetic
    ("Opportunities", "BaseValue add 100 gt 20000", lambda r: r["BaseValue"] is not None and r["BaseValue"] + 100 > 20000),
    # The largest values would leave Decimal(19,4) when doubled, which is an error of its own; they are left out first.
    ("Opportunities", "BaseValue lt 1000000 and BaseValue mul 2 lt 10000",
     lambda r: r["BaseValue"] is not None and r["BaseValue"] * 2 < 10000),
    ("Opportunities", "OpportunityId mod 7 eq 3", lambda r: r["OpportunityId"] % 7 == 3),
    ("Opportunities", "OpportunityId div 10 eq 4", lambda r: r["OpportunityId"] // 10 == 4),
    ("Opportunities", "-OpportunityId lt -400", lambda r: -r["OpportunityId"] < -400),
    ("Opportunities", "round(BaseValue) eq BaseValue", lambda r: r["BaseValue"] is not None and r["BaseValue"].to_integral_value(ROUND_HALF_UP) == r["BaseValue"]
        if isinstance(r["BaseValue"], Decimal) else r["BaseValue"] is not None),
    ("Opportunities", "ceiling(BaseValue) sub floor(BaseValue) eq 1", lambda r: r["BaseValue"] is not None and
        Decimal(r["BaseValue"]).to_integral_value(ROUND_CEILING) - Decimal(r["BaseValue"]).to_integral_value(ROUND_FLOOR) == 1),
    # text
    ("Companies", "contains(Name,'o')", lambda r: "o" in r["Name"]),
    ("Companies", "startswith(Name,'N')", lambda r: r["Name"].startswith("N")),
    ("Companies", "endswith(Name,'Ltd')", lambda r: r["Name"].endswith("Ltd")),
    ("Companies", "contains(Name,'%')", lambda r: "%" in r["Name"]),
    ("Companies", "contains(Name,'_')", lambda r: "_" in r["Name"]),
    ("Companies", "contains(Name,'''')", lambda r: "'" in r["Name"]),
    ("Companies", "contains(Name,'\\')", lambda r: "\\" in r["Name"]),
    ("Companies", "length(Name) gt 20", lambda r: len(r["Name"]) > 20),
    ("Companies", "length(Name) eq 1", lambda r: len(r["Name"]) == 1),
    ("Companies", "indexof(Name,'a') eq 1", lambda r: r["Name"].find("a") == 1),
    ("Companies", "substring(Name,1,2) eq 'or'", lambda r: r["Name"][1:3] == "or"),
    ("Companies", "tolower(Name) eq Name", lambda r: r["Name"].lower() == r["Name"]),
    ("Companies", "toupper(Name) eq Name", lambda r: r["Name"].upper() == r["Name"]),
    ("Companies", "trim(Name) eq Name", lambda r: r["Name"].strip() == r["Name"]),
    ("Companies", "concat(Name,'!') eq 'x!'", lambda r: r["Name"] == "x"),
    ("Companies", "matchesPattern(Name,'^[A-M]')", lambda r: "A" <= r["Name"][0] <= "M"),
    ("Divisions", "City ne null and contains(City,'n')", lambda r: r["City"] is not None and "n" in r["City"]),
    ("Divisions", "not contains(City,'n')", lambda r: r["City"] is not None and "n" not in r["City"]),
    ("Divisions", "City eq 'nowhere at all'", lambda r: False),
    # dates and instants
    ("Opportunities", "year(EstimatedClose) eq 2026", lambda r: r["EstimatedClose"][:4] == "2026"),
    ("Opportunities", "month(EstimatedClose) in (2,12)", lambda r: r["EstimatedClose"][5:7] in ("02", "12")),
    ("Opportunities", "day(EstimatedClose) eq 31", lambda r: r["EstimatedClose"][8:10] == "31"),
    ("Opportunities", "EstimatedClose lt 2026-01-01", lambda r: r["EstimatedClose"] < "2026-01-01"),
    ("Opportunities", "date(Created) ge 2026-01-01", lambda r: r["Created"] is not None and day(r, "Created") >= "2026-01-01"),
    ("Opportunities", "hour(Created) lt 12", lambda r: int(r["Created"][11:13]) < 12),
    ("Activities", "minute(StartAt) eq 30", lambda r: r["StartAt"][14:16] == "30"),
    ("Activities", "StartAt gt 2026-01-01T00:00:00Z", lambda r: r["StartAt"] > "2026-01-01T00:00:00"),
    ("Activities", "StartAt gt 2026-01-01T01:00:00%2B01:00", lambda r: r["StartAt"] > "2026-01-01T00:00:00"),
]



@pytest.mark.parametrize("name, condition, wanted", FILTERS, ids=[f"{n}?{c}" for n, c, _ in FILTERS])
def test_a_filter_finds_exactly_the_rows_it_describes(server, rows, name, condition, wanted):
    key = KEYS[name]
    expected = {row[key] for row in rows(name) if wanted(row)}
    found, _ = server.read_all(f"/{name}?$select={key}&$filter={condition}")
    got = {row[key] for row in found}
    assert got == expected, f"too many: {sorted(got - expected)[:5]}, missing: {sorted(expected - got)[:5]}"
    count = server.get(f"/{name}/$count?$filter={condition}")
    assert int(count.text) == len(expected)


def test_any_and_all_agree_with_the_children(server, rows):
    children = {}
    for contact in rows("Contacts"):
        children.setdefault(contact["CompanyId"], []).append(contact)
    companies = rows("Companies")
    for condition, wanted in [
        ("Contacts/any()", lambda c: bool(children.get(c))),
        ("not Contacts/any()", lambda c: not children.get(c)),
        ("Contacts/any(x:x/ContactId gt 200)", lambda c: any(x["ContactId"] > 200 for x in children.get(c, []))),
        ("Contacts/all(x:x/ContactId gt 200)", lambda c: all(x["ContactId"] > 200 for x in children.get(c, []))),
        ("Contacts/$count gt 3", lambda c: len(children.get(c, [])) > 3),
    ]:
        found, _ = server.read_all(f"/Companies?$select=CompanyId&$filter={condition}")
        assert {row["CompanyId"] for row in found} == {c["CompanyId"] for c in companies if wanted(c["CompanyId"])}, condition


def test_a_path_through_a_reference_filters_and_orders(server, rows):
    names = {company["CompanyId"]: company["Name"] for company in rows("Companies")}
    found, _ = server.read_all("/Opportunities?$select=OpportunityId&$filter=startswith(Company/Name,'N')")
    expected = {r["OpportunityId"] for r in rows("Opportunities") if names.get(r["CompanyId"], "").startswith("N")}
    assert {row["OpportunityId"] for row in found} == expected and expected


@pytest.mark.parametrize("option", ["$orderby=BaseValue,OpportunityId", "$orderby=BaseValue desc,OpportunityId desc"])
def test_orders_are_right_with_nulls_first_going_up(server, rows, option):
    down = " desc" in option
    found, _ = server.read_all(f"/Opportunities?$select=OpportunityId&{option}", page=60)
    sort_key = lambda r: (r["BaseValue"] is not None, r["BaseValue"] or 0, r["OpportunityId"])
    expected = [r["OpportunityId"] for r in sorted(rows("Opportunities"), key=sort_key, reverse=down)]
    assert [row["OpportunityId"] for row in found] == expected


def test_skip_and_top_cut_the_same_window(server, rows):
    whole, _ = server.read_all("/Opportunities?$select=OpportunityId&$orderby=Name")
    for skip, top in [(0, 1), (5, 10), (100, 37), (len(whole) - 3, 10), (len(whole), 5), (10**9, 5)]:
        part = server.get(f"/Opportunities?$select=OpportunityId&$orderby=Name&$skip={skip}&$top={top}").json()
        assert part["value"] == whole[skip:skip + top]


def test_count_is_of_the_whole_filter_whatever_the_page(server, rows):
    answer = server.get("/Opportunities?$filter=State eq 'Open'&$count=true&$top=3").json()
    assert answer["@odata.count"] == sum(r["State"] == "Open" for r in rows("Opportunities"))
    assert len(answer["value"]) == 3


def test_select_gives_what_was_asked_and_nothing_else(server):
    row = server.get("/Opportunities?$top=1&$select=Name,BaseValue").json()["value"][0]
    assert {name for name in row if "@" not in name} == {"Name", "BaseValue"}


def test_values_in_the_feed_are_those_of_the_data_file(server, rows):
    stored = dict(server.sql("SELECT \"OpportunityId\", \"Name\" FROM \"Opportunities\" WHERE \"StatusFlag\" = 'A'"))
    assert {r["OpportunityId"]: r["Name"] for r in rows("Opportunities")} == stored


def test_metadata_levels(server):
    none = server.get("/Companies?$top=1", headers={"Accept": "application/json;odata.metadata=none"}).json()
    assert not [k for k in none if k.startswith("@") and k not in ("@odata.nextLink", "@odata.count")]
    full = server.get("/Companies?$top=1", headers={"Accept": "application/json;odata.metadata=full"}).json()["value"][0]
    assert full["@odata.id"].endswith(f"Companies({full['CompanyId']})")
    assert full["@odata.type"].startswith("#")
    newer = server.get("/Companies?$top=1", headers={"OData-MaxVersion": "4.01", "Accept": "application/json;metadata=full"}).json()
    assert "@context" in newer and "@id" in newer["value"][0]
