"""Steps and checks that several browser tests share."""
import re

from axe_playwright_python.sync_playwright import Axe


def sign_in(page, email, password):
    page.goto("/login")
    page.get_by_label(re.compile("e-mail|user name", re.I)).fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/login" not in url)


def violations(page, contrast=True):
    """Runs axe; gives one line per violation with the first places. The contrast of colours takes most of its time."""
    results = Axe().run(page, options={"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": contrast}}})
    return [f"{v['id']} ({v['impact']}): " + "; ".join(n["html"][:160] for n in v["nodes"][:3])
            for v in results.response["violations"]]


def overflow(page):
    """Names elements that make the page scroll sideways, regions that may scroll by themselves left out."""
    return page.evaluate("""() => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width + 1) return [];
      const scrolls = e => { for (let p = e; p; p = p.parentElement) {
        const o = getComputedStyle(p).overflowX; if ((o === 'auto' || o === 'scroll') && p !== document.documentElement && p !== document.body) return true; }
        return false; };
      return [...document.querySelectorAll('body *')].filter(e => !scrolls(e) && e.getBoundingClientRect().right > width + 1)
        .slice(0, 5).map(e => e.outerHTML.slice(0, 140));
    }""")
