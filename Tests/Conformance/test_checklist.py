"""The checklist in Docs/odata-conformance.md and the suite name each other."""
import pathlib
import re

from tessera_server import ROOT

HERE = pathlib.Path(__file__).parent


def test_every_row_names_tests_that_exist_and_every_test_has_a_row():
    checklist = (ROOT / "Docs" / "odata-conformance.md").read_text().split("## The checklist")[1].split("\n## ")[0]
    named = set(re.findall(r"`(test_\w+)`", checklist))
    written = {name for file in HERE.glob("test_*.py") if file != pathlib.Path(__file__)
               for name in re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)}
    assert named - written == set()
    assert written - named == set()


def test_every_must_and_should_is_met():
    checklist = (ROOT / "Docs" / "odata-conformance.md").read_text().split("## The checklist")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in checklist.splitlines() if re.match(r"\| [\d–]", line)]
    assert len(rows) > 120
    assert [row for row in rows if row[1] in ("M", "S") and row[4] != "yes"] == []
