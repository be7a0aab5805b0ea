"""Giving claims a topic."""

from django.db import IntegrityError, transaction

from claims.actions.claims import set_topic
from claims.models import Claim, Topic, User


@transaction.atomic
def give_topic(claim: Claim, name: str, *, seen_version: int, by: User) -> Claim:
    """Set the topic of this name, made if nobody has used it; '' takes the topic away.

    A topic made for a name goes again when the change is refused: one transaction.
    """
    topic = topic_named(name) if name else None
    return set_topic(claim, topic, seen_version=seen_version, by=by)


def topic_named(name: str) -> Topic:
    """The topic of this name, whatever its capitals: made where there is none."""
    known = Topic.objects.filter(name__iexact=name)
    if topic := known.first():
        return topic
    try:
        with transaction.atomic():
            return Topic.objects.create(name=name)
    except IntegrityError:  # somebody made it at the same time
        return known.get()
