"""What can be pointed at in the invented interview: all of it invented as well."""

from datetime import date

from claims.models import Source, SourceKind
from claims.text.addresses import canonical_url

SITE = "https://example.org/grellmouth/"


def sources() -> dict[str, Source]:
    """New sources, by the names that claims cite them by."""
    made = {**_council(), **_quay(), **_figures(), **_voices(), **_court()}
    for source in made.values():
        source.title += " (invented)"
        source.canonical_url = canonical_url(source.url) if source.url else ""
    return made


def _council() -> dict[str, Source]:
    return {
        "march": Source(
            kind=SourceKind.DOCUMENT,
            title="Minutes of the council of Grellmouth, 11 March 2025",
            url=SITE + "council/minutes-2025-03-11",
            publisher="Town of Grellmouth",
            published_on=date(2025, 3, 18),
            reference="Item 4",
            primary=True,
        ),
        "june": Source(
            kind=SourceKind.WEB,
            title="Decisions of the council, June 2025",
            url=SITE + "council/decisions-2025-06",
            publisher="Town of Grellmouth",
            published_on=date(2025, 6, 20),
            primary=True,
        ),
    }


def _quay() -> dict[str, Source]:
    return {
        "grant": Source(
            kind=SourceKind.DOCUMENT,
            title="Contract between the coastal fund and the town of Grellmouth",
            url=SITE + "quay/grant-contract",
            publisher="Coastal fund",
            published_on=date(2025, 2, 3),
            reference="CF-2025-017",
            primary=True,
        ),
        "study": Source(
            kind=SourceKind.DOCUMENT,
            title="Work and income from a new quay at Grellmouth",
            url=SITE + "quay/norrhaven-study",
            publisher="Institute of Coastal Economy, Norrhaven",
            author="P. Sandoval-Reim and others",
            published_on=date(2024, 11, 29),
            primary=True,
        ),
        "laboratory": Source(
            kind=SourceKind.DOCUMENT,
            title="Report on forty samples of sediment from the channel and the slipway",
            url=SITE + "quay/sediment-report",
            publisher="Halvorsen Laboratory",
            published_on=date(2025, 1, 15),
            reference="Report 2025/0042",
            primary=True,
        ),
    }


def _figures() -> dict[str, Source]:
    return {
        "ferry": Source(
            kind=SourceKind.DATASET,
            title="Ferry passengers and sailings, 2015 to 2025",
            url=SITE + "harbour/ferry.csv",
            publisher="Harbour office of Grellmouth",
            published_on=date(2025, 7, 1),
            reference="Tables 1 and 3",
            primary=True,
        ),
        "boats": Source(
            kind=SourceKind.DATASET,
            title="Register of fishing boats, Grellmouth, 1980 to 2025",
            url=SITE + "harbour/boats.csv",
            publisher="Harbour office of Grellmouth",
            published_on=date(2025, 5, 2),
            primary=True,
        ),
        "gauge": Source(
            kind=SourceKind.DATASET,
            title="Yearly mean of the tide gauge at Grellmouth, 1990 to 2024",
            url=SITE + "harbour/gauge.csv",
            publisher="Hydrographic service",
            published_on=date(2025, 2, 14),
            primary=True,
        ),
    }


def _voices() -> dict[str, Source]:
    return {
        "harbour-master": Source(
            kind=SourceKind.PERSON,
            title="Conversation with the harbour master",
            spoken_to="Henrike Vohl, harbour master",
            spoken_on=date(2025, 9, 22),
            on_record=True,
            primary=True,
        ),
        "deckhand": Source(
            kind=SourceKind.PERSON,
            title="Conversation with somebody of the ferry's crew",
            spoken_to="One of the ferry's crew",
            spoken_on=date(2025, 9, 23),
            on_record=False,
            primary=True,
        ),
        "governor": Source(
            kind=SourceKind.RECORDING,
            title="The governor's speech at the harbour fair, 2 August 2025",
            url=SITE + "radio/governor-at-the-fair",
            publisher="Radio Grellmouth",
            author="Governor Lysbet Okonjo-Thorne",
            published_on=date(2025, 8, 2),
            primary=True,
        ),
        "trailer": Source(
            kind=SourceKind.RECORDING,
            title="Trailer of The Long Table, 17 September 2025",
            url=SITE + "radio/long-table-trailer",
            publisher="Radio Grellmouth",
            published_on=date(2025, 9, 17),
            primary=True,
        ),
    }


def _court() -> dict[str, Source]:
    return {
        "order": Source(
            kind=SourceKind.COURT,
            title="Orders in the matter of the dredging permit",
            url=SITE + "court/orders-2025",
            publisher="Administrative court",
            published_on=date(2025, 5, 16),
            reference="4 A 118/25",
            primary=True,
        ),
        "lantern": Source(
            kind=SourceKind.WEB,
            title="Court lets the dredger wait",
            url=SITE + "lantern/court-lets-the-dredger-wait",
            publisher="The Grellmouth Lantern",
            author="Ib Castellan",
            published_on=date(2025, 4, 5),
        ),
    }
