"""The invented interview: what is claimed about ferry, mud, court, vote and sea."""

from claims.demo.script import Cited, Step, Told
from claims.models import Priority, SetAsideReason

WATER = (
    Told(
        name="third-time-in-a-row",
        days=(13.29, 24.72),
        quote="The number of ferry passengers fell last year for the third time in a row.",
        statement="In 2024 the number of ferry passengers fell for the third year in a row.",
        assignee="reviewer2",
        due_in=0,
        cited=(Cited("ferry", "refutes", "2023: 61,240; 2024: 63,018", "Table 1"),),
        rationale="The figures show a rise in 2024.",
        verdict="False",
        steps=(
            Step("start", "reviewer2"),
            Step("submit", "reviewer2"),
            Step(
                "request_changes",
                "reviewer",
                "This is the premise of a question, from figures that a listener sent. Say so, "
                "and give 2021 and 2022 as well, so that one sees where the fall ended.",
            ),
        ),
    ),
    Told(
        name="forty-one-sailings",
        days=(6.64, 22.47),
        quote="Last winter it missed forty-one sailings",
        statement="In the winter of 2024/25 the ferry missed 41 sailings.",
        assignee="reviewer",
        cited=(Cited("ferry", "supports", "sailings cancelled: 41", "Table 3"),),
        rationale="The harbour office counts 41 from November to March.",
        verdict="True",
        steps=(
            Step("start", "reviewer"),
            Step("submit", "reviewer"),
            Step("sign_off", "reviewer2"),
            Step("publish", "editor"),
            Step("correct", "editor", "The table counts from October, not from November."),
            Step("rationale", "reviewer", "The harbour office counts 41 from October to March."),
            Step("submit", "reviewer"),
            Step("sign_off", "reviewer2"),
            Step("publish", "editor"),
        ),
    ),
    Told(
        name="thirty-for-the-wind",
        days=(13.68, 20.83),
        quote="Last winter it missed forty-one sailings, "
        "and thirty of those were because of the wind.",
        statement="Of the 41 sailings that the ferry missed, 30 were called off for the wind.",
        captured_by="reviewer2",
        assignee="reviewer2",
        due_in=-2,
        cited=(
            Cited("ferry", "supports", "cause: weather, 30", "Table 3"),
            Cited("deckhand", "refutes", "Some of those were for want of hands.", "By telephone"),
        ),
        rationale="Draft. “Weather” in the table is not the same as wind. Ask the harbour master.",
        steps=(Step("start", "reviewer2"),),
    ),
    Told(
        name="clean-in-forty-places",
        days=(13.83, 22.28),
        quote="the sediment was tested in forty places, and it was clean in every one of them.",
        statement="All of the forty samples of sediment were within the limits.",
        assignee="reviewer",
        priority=Priority.URGENT,
        due_in=-1,
        cited=(Cited("laboratory", "refutes", "samples 37, 38 and 39 exceed the limit", "Page 9"),),
        rationale="Forty samples were tested. Three of them were above the limit for tin compounds "
        "from ship paint.",
        verdict="False",
        steps=(Step("start", "reviewer"), Step("submit", "reviewer")),
    ),
    Told(
        name="three-of-forty",
        days=(16.47, 21.64),
        quote="The laboratory found tin from the old ship paint in three of the forty samples, "
        "above the limit in each of the three.",
        statement="Three of forty samples held tin compounds from ship paint above the limit.",
        captured_by="reviewer2",
        assignee="reviewer2",
        priority=Priority.HIGH,
        cited=(
            Cited("laboratory", "supports", "samples 37, 38 and 39 exceed the limit", "Page 9"),
        ),
        rationale="So it stands in the report, on the page that he names.",
        verdict="True",
        steps=(
            Step("start", "reviewer2"),
            Step("submit", "reviewer2"),
            Step("sign_off", "reviewer"),
        ),
    ),
    Told(
        name="slipway",
        days=(13.72, 14.99),
        quote="Those three samples come from beside the old slipway. "
        "And the slipway is not going to be dredged at all.",
        statement="The three samples above the limit come from a place that will not be dredged.",
        assignee="reviewer2",
        priority=Priority.URGENT,
        due_in=-3,
        steps=(Step("start", "reviewer2"),),
    ),
    Told(
        name="my-word",
        days=(11.46, 11.95),
        quote="Not one shovel will touch that slipway as long as I am mayor.",
        steps=(
            Step(
                "set_aside",
                "reviewer",
                "A promise. What it rests on is checked with the claim on the three samples.",
                why=SetAsideReason.NOT_CHECKABLE,
            ),
        ),
    ),
)

TOWN = (
    Told(
        name="stopped-for-six-weeks",
        days=(18.31, 23.81),
        quote="In April the administrative court stopped the works for six weeks",
        statement="In April 2025 the administrative court halted the works for six weeks.",
        assignee="reviewer",
        cited=(
            Cited(
                "order", "supports", "dredging is suspended until 16 May 2025", "Order of 4 April"
            ),
            Cited("lantern", "context", "On land the cranes turn as before.", "Paragraph 3"),
        ),
        rationale="Six weeks are right, 4 April to 16 May. It was the dredging that was halted; "
        "the works on land went on.",
        verdict="Mostly true",
        steps=(
            Step("start", "reviewer"),
            Step("submit", "reviewer"),
            Step("sign_off", "reviewer2"),
        ),
    ),
    Told(
        name="never-stopped",
        days=(18.55, 25.26),
        quote="The court never stopped the works. It asked us for two documents, we sent them, "
        "and then it threw the complaint out.",
        statement="The court asked for documents and dismissed the complaint, "
        "without ever halting the works.",
        captured_by="reviewer2",
        assignee="reviewer2",
        priority=Priority.HIGH,
        due_in=0,
        cited=(Cited("lantern", "refutes", "For now the dredger has to wait.", "Paragraph 1"),),
        rationale="That it asked for two documents and dismissed the complaint in the end is "
        "right. Until then the dredging was halted.",
        verdict="Mostly false",
        steps=(Step("start", "reviewer2"), Step("submit", "reviewer2")),
    ),
    Told(
        name="court-was-wrong",
        days=(13.49, 13.82),
        quote="I think that it was wrong, and I shall think so until I am ninety.",
        captured_by="reviewer2",
        steps=(Step("set_aside", "reviewer2", "An opinion.", why=SetAsideReason.NOT_CHECKABLE),),
    ),
    Told(
        name="sixty-days",
        days=(20.44, 20.67),
        quote="The law asks for sixty days between the notice and the vote. We got forty-five",
        statement="The vote comes 45 days after its notice, where the law asks for 60.",
        priority=Priority.URGENT,
        due_in=1,
    ),
    Told(
        name="forty-days",
        days=(22.38, 22.53),
        quote="For a harbour plan it is forty.",
        statement="For a vote on a harbour plan the law asks for 40 days' notice.",
        captured_by="reviewer2",
        due_in=1,
    ),
    Told(
        name="two-thirds",
        days=(23.43, 23.68),
        quote="Two thirds of the town are behind the plan.",
        statement="Two thirds of the people of Grellmouth are for the plan.",
        assignee="editor",
        due_in=6,
    ),
    Told(
        name="best-prepared",
        days=(19.27, 24.64),
        quote="The governor called it the best-prepared harbour plan on this coast",
        statement="The governor said that it is the best-prepared harbour plan on this coast.",
        assignee="reviewer2",
        cited=(
            Cited("governor", "supports", "the best-prepared harbour plan on this coast", "04:31"),
        ),
        rationale="She says so in the recording. Whether it is, is not judged here.",
        verdict="Attribution confirmed",
        steps=(
            Step("start", "reviewer2"),
            Step("submit", "reviewer2"),
            Step("sign_off", "reviewer"),
            Step("publish", "editor"),
        ),
    ),
    Told(
        name="eleven-centimetres",
        days=(18.72, 24.59),
        quote="The sea at our gauge stands eleven centimetres higher than in 1990.",
        statement="The sea at Grellmouth has risen by eleven centimetres since 1990.",
        assignee="reviewer",
        due_in=8,
        cited=(
            Cited("gauge", "supports", "1990: 502.1 cm; 2024: 513.3 cm", "Columns 1 and 35"),
            Cited("gauge", "refutes", "moved to the new pier on 6 May 2004", "Footnote b"),
            Cited("harbour-master", "context", "Both are right, and that is the trouble.", "Call"),
        ),
        rationale="Draft. The gauge reads eleven centimetres more, but it was moved in between. "
        "Ask the hydrographic service whether the series can be joined.",
        steps=(Step("start", "reviewer"),),
    ),
    Told(
        name="first-lamp",
        days=(12.66, 12.95),
        quote="My grandfather lit the first electric lamp in that church in 1931.",
        steps=(
            Step(
                "set_aside",
                "reviewer",
                "A family story; nothing in the debate rests on it.",
                why=SetAsideReason.OUT_OF_SCOPE,
            ),
        ),
    ),
)
