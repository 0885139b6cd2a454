"""Grows the opportunities of a demo database by copying rows inside it, so that a million are there in a minute.

Only rows are added; schema, indexes and everything else stay as the program made them. The copies belong to two hundred
owners in turn, so that a page of one owner's rows is scattered over the table. They are not in the search index.
"""
import re
import sqlite3

TABLE = "Opportunities"
OWNERS = 200
LINES = "OpportunityLines"
# The opportunities that get lines, and how many each.
PARENTS, CHILDREN = 2_000, 10
GROWN = "a line like the others"


def columns(database):
    """Names of the stored columns, generated ones among them."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return [row[1] for row in connection.execute(f'PRAGMA table_xinfo("{TABLE}")')]
    finally:
        connection.close()


def owners(database):
    """The users that have at least a page of opportunities."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        text = f"SELECT OwnerId FROM {TABLE} WHERE StatusFlag = 'A' GROUP BY OwnerId HAVING count(*) > 100"
        return [row[0] for row in connection.execute(text)]
    finally:
        connection.close()


def grow(database, wanted):
    """Copies rows until there are as many as wanted; gives the number of rows."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -500000")
    count = lambda table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
    try:
        while (have := count("Users")) < OWNERS:
            insert(connection, "Users", min(have, OWNERS - have), {})
        # A prime that does not divide the number of owners, so that neighbours have different ones.
        owner = f'(SELECT min(UserId) FROM Users) + ("OpportunityId" * 7919 + {{offset}}) % {OWNERS}'
        while (have := count(TABLE)) < wanted:
            insert(connection, TABLE, min(have, wanted - have), {"OwnerId": owner})
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return count(TABLE)
    finally:
        connection.close()


def add_lines(database):
    """Gives PARENTS opportunities CHILDREN lines each, copies of one line; gives the key behind which these begin."""
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        grown = connection.execute(f"SELECT min(OpportunityId) - 1 FROM {LINES} WHERE Description = '{GROWN}'").fetchone()[0]
        start = grown or connection.execute(f"SELECT max(OpportunityId) FROM {LINES}").fetchone()[0]
        if grown is None:
            info = [row[1] for row in connection.execute(f'PRAGMA table_xinfo("{LINES}")') if row[6] == 0]
            key, sequence = connection.execute(f"SELECT max({info[0]}), max(ChangeSeq) FROM {LINES}").fetchone()
            number = f"p.OpportunityId * {CHILDREN} + c.value"
            values = {info[0]: f"{key} + {number}", "ChangeSeq": f"{sequence} + {number}", "OpportunityId": "p.OpportunityId",
                      "AlternateReference": "NULL", "Description": f"'{GROWN}'"}
            names = ",".join(f'"{name}"' for name in info)
            text = ",".join(values.get(name, f'l."{name}"') for name in info)
            connection.execute(
                f"INSERT INTO {LINES} ({names}) SELECT {text} FROM (SELECT OpportunityId FROM {TABLE} WHERE OpportunityId > {start} "
                f"AND StatusFlag = 'A' ORDER BY 1 LIMIT {PARENTS}) p, "
                f"json_each('{list(range(1, CHILDREN + 1))}') c, (SELECT * FROM {LINES} WHERE StatusFlag = 'A' LIMIT 1) l")
        return start
    finally:
        connection.close()


def insert(connection, table, rows, values_of):
    """Adds copies of the first rows; keys and whatever must be unique are moved out of the way."""
    info = [row for row in connection.execute(f'PRAGMA table_xinfo("{table}")') if row[6] == 0]
    key = next(row[1] for row in info if row[5] == 1)
    offset = connection.execute(f'SELECT max("{key}") FROM "{table}"').fetchone()[0]
    unique = {key}
    for index in connection.execute(f'PRAGMA index_list("{table}")').fetchall():
        if index[2]:
            unique |= {row[2] for row in connection.execute(f'PRAGMA index_info("{index[1]}")') if row[2]}
    values = []
    for _, name, kind, *_ in info:
        if name in values_of:
            values.append(values_of[name].format(offset=offset))
        elif name not in unique:
            values.append(f'"{name}"')
        elif "INT" in kind.upper():
            values.append(f'"{name}" + {offset}')
        else:
            values.append(f'"{name}" || \'-{offset}\'')
    names = ",".join(f'"{row[1]}"' for row in info)
    text = f'INSERT INTO "{table}" ({names}) SELECT {",".join(values)} FROM "{table}" ORDER BY "{key}" LIMIT {rows}'
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(text)
            connection.execute("COMMIT")
            return
        except sqlite3.OperationalError as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            missing = re.search(r"(?:no such|unknown) function: (\w+)", str(error))
            if not missing:
                raise
            # An index over a function of the program: any function that gives one text for another serves here.
            connection.create_function(missing.group(1), -1, lambda value, *_: value.lower() if isinstance(value, str) else value,
                                       deterministic=True)
