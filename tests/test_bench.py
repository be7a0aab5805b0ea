"""What `make bench` makes of the times that it took. What it measures, it measures itself."""

from itertools import count

from tests.bench.client import values_of
from tests.bench.report import Line, Report
from tests.bench.timing import Times, percentile, timed

FORM = """
<form method="post" id="claim_form"><input type="hidden" name="csrfmiddlewaretoken" value="t">
<textarea name="quote" cols="40">
“Nine” &amp; more</textarea><select name="verdict"><option value="">-</option>
<option value="3" selected>True</option></select><input type="text" name="due_on">
<input type="submit" name="_save" value="Save"></form>
"""


def test_what_is_compared_takes_turns_and_nobody_always_goes_first() -> None:
    done = []
    tasks = {name: lambda name=name: done.append(name) for name in "AB"}
    times = timed(tasks, times=4, warm_up=1)
    assert "".join(done) == "AB" + "BAABBAAB"
    assert [len(times[name].taken) for name in "AB"] == [4, 4]


def test_percentiles_are_times_that_were_taken() -> None:
    taken = [float(number) for number in range(1, 41)]
    assert (percentile(taken, 50), percentile(taken, 95), percentile(taken, 100)) == (20, 38, 40)
    assert percentile([7.0], 95) == 7


def test_a_ratio_on_the_wrong_side_of_its_target_is_missed() -> None:
    report = Report()
    numbers = count(10.0, 10.0)
    fast, slow = (Times([next(numbers)] * 3) for _ in range(2))
    report.compare("pages", "list", slow, "1,000 claims", fast, target=1.5)
    report.compare("pages", "desk", fast, "1,000 claims", slow, target=1.5)
    report.rates("rates", "list", 30.0, "admin", 5.0, target=6.0)
    report.add(Line("sql", "a row", "1 ms"))
    assert [line.met for line in report.lines] == [False, True, True, None]
    assert report.missed == report.lines[:1]
    cells = ("list", "20.0 ms", "20.0 ms", "1,000 claims", "10.0 ms", "10.0 ms", "2.00", "≤ 1.50")
    assert report.lines[0].cells() == (*cells, "MISSED")
    assert f"| {' | '.join(cells)} | MISSED |" in report.as_markdown()


def test_a_form_of_the_admin_is_sent_as_it_stands() -> None:
    sent = {"csrfmiddlewaretoken": "t", "quote": "“Nine” & more", "verdict": "3", "due_on": ""}
    assert values_of(FORM) == sent
