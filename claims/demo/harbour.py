"""An interview that is invented from end to end, with claims in every state."""

from datetime import date
from pathlib import Path

from claims.demo.harbour_money import MONEY, WORK
from claims.demo.harbour_sources import sources
from claims.demo.harbour_water import TOWN, WATER
from claims.demo.script import Script, about

HARBOUR = Script(
    name="harbour",
    day=6.2,
    details={
        "title": "The harbour of Grellmouth (invented)",
        "outlet": "Radio Grellmouth (invented)",
        "programme": "The Long Table",
        "published_on": date(2025, 9, 18),
    },
    text=Path(__file__).with_name("harbour.txt").read_text("utf-8"),
    sources=sources,
    told=(
        *about("Public money", MONEY),
        *about("Work and fishing", WORK),
        *about("Clean water", WATER),
        *TOWN,
    ),
    names={
        "MAREN HOLLOWAY": "Maren Holloway",
        "ILSA QUARRENDER": "Ilsa Quarrender",
        "JONAS PETRICK": "Jonas Petrick",
    },
    people={
        "Maren Holloway": "Presenter of The Long Table (invented)",
        "Ilsa Quarrender": "Mayor of Grellmouth (invented)",
        "Jonas Petrick": "Speaks for the Boatmen's Association (invented)",
    },
)
