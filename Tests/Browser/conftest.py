"""Chromium, sizes, themes and people for the browser tests."""
import os
import pathlib
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from checks import sign_in

SCREENSHOTS = pathlib.Path(__file__).resolve().parent.parent.parent / "Docs" / "screenshots"
WIDTHS = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
# What a picture shows in place of a secret: the form of a token with a wrong checksum.
PICTURE_TOKEN = "tsr_pat_EXAMPLE0TOKE_ThisIsOnlyAPictureOfATokenAndNeverWorks0000000000"

# Long enough for a debug build on a busy machine; nothing waits this long when it works.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "no chromium; script/setup --test installs it"
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*options, "--font-render-hinting=none"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, server):
    """Makes pages: open_page(width="390", theme="dark", script=False, state=…). Closes them after the test."""
    contexts = []

    def make(width="1280", theme="light", script=True, state=None, **more):
        viewport = WIDTHS[width] if width in WIDTHS else {"width": int(width), "height": 800}
        context = chromium.new_context(base_url=server.url, viewport=viewport, color_scheme=theme, java_script_enabled=script,
                                       storage_state=state, locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce", **more)
        context.set_default_timeout(PATIENCE)
        context.set_default_navigation_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(f"script: {error}"))
        page.on("console", lambda line: page.problems.append(f"console: {line.text}") if line.type == "error" else None)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def admin_state(chromium, server):
    """Cookies of a signed-in administrator, so that not every test pays for the slow hash."""
    context = chromium.new_context(base_url=server.url)
    page = context.new_page()
    sign_in(page, server.email, server.password)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def admin(open_page, admin_state):
    """Makes pages of the administrator."""
    return lambda **options: open_page(state=admin_state, **options)


@pytest.fixture
def seller(server):
    """User name and password of a sales rep, who may not have tokens."""
    return server.connection["userEmail"], server.connection["userPassword"]


@pytest.fixture
def picture():
    """Keeps a screenshot for the documents when TESSERA_SCREENSHOTS is set; secrets are replaced before."""
    def take(page, name):
        if os.environ.get("TESSERA_SCREENSHOTS") != "1":
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for field in page.locator("input[data-secret]").all():
            field.evaluate("(element, text) => { element.value = text; }", PICTURE_TOKEN)
        theme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
        page.screenshot(path=SCREENSHOTS / f"{name}-{page.viewport_size['width']}-{theme}.png")
    return take
