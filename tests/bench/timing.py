"""Timing of what takes turns, so that what disturbs one disturbs the other too."""

import gc
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.client import Visitor

type Journey = Callable[[Visitor], None]


@dataclass(frozen=True)
class Times:
    """Milliseconds of one thing, done several times."""

    taken: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.taken)

    @property
    def p95(self) -> float:
        return percentile(self.taken, 95)


def percentile(values: Sequence[float], percent: float) -> float:
    """By rank: the smallest value that so many percent do not exceed."""
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(0, int(rank) - 1)]


@dataclass(frozen=True)
class Task:
    """Something that one person does."""

    visitor: Visitor
    journey: Journey

    def __call__(self) -> None:
        self.journey(self.visitor)


def timed[K](
    tasks: Mapping[K, Callable[[], None]], *, times: int, warm_up: int = 3
) -> dict[K, Times]:
    """Do all of them, one after the other, as often as that: A B A B, and each time A B reversed.

    None gets the caches of the other's turn only.
    """
    taken: dict[K, list[float]] = {key: [] for key in tasks}
    for task in tasks.values():
        for _ in range(warm_up):
            task()
    with _quiet():
        for turn in range(times):
            keys = list(tasks)
            for key in keys if turn % 2 else reversed(keys):
                task = tasks[key]
                if isinstance(task, Task):
                    task.visitor.ready()
                    task.visitor.taken.clear()
                started = time.perf_counter()
                task()
                taken[key].append((time.perf_counter() - started) * 1000)
    return {key: Times(values) for key, values in taken.items()}


def throughput[K](
    crowds: Mapping[K, Sequence[Task]], *, seconds: float, turns: int,
    between: Callable[[K], None] = lambda key: None,
) -> dict[K, float]:  # fmt: skip
    """How often a second each crowd gets something done, all of its people at once, in turns."""
    rates: dict[K, list[float]] = {key: [] for key in crowds}
    for key, crowd in crowds.items():
        between(key)
        _together(crowd, seconds=0)
    for turn in range(turns):
        keys = list(crowds)
        for key in keys if turn % 2 else reversed(keys):
            between(key)
            rates[key].append(_together(crowds[key], seconds=seconds))
    return {key: statistics.median(values) for key, values in rates.items()}


def _together(crowd: Sequence[Task], *, seconds: float) -> float:
    """What is done in a second, while everybody does it again and again; once each at least."""
    done, failed = [0] * len(crowd), []
    started = time.perf_counter()

    def work(number: int, task: Task) -> None:
        try:
            while not done[number] or time.perf_counter() - started < seconds:
                task()
                done[number] += 1
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(crowd)]
    with _quiet():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if failed:
        raise failed[0]
    return sum(done) / (time.perf_counter() - started)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without garbage collection on the side that measures."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
