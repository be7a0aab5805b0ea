"""Playing scripts: each step is an action of the product, so each leaves its event.

All of it happens in the order of time, across the interviews: so every row has the place that it
would have if people had done it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

from django.utils import timezone

from claims.actions.interviews import add_interview
from claims.actions.notifications import mark_all_read
from claims.demo.deeds import Deed, Stage, captured, deeds_of
from claims.demo.script import Script, Told
from claims.demo.working_days import LAST_DAY, moment
from claims.models import Notification, Person, User, Verdict
from claims.models.clock import at
from claims.queries.speakers import ONLY
from claims.text.normalise import normalise
from claims.text.reading import read

type Happening = tuple[float, Callable[[], None]]
"""On which day, as `working_days` has it, and what."""


def play(scripts: Sequence[Script], users: dict[str, User], *, loaded: datetime) -> None:
    """Store the scripts' interviews and carry out all that has happened to their claims."""
    happenings: list[Happening] = []
    for script in scripts:
        with at(moment(script.day, loaded=loaded)):
            stage = _stage(script, users, loaded)
        for told in script.told:
            happenings += _of_claim(told, stage)
    for day, happen in sorted(happenings, key=lambda one: one[0]):
        with at(moment(day, loaded=loaded)):
            happen()
    if happenings:
        _catch_up(users, loaded)


def _catch_up(users: dict[str, User], loaded: datetime) -> None:
    """Everybody has read on the morning of the last day but one what they had been told."""
    morning = moment(LAST_DAY - 1, loaded=loaded)
    if told := Notification.objects.filter(at__lt=morning).order_by("-pk").first():
        with at(morning):
            for user in users.values():
                mark_all_read(newest=told.pk, by=user)


def _stage(script: Script, users: dict[str, User], loaded: datetime) -> Stage:
    known = set(Person.objects.filter(name__in=script.people).values_list("name", flat=True))
    Person.objects.bulk_create(
        Person(name=name, description=description)
        for name, description in script.people.items()
        if name not in known
    )
    interview = add_interview(
        script.details, read(normalise(script.text)[0]), by=users["editor"], names=script.names,
        who=dict.fromkeys(script.people, ONLY), key=script.key,
    )  # fmt: skip
    return Stage(
        script=script,
        interview=interview,
        transcript=interview.transcripts.get(),
        users=users,
        verdicts={verdict.label: verdict for verdict in Verdict.objects.on_scale()},
        today=timezone.localdate(loaded),
    )


def _of_claim(told: Told, stage: Stage) -> Iterator[Happening]:
    """Its capture, and each deed at the end of its part of the time between the two days."""
    first, last = told.days
    yield first, partial(_capture, told, stage)
    deeds = list(deeds_of(told, stage))
    whole, taken = sum(deed.takes for deed in deeds), 0.0
    for deed in deeds:
        taken += deed.takes
        yield first + (last - first) * taken / whole, partial(_do, deed, told, stage)


def _capture(told: Told, stage: Stage) -> None:
    stage.made[told.name] = captured(told, stage)


def _do(deed: Deed, told: Told, stage: Stage) -> None:
    stage.made[told.name] = deed.do(stage.made[told.name])
