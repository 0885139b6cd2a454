"""What happens to a token between its creation and its end, as its owner sees it."""
import re

import pytest
import requests
from playwright.sync_api import expect

from checks import overflow, violations

SECRET = re.compile(r"tsr_pat_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}")


def create(page, description, query="", fill=None):
    page.goto("/profile/tokens/new" + query)
    page.get_by_label("Description").fill(description)
    if fill:
        fill(page)
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Token created")
    return page.get_by_label("Your token").input_value()


def open_token(page, description):
    page.goto("/profile/tokens?show=all")
    page.get_by_role("link", name=description, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(description)
    return page.url.rsplit("/", 1)[-1]


def act(page, name, button=None):
    page.get_by_role("link", name=name, exact=True).first.click()
    page.get_by_role("button", name=button or name, exact=True).click()


def code(server, token, path="/Companies?$top=1"):
    answer = requests.get(server.odata + path, auth=("", token), timeout=30)
    return 200 if answer.ok else answer.json()["error"]["code"]


@pytest.mark.parametrize("script", [True, False], ids=["script", "unscripted"])
def test_rotating_overlaps_and_the_old_secret_can_be_ended(admin, server, script):
    page = admin(script=script)
    name = f"Rotated {'scripted' if script else 'plain'}"
    old = create(page, name)
    assert code(server, old) == 200
    number = open_token(page, name)
    page.get_by_role("link", name="Rotate", exact=True).click()
    expect(page.get_by_label("24 hours after the new one is first used")).to_be_checked()
    if script:
        expect(page.get_by_role("dialog")).to_be_visible()
        expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.get_by_role("button", name="Rotate", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New secret")
    new = page.get_by_label("Your token").input_value()
    assert new != old and SECRET.fullmatch(new)
    assert (code(server, old), code(server, new)) == (200, 200)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("changed meanwhile")
    assert SECRET.search(page.content()) is None
    page.goto(f"/profile/tokens/{number}")
    table = page.get_by_role("region", name="Secrets of this token")
    expect(table.get_by_role("row").filter(has_text=new[8:20])).to_contain_text("Current")
    expect(table.get_by_role("row").filter(has_text=old[8:20])).to_contain_text("Old, still accepted")
    act(page, "End the old one now", "End it now")
    expect(table.get_by_role("row").filter(has_text=old[8:20])).to_contain_text("Ended")
    assert (code(server, old), code(server, new)) == ("token.retired", 200)
    page.goto(f"/profile/tokens/{number}")
    expect(page.get_by_role("region", name="What happened to it")).to_contain_text("Retired secret used")


@pytest.mark.parametrize("script", [True, False], ids=["script", "unscripted"])
def test_pausing_narrowing_editing_and_extending(admin, server, script):
    page = admin(script=script)
    name = f"Kept {'scripted' if script else 'plain'}"
    token = create(page, name)
    number = open_token(page, name)
    act(page, "Pause")
    expect(page.get_by_text("Paused", exact=True).first).to_be_visible()
    assert code(server, token) == "token.paused"
    act(page, "Resume")
    expect(page.get_by_role("link", name="Pause", exact=True)).to_be_visible()
    assert code(server, token) == 200

    page.goto(f"/profile/tokens/{number}/narrow")
    page.get_by_label("Only these sets").check()
    page.get_by_label("Leads", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("OData API · read · Leads")
    assert (code(server, token), code(server, token, "/Leads?$top=1")) == ("token.scope", 200)

    page.goto(f"/profile/tokens/{number}/edit")
    page.get_by_label("Description").fill("x")
    page.locator("form.form").evaluate("form => form.noValidate = true") if script else None
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#errors")).to_contain_text("3 characters")
    expect(page.get_by_label("Description")).to_have_value("x")
    page.get_by_label("Description").fill(name + " again")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name + " again")

    page.goto(f"/profile/tokens/{number}/extend")
    page.get_by_role("radio", name=re.compile("^365 days")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="What happened to it")).to_contain_text("Extended")


def test_the_form_says_what_its_entries_mean_while_they_are_made(admin):
    page = admin()
    page.goto("/profile/tokens/new")
    summary = page.locator("[data-summary]")
    expect(summary).to_contain_text("reads all data you can see, without contact details")
    expect(summary).to_contain_text("Low risk")
    page.get_by_label("Read and write").check()
    expect(summary).to_contain_text("High risk")
    expect(summary).to_contain_text("can change and delete data")
    page.locator("summary", has_text="Allowed addresses").click()
    page.get_by_label("Addresses or networks").fill("203.0.113.0/24")
    expect(summary).to_contain_text("leaves out the address you use now")
    assert page.problems == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "unscripted"])
def test_presets_links_and_models_fill_the_form(admin, script):
    page = admin(script=script)
    page.goto("/profile/tokens/new?preset=contacts&description=Board&expires=30")
    expect(page.get_by_label("Description")).to_have_value("Board")
    expect(page.get_by_role("radio", name=re.compile("^30 days"))).to_be_checked()
    expect(page.get_by_label("Contact persons' names and details")).to_be_checked()
    expect(page.get_by_label("Read only")).to_be_checked()
    page.get_by_role("link", name="One report").click()
    expect(page.get_by_label("Only these sets")).to_be_checked()
    page.get_by_label("Description").fill("No sets")
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.locator("#errors")).to_contain_text("Choose at least one set")
    expect(page.get_by_label("Description")).to_have_value("No sets")

    def restricted(form):
        form.locator("summary", has_text="Allowed addresses").click()
        form.get_by_label("Addresses or networks").fill("127.0.0.1\n::1/64")
    name = f"Model {'scripted' if script else 'plain'}"
    create(page, name, fill=restricted)
    open_token(page, name)
    expect(page.get_by_role("main")).to_contain_text("127.0.0.1/32, ::/64")
    page.get_by_role("link", name="Create another like it").click()
    expect(page.get_by_label("Addresses or networks")).to_have_value("127.0.0.1/32\n::/64")
    for wrong, words in (("0.0.0.0/0", "every address"), ("nowhere", "no address or network")):
        page.get_by_label("Addresses or networks").fill(wrong)
        page.get_by_label("Description").fill("Wrong addresses")
        page.get_by_role("button", name="Create", exact=True).click()
        expect(page.locator("#errors")).to_contain_text(words)
        expect(page.get_by_label("Addresses or networks")).to_have_value(wrong)


def test_the_reveal_page_tries_the_connection_and_sees_the_first_use(admin, server):
    page = admin()
    token = create(page, "Tried at once")
    page.get_by_role("link", name="Test connection").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("A program with this token can read the feed.")
    expect(dialog).to_contain_text("sets listed")
    expect(dialog).to_contain_text("5 rows")
    dialog.get_by_role("button", name="Close").click()
    expect(page.locator("#first-use")).to_contain_text("Waiting for first use")
    assert page.get_by_label("Your token").input_value() == token
    assert code(server, token) == 200
    expect(page.locator("#first-use")).to_contain_text(re.compile(r"Connected at \d\d:\d\d:\d\d from 127\.0\.0\.1 with Python"))
    page.get_by_label("I have stored it").check()
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tokens")
    assert page.problems == []


def test_the_page_with_a_secret_is_not_kept_compressed_or_told_to_others(admin, server):
    page = admin()
    page.goto("/profile/tokens/new")
    page.get_by_label("Description").fill("Its headers")
    with page.expect_response(lambda answer: answer.request.method == "POST") as found:
        page.get_by_role("button", name="Create", exact=True).click()
    headers = found.value.all_headers()
    assert headers["cache-control"] == "no-store" and headers["referrer-policy"] == "no-referrer"
    assert "content-encoding" not in headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'")


@pytest.mark.parametrize("clipboard", ["absent", "denied"])
def test_where_the_browser_does_not_copy_the_secret_is_marked(admin, clipboard):
    page = admin()
    page.add_init_script("""
      Object.defineProperty(navigator, 'clipboard', {configurable: true, value: %s});
      document.execCommand = () => false;
      if (%s) Object.defineProperty(window, 'isSecureContext', {configurable: true, value: false});
    """ % (("undefined", "true") if clipboard == "absent" else
           ("{writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError'))}", "false")))
    token = create(page, f"Not copied {clipboard}")
    page.get_by_role("button", name="Copy token").click()
    line = page.locator(".copied.bad").first
    expect(line).to_contain_text("The secret is marked; press")
    expect(line).to_contain_text("only over https" if clipboard == "absent" else "did not allow copying")
    assert page.evaluate("document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)") == token


def test_the_reveal_page_tells_of_a_refusal_after_the_proof(admin, server):
    def elsewhere(form):
        form.locator("summary", has_text="Allowed addresses").click()
        form.get_by_label("Addresses or networks").fill("203.0.113.0/24")
    page = admin()
    token = create(page, "From elsewhere only", fill=elsewhere)
    assert code(server, token) == "token.ip"
    expect(page.locator("#first-use")).to_contain_text("but was refused: Not allowed from this address")
    page.get_by_role("link", name="Test connection").click()
    expect(page.get_by_role("dialog")).to_contain_text("is not on the list")


def test_what_a_token_sees_is_what_it_may_see(admin, server):
    page = admin()
    create(page, "Seen through", "?preset=report")
    number = open_token(page, "Seen through")
    page.goto(f"/profile/tokens/{number}/sees")
    contacts = page.locator("#set-Contacts")
    contacts.evaluate("details => { details.open = true; }")
    expect(contacts).to_contain_text("Hidden from it")
    expect(contacts).to_contain_text("E-mail")
    email = server.get("/Contacts?$top=1&$select=Email").json()["value"][0].get("Email")
    if email:
        assert email not in page.content()


@pytest.mark.parametrize("width, theme", [("1280", "light"), ("1280", "dark"), ("390", "light"), ("390", "dark")])
def test_the_pages_about_a_token_are_clean(admin, width, theme):
    page = admin(width=width, theme=theme)
    name = f"Looked at {width} {theme}"
    create(page, name)
    number = open_token(page, name)
    wrong = []
    for path in ["", "/rotate", "/pause", "/edit", "/extend", "/narrow", "/revoke", "/sees", "/test"]:
        answer = page.goto(f"/profile/tokens/{number}{path}")
        wrong += [f"{path}: {answer.status}"] if answer.status != 200 else []
        wrong += [f"{path}: {line}" for line in violations(page) + overflow(page)]
    page.goto("/help/connect")
    wrong += [f"help: {line}" for line in violations(page) + overflow(page)]
    assert wrong == []
