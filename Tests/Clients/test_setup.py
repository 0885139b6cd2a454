"""The first run of a fresh server, over HTTP alone."""
import re

import pytest
import requests

from tessera_server import Server

PERSON = {"forename": "Ada", "surname": "Lovelace", "email": "ada@example.com", "user-name": "ada",
          "password": "three quiet otters swim", "organisation": "Analytical Engines", "currency": "GBP",
          "time-zone": "Europe/London", "demo": "none"}
LINK = re.compile(r"(http://[^\s]+)(/setup\?key=[^\s]+)")


class FreshServer(Server):
    """A server without any data."""

    def start(self):
        self._spawn("serve", "--data", self.data, "--port", "0")
        self._wait(lambda: LINK.search(self.tail(100)))
        url, self.link = LINK.search(self.tail(100)).groups()
        self.connection = {"url": url}
        return self


@pytest.fixture
def fresh(tmp_path):
    running = FreshServer(tmp_path / "data").start()
    yield running
    running.stop()


def submit(fresh, **changes):
    """Sends the form as a browser would; gives the browser and the answer."""
    browser = requests.Session()
    page = browser.get(fresh.url + fresh.link, timeout=60)
    assert page.status_code == 200
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    answer = browser.post(fresh.url + "/setup", data={**hidden, **PERSON, **changes}, timeout=600, allow_redirects=False,
                          headers={"Origin": fresh.url})
    return browser, answer


def test_an_empty_crm_has_what_an_opportunity_needs(fresh):
    browser, answer = submit(fresh)
    assert answer.status_code == 303, answer.text
    assert browser.get(fresh.url + "/", timeout=60).status_code == 200
    assert fresh.sql("SELECT count(*) FROM Companies") == [(0,)]
    assert fresh.sql("SELECT count(*) FROM Pipelines")[0][0] >= 1
    assert fresh.sql("SELECT count(*) FROM OpportunityStages")[0][0] >= 5
    assert requests.get(fresh.url + fresh.link, timeout=60).status_code == 404, "set-up must be closed"


def test_demo_data_comes_with_the_administrator(fresh):
    browser, answer = submit(fresh, demo="s")
    assert answer.status_code == 303, answer.text
    assert fresh.sql("SELECT count(*) FROM Companies")[0][0] > 50
    assert "Companies" in browser.get(fresh.url + "/companies", timeout=60).text
    assert fresh.sql("SELECT count(*) FROM Users WHERE UserName = 'ada'") == [(1,)]


@pytest.mark.parametrize("changes, sentence", [
    ({"demo": "s", "currency": "EUR"}, "The amounts of the demo data are in GBP"),
    ({"demo": "s", "password": "short"}, "take 12 or more"),
    ({"organisation": ""}, "Fill this in."),
])
def test_a_refused_form_keeps_what_was_typed_and_stores_nothing(fresh, changes, sentence):
    _, answer = submit(fresh, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Lovelace"' in answer.text
    assert fresh.sql("SELECT count(*) FROM Users") == [(0,)]
    assert fresh.sql("SELECT count(*) FROM Companies") == [(0,)]
    _, again = submit(fresh)
    assert again.status_code == 303
