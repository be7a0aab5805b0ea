"""What came out: lines with a ratio and its target, as a table, as Markdown or as JSON."""

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from tests.bench.timing import Times

HEADINGS = ("", "median", "p95", "against", "median", "p95", "ratio", "target", "")


@dataclass(frozen=True)
class Line:
    """One comparison. `bound` says on which side of the target the ratio has to be."""

    section: str
    name: str
    ours: str
    ours_p95: str = ""
    against: str = ""
    theirs: str = ""
    theirs_p95: str = ""
    ratio: float | None = None
    target: float | None = None
    bound: Literal["most", "least"] = "most"

    @property
    def met(self) -> bool | None:
        if self.ratio is None or self.target is None:
            return None
        return self.ratio <= self.target if self.bound == "most" else self.ratio >= self.target

    def cells(self) -> tuple[str, ...]:
        sign = "≤" if self.bound == "most" else "≥"
        target = "" if self.target is None else f"{sign} {_short(self.target)}"
        verdict = {None: "", True: "met", False: "MISSED"}[self.met]
        ratio = "" if self.ratio is None else _short(self.ratio)
        return (
            self.name, self.ours, self.ours_p95, self.against, self.theirs, self.theirs_p95,
            ratio, target, verdict,
        )  # fmt: skip


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)

    def add(self, *lines: Line) -> None:
        self.lines += lines

    def compare(
        self, section: str, name: str, ours: Times, against: str, theirs: Times, *,
        target: float | None = None, by: Literal["p95", "median"] = "p95",
    ) -> None:  # fmt: skip
        """Ours beside another's: how many times as long it takes."""
        ratio = getattr(ours, by) / getattr(theirs, by)
        self.add(
            Line(section, name, ms(ours.median), ms(ours.p95), against, ms(theirs.median),
                 ms(theirs.p95), ratio, target)
        )  # fmt: skip

    def rates(
        self, section: str, name: str, ours: float, against: str, theirs: float, *,
        target: float | None = None,
    ) -> None:  # fmt: skip
        """How many times as much we get done in a second."""
        self.add(
            Line(section, name, f"{_short(ours)}/s", "", against, f"{_short(theirs)}/s", "",
                 ours / theirs, target, "least")
        )  # fmt: skip

    @property
    def missed(self) -> list[Line]:
        return [line for line in self.lines if line.met is False]

    def as_text(self) -> str:
        rows = [HEADINGS, *(line.cells() for line in self.lines)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
        said = []
        for section, lines in self._sections():
            said += ["", section]
            for cells in [HEADINGS, *(line.cells() for line in lines)]:
                said.append("  ".join(
                    cell.ljust(width) if column in {0, 3} else cell.rjust(width)
                    for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
                ).rstrip())  # fmt: skip
        return "\n".join(said)

    def as_markdown(self) -> str:
        said = [machine()]
        for section, lines in self._sections():
            said += ["", f"### {section}", ""]
            said.append("| what | median | p95 | against | median | p95 | ratio | target | |")
            said.append("|---|--:|--:|---|--:|--:|--:|--:|---|")
            said += [f"| {' | '.join(line.cells())} |" for line in lines]
        return "\n".join(said)

    def as_json(self) -> str:
        lines = [{**asdict(line), "met": line.met} for line in self.lines]
        return json.dumps({"machine": machine(), "lines": lines}, ensure_ascii=False, indent=1)

    def _sections(self) -> Iterable[tuple[str, list[Line]]]:
        sections: dict[str, list[Line]] = {}
        for line in self.lines:
            sections.setdefault(line.section, []).append(line)
        return sections.items()


def ms(value: float) -> str:
    return f"{_short(value)} ms"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def machine() -> str:
    """Where it ran, in a sentence."""
    models = [line for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    memory = next(line for line in _lines("/proc/meminfo") if line.startswith("MemTotal"))
    kilobytes = int(memory.split()[1])
    return (
        f"{len(os.sched_getaffinity(0))} cores of {model}, {kilobytes / 1_048_576:.0f} GB, "
        f"Linux {platform.release()}, Python {platform.python_version()}."
    )


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines()
