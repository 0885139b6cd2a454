#!/usr/bin/env python3
"""Measures the release program over HTTP, beside sqlite3 and nginx on the same machine, and writes Docs/benchmarks.md.

Called by script/bench, which builds the program and installs wrk, nginx and sqlite3. Standard library only.
  bench.py [--rows 1000000] [--seconds 10] [--keep DIR] [--report FILE]
"""
import argparse
import datetime
import http.client
import json
import os
import pathlib
import platform
import re
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

import grow

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / ".build" / "release" / "tessera"
CHECK = ROOT / ".build" / "release" / "token-check"
PARSE = ROOT / ".build" / "release" / "parse-check"
# The machine's speed changes from second to second with what its neighbours do; disturbances only ever slow a window down,
# so the best of several is nearest to the program.
WINDOWS = 8
COLUMNS = ["OpportunityId", "Name", "CompanyId", "ContactId", "OwnerId", "OpportunityStageId", "State", "Probability", "Value",
           "CurrencyCode", "BaseValue", "EstimatedClose", "Created", "LastUpdatedTimestamp", "ChangeSeq"]


class Server:
    """The program under measurement."""

    def __init__(self, data, *options, **settings):
        self.connection_file = data.parent / "connection.json"
        self.connection_file.unlink(missing_ok=True)
        self.log = open(data.parent / "server.log", "ab")
        environment = {**os.environ, "TESSERA_LOG_LEVEL": "warning", **settings}
        self.process = subprocess.Popen([PROGRAM, "demo", "--data", data, "--port", "0", "--connection-file", self.connection_file,
                                         *options], stdout=self.log, stderr=self.log, env=environment)
        end = time.monotonic() + 300
        while not self.connection_file.exists() or not self.connection_file.read_text().strip().endswith("}"):
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit(f"bench: the server did not start; see {self.log.name}")
            time.sleep(0.05)
        facts = json.loads(self.connection_file.read_text())
        self.odata, self.token = facts["odata"].rstrip("/"), facts["token"]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, name):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"^{name}:\s+(\d+)", text, re.M).group(1)) / 1024

    def reset_peak(self):
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def path(self, path):
        """The path of an address below the service, for programs that have the host already."""
        return urllib.parse.urlsplit(self.odata).path + path

    def host(self):
        parts = urllib.parse.urlsplit(self.odata)
        return f"{parts.scheme}://{parts.netloc}"

    def get(self, path_or_url):
        url = path_or_url if path_or_url.startswith("http") else self.odata + path_or_url
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=600) as answer:
            return answer.read()


def next_link(server, body):
    """The address of the next page, read off the end of a body without decoding the rest."""
    match = re.search(rb'"@odata.nextLink":("[^"]+")', body[-4000:])
    return urllib.parse.urljoin(server.odata + "/", json.loads(match.group(1))) if match else None


def pages_of(server, url, *wishes):
    """Follows the links once, which also warms the caches of both sides."""
    links, file = [], server.connection_file.with_name("page.json")
    while url:
        links.append(url)
        subprocess.run(["curl", "-sS", "--fail", "-o", file, "-H", f"Authorization: Bearer {server.token}", *wishes, url],
                       check=True)
        with open(file, "rb") as body:
            body.seek(max(0, file.stat().st_size - 4000))
            url = next_link(server, body.read())
    file.unlink()
    return links


def download(server, links, *wishes):
    """Fetches the pages one after the other over one connection to nowhere; gives the bytes."""
    targets = [part for link in links for part in ("-o", "/dev/null", link)]
    done = subprocess.run(["curl", "-sS", "--fail", "-w", "%{size_download}\\n", "-H", f"Authorization: Bearer {server.token}",
                           *wishes, *targets], capture_output=True, text=True, check=True)
    return sum(map(int, done.stdout.split()))


def shell_export(database, columns):
    """Seconds that the sqlite3 shell takes to write the same rows as JSON to nowhere; best of two."""
    sql = f"SELECT {','.join(columns)} FROM {grow.TABLE} WHERE StatusFlag = 'A'"
    seconds = []
    for _ in range(2):
        started = time.monotonic()
        with open(os.devnull, "wb") as nowhere:
            subprocess.run(["sqlite3", "-json", "-readonly", database, sql], stdout=nowhere, check=True)
        seconds.append(time.monotonic() - started)
    return min(seconds)


def export(server, database, rows):
    """(a) Every row over HTTP, in one answer and by links at the usual settings, beside sqlite3 -json in between."""
    columns = stored_columns(database)
    url = f"{server.odata}/Opportunities?$select={','.join(columns)}"
    server.get(f"/Opportunities?$select={','.join(columns)}&$top=1")
    before = server.memory("VmRSS")
    server.reset_peak()
    whole = ("-H", f"Prefer: odata.maxpagesize={rows}")
    results = []
    ways = [("(a) export, one answer", whole, 2.5), ("(a) export by links", (), 1.8)]
    count = int(server.get("/Opportunities/$count"))
    for name, wishes, wanted in ways:
        links = pages_of(server, url, *wishes)
        beside, runs = [], []
        for _ in range(3):
            beside.append(shell_export(database, columns))
            cpu, started = server.cpu_seconds(), time.monotonic()
            size = download(server, links, *wishes)
            runs.append((time.monotonic() - started, server.cpu_seconds() - cpu))
        seconds, cpu = sorted(runs)[1]
        shell = statistics.median(beside)
        results.append((name, f"{count:,} rows × {len(columns)} columns, {size / 1e6:.0f} MB in {len(links)} answer(s)",
                        f"{count / seconds:,.0f} rows/s, server CPU {cpu / count * 1e6:.2f} µs a row",
                        f"`sqlite3 -json`: {count / shell:,.0f} rows/s", f"≥ {wanted} ×", f"{shell / seconds:.2f} ×",
                        shell / seconds >= wanted))
    grown = server.memory("VmHWM") - before
    results.append(("(a) memory", "peak during the exports above what was held before them", f"{grown:.0f} MB", "", "< 64 MB",
                    f"{grown:.0f} MB", grown < 64))
    return results


def stored_columns(database):
    """Those of COLUMNS that the table stores; each property's column bears its name."""
    stored = set(grow.columns(database))
    names = [name for name in COLUMNS if name in stored]
    if len(names) < len(COLUMNS):
        sys.exit(f"bench: only {len(names)} of the columns are stored: {stored}")
    return names


def wrk(url, seconds, connections, *options, environment=None, allowed=0):
    """Requests a second, p99 in ms, CPU-independent count and failed answers under one thread."""
    text = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *options, url], capture_output=True,
                          text=True, check=True, env={**os.environ, **(environment or {})}).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
    total = int(re.search(r"(\d+) requests in", text).group(1))
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    if failed and not allowed:
        sys.exit(f"bench: {failed.group(1)} answers of {url} failed")
    return rate, float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit], total


def costed(server, seconds, connections, *options, environment=None, url=None, allowed=0):
    """The same with the server's CPU time for each request in µs."""
    cpu = server.cpu_seconds()
    rate, p99, total = wrk(url or server.host(), seconds, connections, *options, environment=environment, allowed=allowed)
    return rate, p99, (server.cpu_seconds() - cpu) / total * 1e6


def first_page(server, database, seconds, work):
    """(b) The first 100 rows of one owner, always the same or a random one, beside nginx with the bytes of one such page."""
    columns = stored_columns(database)
    owners = grow.owners(database)
    query = f"/Opportunities?$filter=OwnerId%20eq%20OWNER&$top=100&$select={','.join(columns)}"
    body = server.get(query.replace("OWNER", str(owners[0])))
    rows = len(json.loads(body)["value"])
    results = []
    with Nginx(work, body) as nginx:
        for whose, connections, least, most in ((owners[:1], 16, 5000, 350), (owners, 16, None, None), (owners, 64, 7000, 250)):
            environment = {"BENCH_TOKEN": server.token, "BENCH_PATH": server.path(query), "BENCH_OWNERS": ",".join(map(str, whose))}
            options = ("-s", str(ROOT / "Benchmarks" / "pages.lua"))
            costed(server, 2, connections, *options, environment=environment)
            ours, beside = [], []
            for _ in range(WINDOWS):
                ours.append(costed(server, seconds, connections, *options, environment=environment))
                beside.append(wrk(nginx.url, 1, connections))
            rate, p99, micros = max(ours)
            usual = statistics.median(window[0] for window in ours)
            name = "one owner" if len(whose) == 1 else f"one of {len(whose)} owners"
            results += [
                (f"(b) first page of {name}, {connections} connections",
                 f"{rows} rows × {len(columns)} columns, {len(body) / 1000:.1f} kB, `wrk -t1 -c{connections}`",
                 f"{rate:,.0f} requests/s, p99 {p99:.1f} ms (median window {usual:,.0f}/s)",
                 f"nginx, such bytes from disk: {max(beside)[0]:,.0f}/s, p99 {max(beside)[1]:.1f} ms",
                 f"≥ {least:,}/s" if least else "–", f"{rate:,.0f}/s", not least or rate >= least),
                (f"(b) CPU of {name}, {connections} connections", "server time for each request of that window", f"{micros:.0f} µs",
                 "", f"≤ {most} µs" if most else "–", f"{micros:.0f} µs", not most or micros <= most),
            ]
    return results


class Nginx:
    """Serves the same bytes from disk with nginx on a free port."""

    def __init__(self, work, body):
        folder = work / "nginx"
        folder.mkdir(exist_ok=True)
        (folder / "page.json").write_bytes(body)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/page.json"
        (folder / "nginx.conf").write_text(
            f"worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
            f"events {{}} http {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder};\n"
            f"fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};\n"
            f"server {{ listen 127.0.0.1:{port}; location / {{ root {folder}; }} }} }}\n")
        os.chmod(folder, 0o755)
        os.chmod(work, 0o755)
        self.command = [shutil.which("nginx") or "/usr/sbin/nginx", "-c", folder / "nginx.conf", "-p", folder]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 10
        while True:
            try:
                urllib.request.urlopen(self.url, timeout=2).read()
                return self
            except OSError:
                if time.monotonic() > end:
                    self.__exit__()
                    sys.exit("bench: nginx did not start")
                time.sleep(0.1)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=10)


def deep_pages(server, number, size):
    """(c) Page 1 against a page far down, both by their links, in turns."""
    parts = urllib.parse.urlsplit(server.odata)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    headers = {"Authorization": f"Bearer {server.token}", "Prefer": f"odata.maxpagesize={size}"}

    def fetch(url):
        started = time.perf_counter()
        split = urllib.parse.urlsplit(url)
        connection.request("GET", split.path + "?" + split.query, headers=headers)
        body = connection.getresponse().read()
        return time.perf_counter() - started, body

    first = f"{server.odata}/Opportunities?$select=OpportunityId,Name,BaseValue,OwnerId"
    url, page, deep = first, 1, first
    while page < number:
        _, body = fetch(url)
        url = next_link(server, body)
        if url is None:
            break
        page, deep = page + 1, url
    pairs = [(fetch(first)[0], fetch(deep)[0]) for _ in range(400)][50:]
    one, far = (statistics.median(column) * 1000 for column in zip(*pairs))
    return [("(c) deep page", f"page 1 against page {page:,} of {size} rows", f"{one:.2f} ms, {far:.2f} ms", "", "ratio < 1.2",
             f"{far / one:.2f}", far / one < 1.2)]


def token_check(server, data, seconds):
    """(d) The check alone, within one thread; and what it adds to a request over HTTP, with its visit to the database."""
    command = [CHECK, data, "100000"]
    runs = [float(subprocess.run(command, env={**os.environ, "BENCH_TOKEN": server.token}, capture_output=True, text=True,
                                 check=True).stdout) for _ in range(3)]
    url = server.odata + "/"
    version = ("-H", "OData-MaxVersion: 3.0")
    token = ("-H", f"Authorization: Bearer {server.token}")
    pairs = [(costed(server, seconds, 16, *version, *token, url=url, allowed=1)[2],
              costed(server, seconds, 16, *version, url=url, allowed=1)[2]) for _ in range(3)]
    whole, without = (min(column) for column in zip(*pairs))
    return [
        ("(d) token check", "CPU of header, credential row, digest, policy, grant, quota and note of use, 100,000 times",
         ", ".join(f"{run:.1f} µs" for run in runs), "", "< 20 µs", f"{statistics.median(runs):.1f} µs",
         statistics.median(runs) < 20),
        ("(d) over HTTP", "CPU of a request that is refused just behind the check, less one that has no token",
         f"{whole:.0f} µs − {without:.0f} µs", "", "–", f"{whole - without:.0f} µs", True),
    ]


def parsing():
    """(g) Parsing, binding and planning, within one thread; the ratio of each doubling shows that nothing is quadratic."""
    found = json.loads(subprocess.run([PARSE], capture_output=True, text=True, check=True).stdout)
    rows = [
        ("(g) typical BI query", "parse and bind: ten columns, a range of times, order, `$count`", "", "", "< 25 µs",
         f"{found['bi']:.1f} µs", found["bi"] < 25),
        ("(g) filter of 2,000 characters", "parse and bind", "", "", "< 300 µs", f"{found['filter2000']:.0f} µs",
         found["filter2000"] < 300),
    ]
    doubled = {"url": "length of `$filter`, 2,000 to 64,000 characters", "list": "members of `in`, 250 to 4,000",
               "columns": "columns of `$select` and of the set, 50 to 800", "allColumns": "columns of the set, 50 to 800",
               "expand": "depth of `$expand` to one, 1 to 8", "expandMany": "depth of `$expand` to many, 1 to 8",
               "expandWide": "breadth of `$expand` to one, 1 to 16", "expandWideMany": "breadth of `$expand` to many, 1 to 16"}
    for name, how in doubled.items():
        times = found[name]
        ratios = [after / before for before, after in zip(times, times[1:])]
        rows.append((f"(g) doubling: {how}", "parse, bind and plan", ", ".join(f"{time:,.0f} µs" for time in times), "",
                     "each < 3 ×", ", ".join(f"{ratio:.2f}" for ratio in ratios), max(ratios) < 3))
    times = found["written"]
    ratios = [after / before for before, after in zip(times, times[1:])]
    rows.append(("(g) doubling: selected columns of a row, 25 to 400", "read and write one row of 200",
                 ", ".join(f"{time:,.1f} µs" for time in times), "", "each < 3 ×",
                 ", ".join(f"{ratio:.2f}" for ratio in ratios), max(ratios) < 3))
    worst = found["hostile"]
    rows.append(("(g) hostile queries", f"the slowest refusal of {worst['count']}, of up to 256 KB: {worst['slowest']}", "", "",
                 "< 100 ms", f"{worst['micros'] / 1000:.1f} ms", worst["micros"] < 100_000))
    return rows


def beside_sql(server, database, name, how, path, sql, most, runs):
    """One request over a kept connection against the statement that one would write by hand, in turns; medians."""
    shell = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    parts = urllib.parse.urlsplit(server.odata)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)
    ours, beside = [], []
    try:
        for _ in range(runs + 1):
            started = time.perf_counter()
            connection.request("GET", server.path(path), headers={"Authorization": f"Bearer {server.token}"})
            answer = connection.getresponse()
            body = answer.read()
            ours.append(time.perf_counter() - started)
            if answer.status != 200:
                sys.exit(f"bench: {path}: {answer.status} {body[:300]!r}")
            if answer.will_close:
                connection.close()
            started = time.perf_counter()
            shell.execute(sql).fetchall()
            beside.append(time.perf_counter() - started)
    finally:
        connection.close()
        shell.close()
    one, other = (statistics.median(column[1:]) * 1000 for column in (ours, beside))
    return (name, how, f"{one:,.2f} ms, {len(body) / 1000:.1f} kB", f"SQL by hand: {other:,.2f} ms", f"≤ {most} ×",
            f"{one / other:.2f} ×", one / other <= most)


def expanded(server, database):
    """(e) Rows with related rows, beside a statement with joins that writes JSON."""
    start = grow.add_lines(database)
    own, lines = ["OpportunityId", "Name", "BaseValue", "OwnerId"], ["OpportunityLineId", "ProductId", "Quantity", "UnitPrice", "Description"]
    json_object = lambda alias, names: "json_object(" + ",".join(f"'{name}',{alias}.{name}" for name in names)
    sql = (f"SELECT json_group_array({json_object('o', own)},'{grow.LINES}',(SELECT json_group_array({json_object('l', lines)})) "
           f"FROM {grow.LINES} l WHERE l.OpportunityId = o.OpportunityId AND l.StatusFlag = 'A'))) FROM (SELECT * FROM {grow.TABLE} "
           f"WHERE StatusFlag = 'A' AND OpportunityId > {start} ORDER BY OpportunityId LIMIT 100) o")
    path = (f"/Opportunities?$filter=OpportunityId%20gt%20{start}&$top=100&$select={','.join(own)}"
            f"&$expand={grow.LINES}($select={','.join(lines)})")
    return [beside_sql(server, database, "(e) `$expand`", f"100 rows × {grow.CHILDREN} related rows", path, sql, 2, 60)]


def aggregated(server, database):
    """(f) `$apply` over every row, beside the same by hand."""
    table = f"FROM {grow.TABLE} o WHERE o.StatusFlag = 'A'"
    cases = [
        ("(f) `groupby` of a reference, sum", "groupby((OpportunityStageId),aggregate(Probability%20with%20sum%20as%20Total))",
         f"SELECT OpportunityStageId, sum(Probability) {table} GROUP BY 1"),
        ("(f) `groupby` of a reference, count", "groupby((OwnerId),aggregate($count%20as%20Number))",
         f"SELECT OwnerId, count(*) {table} GROUP BY 1"),
        ("(f) `groupby` over a navigation", "groupby((Owner/FullName),aggregate(Probability%20with%20sum%20as%20Total))",
         f"SELECT u.FullName, sum(o.Probability) FROM {grow.TABLE} o LEFT JOIN Users u ON u.UserId = o.OwnerId "
         "WHERE o.StatusFlag = 'A' GROUP BY 1"),
    ]
    return [beside_sql(server, database, name, "all opportunities", f"/Opportunities?$apply={apply}", sql, 1.1, 5)
            for name, apply, sql in cases]


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} cores"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="opportunities in the database (default 1,000,000)")
    parser.add_argument("--seconds", type=int, default=3, help="length of each window of wrk (default 3)")
    parser.add_argument("--keep", type=pathlib.Path, help="folder for the database; kept, and used again when it is there")
    parser.add_argument("--report", type=pathlib.Path, help="where the table goes (default: standard output)")
    parser.add_argument("--only", default="abcdefg", help="which of the measurements, by their letters (default abcdefg)")
    options = parser.parse_args()
    work = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="tessera-bench-"))
    work.mkdir(parents=True, exist_ok=True)
    data = work / "data"
    try:
        if not data.exists():
            Server(data).stop()
        database = next(data.rglob("*.sqlite"))
        have = grow.grow(database, options.rows)
        print(f"bench: {have:,} opportunities", file=sys.stderr)
        server = Server(data, TESSERA_ODATA_MAX_PAGE_ROWS=str(min(options.rows, 1_000_000)))
        results = []
        try:
            if "a" in options.only:
                results += export(server, database, options.rows)
            if "b" in options.only:
                results += first_page(server, database, options.seconds, work)
            if "c" in options.only:
                results += deep_pages(server, min(5000, have // 200), 200)
            if "d" in options.only:
                results += token_check(server, data, options.seconds)
            if "e" in options.only:
                results += expanded(server, database)
            if "f" in options.only:
                results += aggregated(server, database)
            if "g" in options.only:
                results += parsing()
        finally:
            server.stop()
    finally:
        if not options.keep:
            shutil.rmtree(work, ignore_errors=True)
    write(results, options.report)
    return 0 if all(result[-1] for result in results) else 1


def write(results, report):
    lines = ["| What | How | Measured | Beside it | Wanted | Result |", "|---|---|---|---|---|---|"]
    for name, how, measured, beside, wanted, result, passed in results:
        mark = "" if wanted == "–" else " ✓" if passed else " ✗"
        lines.append(f"| {name} | {how} | {measured} | {beside or '–'} | {wanted} | {result}{mark} |")
    stamp = f"{datetime.date.today()} · {machine()}"
    text = "\n".join(lines) + "\n"
    print(f"{stamp}\n{text}")
    if report:
        head = report.read_text().split("<!-- results -->")[0] if report.exists() else "# Benchmarks\n\n"
        report.write_text(f"{head}<!-- results -->\n\n{stamp}\n\n{text}")


if __name__ == "__main__":
    sys.exit(main())
