"""`python -m tests.fitting FOLDER [--write]`: fits to the *.tsv of a folder, and measures it.

Each file is a transcript, each line `number, speaker, sentence, label` with tabs between them, the
label 1 where fact-checkers chose the sentence. Takes a few minutes. With `--write` the weights go
to `claims/text/suggestion_weights.py` and `claims/text/suggestion_words.py`.
"""

import re
import sys
from collections import defaultdict
from itertools import chain
from math import log
from pathlib import Path
from textwrap import fill

from claims.text import suggestion_weights, suggestion_words
from tests.fitting.model import CARRIED, Model, average_precision, calibrated, left_out
from tests.fitting.transcripts import Transcript, read_transcript, weigh_words

FINEST = 0.05
"""Weights of words are rounded to multiples of this."""
FIGURE = re.compile(r"\d[\d.,]*")


def main(folder: str, *, write: bool) -> None:
    transcripts = [read_transcript(path) for path in sorted(Path(folder).glob("*.tsv"))]
    table = weigh_words(transcripts)
    model = Model.of(transcripts)
    unseen = left_out(transcripts, model)
    report(transcripts, unseen)
    labels = [label for one in transcripts for label in one.labels]
    slope, start = calibrated(labels, list(chain.from_iterable(unseen)))
    thresholds(labels, [start + slope * point for point in chain.from_iterable(unseen)])
    if write:
        write_signs(model, slope, start)
        write_words({word: model.words[word] * rare for word, rare in table.items()}, model, slope)


def report(transcripts: list[Transcript], unseen: list[list[float]]) -> None:
    """Print the average precision of each transcript, and beside it that of counting figures."""
    ours, figures = [], []
    for one, points in zip(transcripts, unseen, strict=True):
        ours.append(average_precision(one.labels, points))
        counts = [float(len(FIGURE.findall(sentence))) for sentence in one.sentences]
        figures.append(average_precision(one.labels, counts))
        print(f"{one.name:28}{len(points):6,}{sum(one.labels):5} {ours[-1]:.3f} {figures[-1]:.3f}")
    count = len(ours)
    print(f"{'mean':39} {sum(ours) / count:.3f} {sum(figures) / count:.3f}")


def thresholds(labels: list[int], points: list[float]) -> None:
    """Print what is offered, and what of it was chosen, from which score on."""
    for percent in (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30):
        least = percent / 100
        offered = [label for label, point in zip(labels, points, strict=True)
                   if point >= _points_of(least)]  # fmt: skip
        share, found = len(offered) / len(labels), sum(offered)
        print(f"from {percent:2} %: {share:.1%} of the sentences, "
              f"{found / max(1, len(offered)):.1%} of them chosen, "
              f"{found / sum(labels):.1%} of those chosen")  # fmt: skip


def write_signs(model: Model, slope: float, start: float) -> None:
    path = Path(suggestion_weights.__file__)
    text = path.read_text(encoding="utf-8")
    for name, weight in model.signs.items():
        shown = f"{weight * slope / model.sign_size:.2f}"
        text = re.sub(rf'(Sign\("{re.escape(name)}", )[-\d.]+', rf"\g<1>{shown}", text)
    numbers = {"START": start, "AVERAGE": start + slope * model.average, "CARRIED": CARRIED}
    for name, number in numbers.items():
        text = re.sub(rf"^{name} = .*$", f"{name} = {number:.2f}", text, flags=re.M)
    path.write_text(text, encoding="utf-8")


def write_words(weights: dict[str, float], model: Model, slope: float) -> None:
    path = Path(suggestion_words.__file__)
    lines = defaultdict(list)
    for word, weight in weights.items():
        steps = round(weight * slope / model.word_size / FINEST)
        if steps:
            lines[steps * FINEST].append(word)
    shown = [
        fill(" ".join([f"{weight:+.2f}", *sorted(words)]), 100, break_on_hyphens=False,
             break_long_words=False, subsequent_indent=f"{weight:+.2f} ")
        for weight, words in sorted(lines.items(), reverse=True)
    ]  # fmt: skip
    head = path.read_text(encoding="utf-8").partition("WEIGHTS = ")[0]
    path.write_text(f'{head}WEIGHTS = """\n' + "\n".join(shown) + '\n"""\n', encoding="utf-8")


def _points_of(score: float) -> float:
    return log(score / (1 - score))


if __name__ == "__main__":
    main(sys.argv[1], write="--write" in sys.argv)
