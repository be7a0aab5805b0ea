"""Claims that say again what another says: what the database holds of such links.

A repeat is said again and is checked by itself; a duplicate is set aside. Either names one other
claim, and no claim both. How like each other claims are is asked in `claims.queries.similar`.
"""

import pgtrigger
from django.db import models
from django.db.models import F, Q

LINKS = ["repeat_of", "duplicate_of"]


def linked_soundly() -> list[models.CheckConstraint]:
    return [
        *(
            models.CheckConstraint(
                condition=Q(**{link: None}) | ~Q(**{link: F("id")}),
                name=f"claim_{link}_is_another",
            )
            for link in LINKS
        ),
        models.CheckConstraint(
            condition=Q(repeat_of=None) | Q(duplicate_of=None), name="claim_repeat_or_duplicate"
        ),
    ]


def indexed() -> list[models.Index]:
    """Few claims repeat another: an index of those alone."""
    repeats = Q(repeat_of__isnull=False)
    return [models.Index(fields=["repeat_of"], condition=repeats, name="claim_repeats")]


NO_CIRCLE = """
    PERFORM pg_advisory_xact_lock(hashtext('claims: links between claims'));
    IF NEW.id IN (
        WITH RECURSIVE ahead (id) AS (
            SELECT NEW.LINK_id
            UNION SELECT c.LINK_id FROM claims_claim AS c JOIN ahead ON c.id = ahead.id
        ) SELECT id FROM ahead WHERE id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'Claim % would repeat itself.', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_LINK_is_no_circle';
    END IF;
    RETURN NULL;
"""


def never_in_circles() -> list[pgtrigger.Trigger]:
    """Whoever makes a link waits for whoever is making another: two links that are each no circle
    can be one together."""
    return [
        pgtrigger.Trigger(
            name=f"{link}_is_no_circle",
            when=pgtrigger.After,
            operation=pgtrigger.UpdateOf(f"{link}_id"),
            condition=pgtrigger.Q(**{f"new__{link}__isnull": False}),
            func=NO_CIRCLE.replace("LINK", link),
        )
        for link in LINKS
    ]
