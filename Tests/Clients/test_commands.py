"""The command line as scripts use it: exit codes, machine-readable output, one clear line for each mistake."""
import json

import pytest

from tessera_server import run


@pytest.mark.parametrize("arguments", [["nonsense"], ["serve", "--no-such-option"], ["import"], ["odata", "check-grammar"]])
def test_wrong_use_is_64(arguments):
    done = run(*arguments, check=False)
    assert done.returncode == 64
    assert "Usage" in done.stderr or "usage" in done.stderr.lower()


@pytest.mark.parametrize("command", [[], ["serve"], ["demo"], ["setup"], ["user"], ["token"], ["import"], ["migrate"], ["metadata"],
                                     ["odata"], ["odata", "check-grammar"], ["version"]])
def test_every_command_explains_itself(command):
    done = run(*command, "--help")
    assert "USAGE" in done.stdout and len(done.stdout.splitlines()) >= 3


def test_the_version_is_one_line():
    assert len(run("version").stdout.strip().splitlines()) == 1


def test_metadata_is_printed_in_both_forms():
    assert run("metadata").stdout.lstrip().startswith("<?xml")
    assert "$Version" in json.loads(run("metadata", "--format", "json").stdout)


def test_the_grammar_cases_are_all_right(shared):
    done = run("odata", "check-grammar", shared("odata/abnf/cases.json"), check=False)
    last = done.stdout.strip().splitlines()[-1]
    right, total = last.removesuffix(" right").split(" of ")
    assert right == total and int(total) > 500 and done.returncode == 0, done.stdout[-2000:]


def test_a_wrong_grammar_case_is_named_and_counts(tmp_path, shared):
    shape = json.loads(shared("odata/abnf/cases.json").read_text())
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(flip_first(shape)))
    done = run("odata", "check-grammar", file, check=False)
    assert done.returncode == 1
    right, total = done.stdout.strip().splitlines()[-1].removesuffix(" right").split(" of ")
    assert int(right) == int(total) - 1


@pytest.mark.parametrize("content", ["", "{", "[1,2]", "\x00\x01"])
def test_a_file_that_holds_no_cases_is_65(tmp_path, content):
    file = tmp_path / "cases.json"
    file.write_text(content)
    assert run("odata", "check-grammar", file, check=False).returncode == 65


def test_a_port_in_use_is_69(server, tmp_path):
    port = server.url.rsplit(":", 1)[1]
    done = run("serve", "--data", server.data.parent / "second", "--port", port, check=False, timeout=60)
    assert done.returncode == 69
    assert port in done.stderr and len(done.stderr.strip().splitlines()) <= 5


@pytest.mark.parametrize("name, value", [("TESSERA_HTTP_PORT", "eighty"), ("TESSERA_LOG_LEVEL", "loud"), ("TESSERA_NO_SUCH", "1")])
def test_a_wrong_setting_stops_the_start_with_one_line_that_names_it(tmp_path, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    done = run("serve", "--data", tmp_path / "data", check=False, timeout=60)
    assert done.returncode == 64
    assert name in done.stderr or name.removeprefix("TESSERA_").lower().replace("_", ".") in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def flip_first(document):
    """The same cases with the first verdict turned round."""
    first = document["cases"][0]
    first["valid"] = not first["valid"]
    first.pop("failAt", None)
    return document
