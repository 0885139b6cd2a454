"""How tests call the importer, and files for it."""
import csv
import json

# Companies by their old key; every other column of the set has a default.
MAPPING = {"entitySet": "Companies"}


def import_command(data, set_name, file, mapping):
    """The command that imports a file; a mapping given as a value is written beside the file."""
    path = file.with_suffix(".mapping.json")
    path.write_text(json.dumps(mapping))
    return ["import", "--data", data, "--mapping", path, file]


def write_companies(path, count):
    with open(path, "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["AlternateReference", "Name", "City"])
        writer.writerows([f"BULK-{n}", f"Bulk company {n}", "Leeds"] for n in range(count))
    return path
