"""Every page a person can reach: answers 200, is clean by axe in both themes, and fits its width."""
import re

import pytest
from playwright.sync_api import expect

from checks import overflow, violations


def paths_of_lists(page):
    """Addresses of all list pages: those of the navigation and those of the page with all sets."""
    page.goto("/")
    # The one in the side bar, which a narrow window does not show.
    found = set(page.locator("nav[aria-label=Main] a").evaluate_all("links => links.map(a => a.getAttribute('href'))"))
    for path in sorted(found):
        if page.goto(path).ok and page.locator("ul.sets a").count():
            found |= set(page.locator("ul.sets a").evaluate_all("links => links.map(a => a.getAttribute('href'))"))
    return sorted(path for path in found if path.startswith("/"))


def check(page, path, contrast=True):
    """What is wrong with one page, in words."""
    answer = page.goto(path)
    wrong = [] if answer.status == 200 else [f"{path}: {answer.status}"]
    wrong += [f"{path}: {line}" for line in violations(page, contrast)]
    wrong += [f"{path}: wider than the window: {element}" for element in overflow(page)]
    if page.get_by_role("heading", level=1).count() != 1:
        wrong.append(f"{path}: {page.get_by_role('heading', level=1).count()} first headings")
    if page.get_by_text("{{").count():
        wrong.append(f"{path}: an unfilled template")
    return wrong


def record_paths(page, path):
    """The first record of a list page, if it has any."""
    links = page.locator("main tbody th a, main tbody td a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    return [link for link in links if link.startswith(path.split("?")[0] + "/")][:1]


# The sets people use every day.
DAILY = ("/", "/companies", "/contacts", "/leads", "/opportunities", "/quotes", "/products", "/tasks", "/cases", "/campaigns")


@pytest.mark.parametrize("width, theme", [("1280", "light"), ("1280", "dark"), ("390", "light"), ("390", "dark")])
def test_every_list_and_a_record_of_each(admin, server, width, theme):
    page = admin(width=width, theme=theme)
    lists = paths_of_lists(page)
    assert len(lists) >= len(server.entity_sets()), f"{len(lists)} pages for {len(server.entity_sets())} sets"
    wrong, records = [], 0
    # Every set once; the other widths and themes look at the daily ones. All lists share one style sheet, so that
    # colours are measured on the daily ones, in both themes, and rows beyond 25 show nothing new.
    for path in lists if (width, theme) == ("1280", "light") else [p for p in lists if p in DAILY]:
        contrast = width == "1280" and path in DAILY
        wrong += check(page, path + "?size=25", contrast)
        for record in record_paths(page, path):
            records += 1
            wrong += check(page, record, contrast)
    assert wrong == []
    assert records >= 8
    assert page.problems == []


@pytest.mark.parametrize("path", ["/", "/opportunities", "/companies", "/profile", "/profile/notifications", "/profile/tokens",
                                  "/profile/tokens/new", "/search?q=north"])
@pytest.mark.parametrize("width, theme", [("1280", "light"), ("1280", "dark"), ("390", "light"), ("390", "dark")])
def test_the_pages_of_the_story(admin, picture, path, width, theme):
    page = admin(width=width, theme=theme)
    assert check(page, path) == []
    name = {"/": "home"}.get(path, path.split("?")[0].strip("/").replace("profile/", "").replace("/", "-"))
    picture(page, name)


@pytest.mark.parametrize("path", ["/", "/opportunities", "/profile", "/profile/tokens", "/profile/tokens/new", "/search?q=north"])
def test_a_window_of_320_pixels_needs_no_sideways_scrolling(admin, path):
    page = admin(width="320")
    page.goto(path)
    assert overflow(page) == []
    # One after the other, since an open panel may cover what is below it.
    panels = page.locator("main details")
    for number in range(panels.count()):
        panels.nth(number).evaluate("panel => { panel.open = true; }")
        assert overflow(page) == []
        panels.nth(number).evaluate("panel => { panel.open = false; }")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_signed_out_pages(open_page, picture, theme):
    page = open_page(theme=theme)
    assert check(page, "/login") == []
    picture(page, "login")


def test_an_unknown_address_gets_a_page_with_a_way_on(admin):
    page = admin()
    for path in ("/nothing/here", "/companies/999999999"):
        answer = page.goto(path)
        assert answer.status == 404
        assert violations(page) == []
        assert page.get_by_role("main").get_by_role("link").count() >= 1


def test_an_empty_list_says_why(admin):
    page = admin()
    page.goto("/companies?q=zzzzzzzzzzqqq")
    assert page.locator("tbody tr").count() == 0
    assert violations(page) == []
    expect(page.get_by_role("main")).to_contain_text(re.compile("no |nothing", re.I))


@pytest.mark.parametrize("script", [True, False], ids=["script", "unscripted"])
def test_a_list_is_sorted_filtered_searched_and_paged_by_its_address(admin, script):
    page = admin(script=script)
    page.goto("/companies?size=25&sort=-Name")
    names = page.locator("tbody th").all_inner_texts()
    assert len(names) == 25
    page.get_by_role("link", name="Older").click()
    page.wait_for_url(re.compile("after="))
    more = page.locator("tbody th").all_inner_texts()
    assert not set(names) & set(more) or len(set(names) & set(more)) < 3
    page.get_by_role("link", name="Newer").click()
    expect(page.locator("tbody th").first).to_have_text(names[0])

    page.locator("summary", has_text="Add filter").click()
    page.get_by_label("Field").select_option(label="Name")
    page.get_by_label("Condition").select_option(index=0)
    page.get_by_role("textbox", name="Value").fill(names[0])
    page.get_by_role("button", name="Add filter").click()
    page.wait_for_url(re.compile("f="))
    expect(page.locator("tbody th").first).to_contain_text(names[0][:10])
    remove = page.get_by_role("link", name=re.compile("Remove filter"))
    expect(remove.first).to_be_visible()
    remove.first.click()
    page.wait_for_url(lambda url: "f=" not in url)


def test_copy_odata_url_gives_exactly_this_view(admin, server):
    page = admin()
    page.goto("/opportunities?sort=-BaseValue&size=25")
    ids = page.locator("tbody th a").evaluate_all("links => links.map(a => Number(a.getAttribute('href').split('/').pop()))")
    page.locator("summary", has_text="Copy OData URL").click()
    url = page.get_by_label("OData URL of this view").input_value()
    answer = server.http().get(url, timeout=30)
    assert answer.status_code == 200, answer.text
    rows = answer.json()["value"]
    assert [row["OpportunityId"] for row in rows][:25] == ids


def test_the_search_finds_a_company(admin, server):
    name = server.get("/Companies?$top=1&$select=Name&$orderby=CompanyId").json()["value"][0]["Name"]
    page = admin()
    page.goto("/")
    box = page.get_by_label("Search everything").first
    box.fill(name)
    box.press("Enter")
    expect(page.get_by_role("main").get_by_role("link", name=name).first).to_be_visible()


def test_pages_forbid_inline_code_and_foreign_frames(admin):
    page = admin()
    answer = page.goto("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert "no-store" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
