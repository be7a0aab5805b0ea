"""`make bench`: see docs/benchmarks.md."""

import argparse
import signal
import sys
import time
from pathlib import Path

from tests.bench import measures
from tests.bench.bench import Bench, at_work
from tests.bench.exports import exports
from tests.bench.newsrooms import say
from tests.bench.soak import CLAIMS, soak

SIZES = [1_000, 20_000, 1_000_000]
QUICK = [1_000, 20_000]
MEASURES = {
    "pages": measures.flat_pages,
    "edits": measures.edits,
    "admin": measures.against_the_admin,
    "search": measures.searches,
    "editors": measures.editors_at_once,
    "queries": measures.queries,
    "blocks": measures.blocks,
    "exports": exports,
    "floor": measures.floor,
}


def main() -> int:
    options = _options()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    started = time.monotonic()
    quick = options.quick
    sizes = options.sizes or (QUICK if quick else SIZES)
    if options.soak:
        sizes = [CLAIMS]
    with at_work(
        sizes, times=options.times or (12 if quick else 60),
        seconds=options.seconds or (1 if quick else 5), keep=options.keep_data,
    ) as bench:  # fmt: skip
        try:
            _measure(bench, options)
        except KeyboardInterrupt:
            say("Stopped. What has been measured until now:")
    say(f"{(time.monotonic() - started) / 60:.0f} minutes.")
    return _tell(bench, options)


def _measure(bench: Bench, options: argparse.Namespace) -> None:
    if options.soak:
        soak(bench, options.soak)
        return
    for name in options.only or MEASURES:
        say(f"Measuring: {name}.")
        MEASURES[name](bench)


def _tell(bench: Bench, options: argparse.Namespace) -> int:
    report = bench.report
    if options.json:
        Path(options.json).write_text(report.as_json() + "\n", encoding="utf-8")
    print(report.as_markdown() if options.markdown else report.as_text())
    if report.missed:
        say(f"{len(report.missed)} of {len(report.lines)} targets or more were missed.")
    return 1 if report.missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, help="numbers of claims, with commas between them")
    parser.add_argument("--quick", action="store_true", help="small sizes, few repeats: a try")
    parser.add_argument("--only", nargs="+", choices=MEASURES, help="these measures alone")
    parser.add_argument(
        "--soak", type=float, metavar="MINUTES", help=f"instead: a steady stream, at {CLAIMS:,}"
    )
    parser.add_argument("--times", type=int, help="how often each page is timed")
    parser.add_argument("--seconds", type=float, help="how long a crowd is let loose")
    parser.add_argument(
        "--keep-data", action="store_true", help="use the databases as they are, made by whatever"
    )
    parser.add_argument("--json", metavar="FILE", help="write the numbers there, too")
    parser.add_argument("--markdown", action="store_true", help="print tables for docs")
    return parser.parse_args()


def _sizes(words: str) -> list[int]:
    return [int(word.replace("_", "")) for word in words.split(",")]


if __name__ == "__main__":
    sys.exit(main())
