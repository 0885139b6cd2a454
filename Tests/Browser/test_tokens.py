"""The token story, from sign-in to revocation, as a person walks it: with and without script, wide and narrow."""
import re

import pytest
import requests
from playwright.sync_api import expect

from checks import overflow, sign_in, violations

TOKEN = re.compile(r"^tsr_pat_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$")
SECRET = re.compile(r"tsr_pat_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}")


def open_tokens(page):
    """User menu → My Profile → Tokens."""
    page.locator("summary", has_text="Profile menu").click()
    page.get_by_role("link", name="My Profile", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My Profile")
    page.get_by_role("navigation", name="My Profile").get_by_role("link", name="Tokens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tokens")


def fill_form(page, description, expiry="Never"):
    """Create Token with the scope as it comes."""
    page.get_by_role("link", name="Create Token").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Create Token")
    expect(page.get_by_label("OData API")).to_be_checked()
    page.get_by_label("Description").fill(description)
    page.get_by_role("radio", name=re.compile(f"^{expiry}")).check()
    if expiry == "Never":
        page.get_by_label("Reason for Never").fill("Nightly report of the board")


def read_token(page):
    """The secret of the reveal page."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Token created")
    token = page.get_by_label("Your token").input_value()
    assert TOKEN.match(token), "the reveal page shows no whole token"
    return token


def revoke(page, description):
    page.goto("/profile/tokens")
    row = page.get_by_role("row").filter(has_text=description)
    row.get_by_role("link", name=re.compile("^Revoke")).click()
    page.get_by_role("button", name="Revoke", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(description)
    expect(page.get_by_role("main")).to_contain_text("Revoked")


@pytest.mark.parametrize("width", ["1280", "390"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "unscripted"])
def test_the_story(open_page, server, picture, script, width):
    page = open_page(width=width, script=script)
    description = f"Sales dashboard {width} {'scripted' if script else 'plain'}"
    sign_in(page, server.email, server.password)
    open_tokens(page)
    fill_form(page, description)
    if script:
        picture(page, "token-create")
    page.get_by_role("button", name="Create", exact=True).click()
    token = read_token(page)
    assert overflow(page) == [] if script else True

    feed = server.odata + "/Opportunities?$top=5"
    for credentials in ({"auth": ("", token)}, {"headers": {"Authorization": f"Bearer {token}"}}):
        answer = requests.get(feed, timeout=30, **credentials)
        assert answer.status_code == 200, answer.text
        assert len(answer.json()["value"]) == 5

    if script:
        picture(page, "token-created")
        assert page.evaluate("document.querySelectorAll('script:not([src]), style').length") == 0
    page.get_by_label("I have stored it").check()
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tokens")
    row = page.get_by_role("row").filter(has_text=description)
    expect(row).to_contain_text(re.compile("Never"))
    expect(row).to_contain_text(token[8:20])
    assert SECRET.search(page.content()) is None
    if script:
        picture(page, "tokens")

    revoke(page, description)
    answer = requests.get(feed, auth=("", token), timeout=30)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "token.revoked"
    page.goto("/profile/tokens?show=all")
    expect(page.get_by_text(description).first).to_be_visible()
    assert page.problems == []


def test_the_secret_is_shown_exactly_once(admin):
    page = admin()
    page.goto("/profile/tokens")
    fill_form(page, "Shown once", "30 days")
    shown = []
    page.on("response", lambda answer: shown.append(answer.url) if answer.request.resource_type == "document" and
            answer.status == 200 and SECRET.search(answer.text()) else None)
    page.get_by_role("button", name="Create", exact=True).click()
    token = read_token(page)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("This token already exists")
    assert token[21:] not in page.content()
    page.goto("/profile/tokens")
    expect(page.get_by_role("row").filter(has_text="Shown once")).to_have_count(1)
    assert token[21:] not in page.content()
    page.go_back(wait_until="commit")
    assert token[21:] not in page.content()
    assert len(shown) == 1


def test_copying_says_so(admin, server):
    page = admin()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    page.goto("/profile/tokens")
    fill_form(page, "Copied by button", "30 days")
    page.get_by_role("button", name="Create", exact=True).click()
    token = read_token(page)
    page.get_by_role("button", name=re.compile("^Copy")).first.click()
    expect(page.get_by_text("Copied").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == token


@pytest.mark.parametrize("script", [True, False], ids=["script", "unscripted"])
def test_errors_keep_what_was_typed(admin, script):
    page = admin(script=script)
    page.goto("/profile/tokens/new")
    page.get_by_label("Description").fill("ab")
    page.get_by_role("radio", name=re.compile("^30 days")).check()
    page.locator("form.form, form.card").first.evaluate("form => form.noValidate = true") if script else None
    page.get_by_role("button", name="Create", exact=True).click()
    field = page.get_by_label("Description")
    expect(field).to_have_value("ab")
    if page.locator(".error").count():
        expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("heading", level=1)).to_have_text("Create Token")


def test_the_same_form_twice_makes_one_token(admin, server):
    page = admin()
    page.goto("/profile/tokens")
    fill_form(page, "Sent twice", "30 days")
    body = page.evaluate("new URLSearchParams(new FormData(document.querySelector('form[action=\"/profile/tokens\"]'))).toString()")
    send = lambda: page.request.post("/profile/tokens", data=body, headers={
        "Content-Type": "application/x-www-form-urlencoded", "Origin": server.url})
    first, second = send(), send()
    assert first.status == 200 and SECRET.search(first.text())
    assert SECRET.search(second.text()) is None
    page.goto("/profile/tokens")
    assert page.get_by_role("row").filter(has_text="Sent twice").count() == 1


def test_a_form_from_elsewhere_is_refused(admin, server):
    page = admin()
    page.goto("/profile/tokens")
    answer = page.request.post("/profile/tokens", form={"description": "Forged", "expires": "30", "scope": "odata"},
                               headers={"Origin": "https://elsewhere.example"})
    assert answer.status == 403
    page.goto("/profile/tokens")
    assert page.get_by_text("Forged").count() == 0


@pytest.mark.parametrize("script", [True, False], ids=["script", "unscripted"])
def test_a_person_who_may_not_sees_no_link_and_gets_a_page_that_says_so(open_page, seller, script):
    page = open_page(script=script)
    sign_in(page, *seller)
    page.goto("/profile")
    assert page.get_by_role("link", name="Tokens").count() == 0
    for path in ("/profile/tokens", "/profile/tokens/new"):
        answer = page.goto(path)
        assert answer.status == 403
        expect(page.get_by_role("heading", level=1)).to_have_text("Tokens are for administrators")
        expect(page.get_by_text("Administrator", exact=False).first).to_be_visible()
    if script:
        assert violations(page) == []


def test_the_way_back_after_signing_in_leads_to_the_page_wanted(open_page, server):
    page = open_page()
    page.goto("/profile/tokens")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label(re.compile("e-mail|user name", re.I)).fill(server.email)
    page.get_by_label("Password", exact=True).fill(server.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tokens")


def test_wrong_passwords_get_one_sentence(open_page, server):
    page = open_page()
    sentences = set()
    for email in (server.email, "nobody@example.com"):
        page.goto("/login")
        page.get_by_label(re.compile("e-mail|user name", re.I)).fill(email)
        page.get_by_label("Password", exact=True).fill("not the password at all")
        with page.expect_response("**/login") as answer:
            page.get_by_role("button", name="Sign in", exact=True).click()
        assert answer.value.status == 422
        sentences.add(page.get_by_role("alert").first.inner_text() if page.get_by_role("alert").count()
                      else page.locator(".errors, .summary, .error").first.inner_text())
    assert len(sentences) == 1, sentences


def test_signing_out_ends_the_session(open_page, server):
    page = open_page()
    sign_in(page, server.email, server.password)
    cookies = page.context.cookies()
    page.locator("summary", has_text="Profile menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/profile")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    session = next(c for c in cookies if "tessera" in c["name"])
    assert session["httpOnly"] and session["sameSite"] == "Lax"
    answer = requests.get(server.url + "/profile", cookies={session["name"]: session["value"]}, timeout=30, allow_redirects=False)
    assert answer.status_code == 303


def test_by_keyboard_alone(open_page, server):
    page = open_page()
    page.goto("/login")
    page.get_by_label(re.compile("e-mail|user name", re.I)).focus()
    page.keyboard.type(server.email)
    page.keyboard.press("Tab")
    page.keyboard.type(server.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)

    def press_until(name, key="Tab", limit=120):
        for _ in range(limit):
            page.keyboard.press(key)
            text = page.evaluate("(document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || '').trim()")
            if name.lower() in text.lower():
                assert page.evaluate("matchMedia('(any-hover)') && document.activeElement.matches(':focus-visible')")
                return
        raise AssertionError(f"{name} cannot be reached by {key}")

    press_until("Skip to content")
    press_until("Profile menu")
    page.keyboard.press("Enter")
    press_until("My Profile")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My Profile")
    press_until("Tokens")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tokens")
    press_until("Create Token")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Create Token")
    press_until("Description")
    page.keyboard.type("Made by keyboard")
    page.keyboard.press("Enter")
    read_token(page)
