#!/usr/bin/python3
"""What `make coverage` prints: which lines and branches the tests reach, by folder.

Usage: coverage.py FILE FOLDER..., where FILE is what `gcovr --json` wrote. Lines that are
compiled several times, such as those of the levels of the processor, count once: gcovr has
merged them. Fails when core/ misses its bars, or when one of its errors is never returned."""
import json
import re
import sys
from pathlib import Path

LINES, BRANCHES = 98, 93  # percent of core/
ERROR = re.compile(r"\bPRIM_ERROR_\w+")


def counted(branches):
    return [branch["count"] > 0 for branch in branches if not branch.get("gcovr/excluded")]


def percent(hits):
    return 100 * sum(hits) / len(hits) if hits else 100


def show(name, lines, branches):
    print(f"{name:24} {percent(lines):6.2f} % of {len(lines):5} lines"
          f"   {percent(branches):6.2f} % of {len(branches):5} branches")


def read(path):
    """{file: {number: (reached, [branch taken, ...])}}"""
    files = {}
    for file in json.loads(Path(path).read_text())["files"]:
        files[file["file"]] = {
            line["line_number"]: (line["count"] > 0, counted(line["branches"]))
            for line in file["lines"]
            if not line.get("gcovr/noncode")
        }
    return files


def of(files):
    lines = [reached for file in files for reached, _ in file.values()]
    return lines, [taken for file in files for _, branches in file.values() for taken in branches]


def missing_errors(files):
    """Where core/ can return an error, or else not, and no test made it."""
    for name, lines in sorted(files.items()):
        for number, text in enumerate(Path(name).read_text().splitlines(), 1):
            if not ERROR.search(text.split("/*")[0]):
                continue
            # A statement of several lines may be known by an earlier one alone.
            known = next((n for n in range(number, number - 3, -1) if n in lines), None)
            reached, branches = lines.get(known, (False, []))
            if not (reached and all(branches)):
                yield f"{name}:{number}: {text.strip()}"


def main(path, *folders):
    files = read(path)
    good = True
    for folder in folders:
        inside = {name: file for name, file in files.items() if name.startswith(folder + "/")}
        for name, file in sorted(inside.items()):
            show(name, *of([file]))
        lines, branches = of(inside.values())
        show(f"{folder}/, all", lines, branches)
        print()
        if folder == "core":
            good = percent(lines) >= LINES and percent(branches) >= BRANCHES
            missing = list(missing_errors({n: f for n, f in inside.items() if n.endswith(".c")}))
    for place in missing:
        print(f"never returned, or always: {place}")
    if not good:
        print(f"core/ misses {LINES} % of lines or {BRANCHES} % of branches")
    return 0 if good and not missing else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
