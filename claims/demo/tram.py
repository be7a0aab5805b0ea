"""A short invented interview whose second verdicts are blind, and in which two people differ."""

from datetime import date
from pathlib import Path

from claims.demo.script import Cited, Script, Step, Told
from claims.models import Source, SourceKind


def sources() -> dict[str, Source]:
    return {
        "punctuality": Source(
            kind=SourceKind.DATASET,
            title="Punctuality of the Oster Vale tram, by day (invented)",
            publisher="Transport office of the region (invented)",
            url="https://example.org/oster-vale/punctuality",
            canonical_url="https://example.org/oster-vale/punctuality",
            primary=True,
        ),
        "tariff": Source(
            kind=SourceKind.DOCUMENT,
            title="Tariff of the Oster Vale tram, 2019 to 2025 (invented)",
            publisher="Oster Vale Tramways (invented)",
            primary=True,
        ),
    }


TOLD = (
    Told(
        name="nine-out-of-ten",
        days=(21.61, 25.31),
        quote="Nine trams out of ten were on time last winter.",
        statement="In the winter of 2024/25, 90 per cent of the trams were on time.",
        assignee="reviewer",
        cited=(
            Cited("punctuality", "context", "on time, December to February: 81.4 %", "Column F"),
        ),
        rationale="The office counts a tram as on time up to three minutes late, and comes to 81 "
        "per cent. With five minutes, as Mr Lunde's company counts, it is 90.",
        verdict="Misleading",
        steps=(
            Step("start", "reviewer"),
            Step("submit", "reviewer"),
            Step("second_verdict", "reviewer2", "Mostly false"),
        ),
    ),
    Told(
        name="oldest-cars",
        days=(24.35, 25.76),
        quote="the oldest cars in the country",
        statement="No other town in the country runs older trams every day.",
        captured_by="reviewer2",
        steps=(Step("comment", "editor", "@reviewer2 is there a register of all cars?"),),
    ),
    Told(
        name="half-of-it",
        days=(22.49, 24.42),
        quote="Six million crowns each, and the state pays half of it.",
        statement="A new tram costs 6 million crowns, of which the state pays 3 million.",
        assignee="reviewer2",
        topic="Public money",
        steps=(Step("start", "reviewer2"),),
    ),
    Told(
        name="fare-since-2019",
        days=(22.24, 25.57),
        quote="The fare has not gone up since 2019.",
        statement="A single ticket costs as much as in 2019.",
        captured_by="reviewer2",
        assignee="reviewer2",
        topic="Fares",
        cited=(Cited("tariff", "supports", "Single ticket: 28 crowns", "Tables of 2019 and 2025"),),
        rationale="The single ticket is the same in every tariff since 2019.",
        verdict="Mostly true",
        steps=(Step("start", "reviewer2"), Step("submit", "reviewer2")),
    ),
)

TRAM = Script(
    name="tram",
    day=21.3,
    details={
        "title": "The tram of Oster Vale (invented)",
        "outlet": "Vale Television (invented)",
        "programme": "Tonight",
        "published_on": date(2025, 10, 2),
        "blind": True,
    },
    text=Path(__file__).with_name("tram.txt").read_text("utf-8"),
    sources=sources,
    told=TOLD,
    names={"NADIA FERRIN": "Nadia Ferrin", "TOBIAS LUNDE": "Tobias Lunde"},
    people={
        "Nadia Ferrin": "Presenter of Tonight (invented)",
        "Tobias Lunde": "Runs the tram of Oster Vale (invented)",
    },
)
