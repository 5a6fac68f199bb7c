"""Prints the ten slowest library tests.

usage: slowest_tests.py FOLDER ...

Each FOLDER contains reports of Maven's surefire plugin; missing folders are ignored.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree

N_SLOWEST = 10


def main(folders: list[str]) -> None:
    tests = [
        (float(test.get("time", "0").replace(",", "")), f"{test.get('classname')}.{test.get('name')}")
        for folder in folders
        for report in Path(folder).glob("TEST-*.xml")
        for test in ElementTree.parse(report).iter("testcase")
    ]
    print(f"Slowest of {len(tests)} library tests")
    for seconds, name in sorted(tests, reverse=True)[:N_SLOWEST]:
        print(f"{seconds:8.2f} s  {name}")


if __name__ == "__main__":
    main(sys.argv[1:])
