"""`python -m tests.fuzz FORMAT --files 1000`: see `tests.fuzz`."""

import argparse
import resource
import sys
import traceback
from collections import Counter

from tests.fuzz import MUTATIONS, formats, judge


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("formats", metavar="FORMAT", nargs="*", help="all, if none is given")
    parser.add_argument("--files", type=int, default=1000, help="how many of each format")
    options = parser.parse_args()
    names = ", ".join(mutation.__name__ for mutation in MUTATIONS)
    print(f"{options.files:,} files of each format: {names}; some with the name of another.")
    failed = 0
    for kind in options.formats or formats():
        failed += _try(kind, options.files)
    return 1 if failed else 0


def _try(kind: str, files: int) -> int:
    """Judge many files of a format; how many failed."""
    outcomes, failed = [], 0
    for number in range(files):
        try:
            outcomes.append(judge(kind, number))
        except Exception:
            failed += 1
            print(f"{kind} {number} failed:", file=sys.stderr)
            traceback.print_exc()
    counts = Counter(f"{one.verdict} {one.detail}" if one.verdict == "read" else one.verdict
                     for one in outcomes)  # fmt: skip
    slowest = max((one.seconds for one in outcomes), default=0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    what = ", ".join(f"{count:,} {words}" for words, count in counts.most_common())
    print(f"{kind}: {what}, {failed:,} failed; slowest {slowest:.2f} s, at most {memory} MB.")
    return failed


if __name__ == "__main__":
    sys.exit(main())
