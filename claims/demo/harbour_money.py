"""The invented interview: what is claimed about money and work."""

from claims.demo.script import Cited, Searched, Step, Told
from claims.models import Priority, SetAsideReason

MONEY = (
    Told(
        name="approved-in-march",
        days=(6.51, 11.41),
        quote="The council approved forty-four million in March",
        statement="In March 2025 the council approved 44 million crowns for the quay.",
        assignee="reviewer",
        cited=(Cited("march", "supports", "a sum of 44.0 million crowns is approved", "Item 4"),),
        rationale="The minutes record the vote and the sum.",
        verdict="True",
        steps=(
            Step("start", "reviewer"),
            Step("submit", "reviewer"),
            Step("sign_off", "reviewer2"),
            Step("publish", "editor"),
        ),
    ),
    Told(
        name="not-one-crown-more",
        days=(6.75, 13.36),
        quote="The council approved forty-four million in March, "
        "and not one crown more has been approved since.",
        statement="Since the 44 million crowns of March 2025 the council has approved nothing more "
        "for the quay.",
        captured_by="reviewer2",
        assignee="reviewer2",
        priority=Priority.HIGH,
        cited=(
            Cited(
                "march",
                "supports",
                "a sum of 44.0 million crowns is approved",
                "Item 4",
                "It shows the first sum only. The decision of June came after it.",
            ),
            Cited("june", "refutes", "a further 2.1 million for the breakwater", "Decision 31"),
        ),
        rationale="The first half is right, and that is the part that the mayor is asked about. "
        "In June the council approved another 2.1 million for the breakwater, which is part of the "
        "same works.",
        verdict="False",
        steps=(
            Step("start", "reviewer2"),
            Step("submit", "reviewer2"),
            Step("sign_off", "reviewer"),
        ),
    ),
    Told(
        name="sixty-per-cent",
        days=(6.89, 14.62),
        quote="Sixty per cent of the whole project comes from the state's coastal fund",
        statement="The coastal fund pays 60 per cent of the quay.",
        assignee="reviewer",
        cited=(
            Cited("grant", "supports", "a grant of 26.4 million crowns", "Article 2"),
            Cited("june", "context", "a further 2.1 million for the breakwater", "Decision 31"),
        ),
        rationale="26.4 of 44 million is 60 per cent; with the 2.1 million of June, which the fund "
        "does not share, it is 57.",
        verdict="Mostly true",
        steps=(
            Step("start", "reviewer"),
            Step("submit", "reviewer"),
            Step("sign_off", "reviewer2"),
        ),
    ),
    Told(
        name="all-of-it-back",
        days=(17.44, 24.27),
        quote="The fund pays only if the quay is open by the first of October 2028. "
        "If it opens a day later, the town owes all of it back.",
        statement="If the quay opens after 1 October 2028, the town has to repay the whole grant.",
        captured_by="reviewer2",
        assignee="reviewer2",
        priority=Priority.HIGH,
        due_in=1,
        cited=(
            Cited(
                "grant",
                "supports",
                "opening no later than 1 October 2028",
                "Article 7 (1)",
                "The date is as he says; what a delay costs is in the third paragraph.",
            ),
            Cited("grant", "refutes", "one tenth for each half-year begun", "Article 7 (3)"),
        ),
        rationale="The date is right. But the contract asks for a tenth for each half-year of "
        "delay; all of it would be due after five years.",
        verdict="Mostly false",
        steps=(Step("start", "reviewer2"), Step("submit", "reviewer2")),
    ),
    Told(
        name="a-tenth",
        days=(19.38, 19.63),
        quote="A late opening costs us a share, not the whole. "
        "A tenth for each half-year, to be precise.",
        statement="For each half-year of delay the town repays a tenth of the grant.",
        assignee="reviewer",
        due_in=3,
    ),
    Told(
        name="approved-again",
        days=(12.33, 12.88),
        quote="On forty-four million crowns, which is what was approved in March",
        statement="In March 2025 the council approved 44 million crowns for the quay.",
        captured_by="reviewer2",
        steps=(
            Step(
                "set_aside",
                "reviewer2",
                "She says it a second time, at the end.",
                why=SetAsideReason.DUPLICATE,
                duplicate_of="approved-in-march",
            ),
        ),
    ),
)

WORK = (
    Told(
        name="norrhaven",
        days=(7.27, 15.24),
        quote="The study from the institute at Norrhaven found four hundred and twelve.",
        statement="The Norrhaven study found that the quay brings 412 jobs.",
        assignee="reviewer2",
        priority=Priority.HIGH,
        cited=(
            Cited("study", "refutes", "412 job-years, of which 341 during construction", "Page 3"),
        ),
        rationale="The number is in the study, but it counts job-years: 341 of the 412 fall in the "
        "two years of building. Said of “jobs”, it leaves a wrong impression.",
        verdict="Misleading",
        steps=(
            Step("start", "reviewer2"),
            Step("submit", "reviewer2"),
            Step("sign_off", "reviewer"),
            Step("publish", "editor"),
        ),
    ),
    Told(
        name="four-hundred-good-jobs",
        days=(18.22, 23.79),
        quote="Four hundred good jobs, and they stay here.",
        statement="The quay brings 400 lasting jobs to Grellmouth.",
        speaker="Ilsa Quarrender",
        captured_by="editor",
        assignee="reviewer2",
        due_in=4,
        cited=(
            Cited("trailer", "context", "Four hundred good jobs, and they stay here.", "00:12"),
            Cited("study", "refutes", "412 job-years, of which 341 during construction", "Page 3"),
        ),
        rationale="Draft. Said in the trailer, not in the programme itself.",
        steps=(Step("start", "reviewer2"),),
    ),
    Told(
        name="thirty-five",
        days=(14.26, 22.65),
        quote="Afterwards there is work for thirty-five people.",
        statement="Once it is built, the quay gives work to 35 people.",
        assignee="reviewer",
        cited=(
            Cited("study", "context", "31 to 60 posts, depending on the ferry", "Page 14"),
            Cited("harbour-master", "context", "Nobody has counted that yet.", "In her office"),
        ),
        searched=(
            Searched("The study of the state's planning office", "A range, and no 35.", 3),
            Searched(
                "Minutes of the council since 2023", "No mention of posts after the works.", 2
            ),
            Searched("By telephone, Mr Petrick's office", "Nobody could say where it is from.", 1),
        ),
        rationale="35 lies within what the study thinks possible, but it is nobody's estimate, "
        "and Mr Petrick did not say where he has it from.",
        verdict="Unproven",
        steps=(
            Step("start", "reviewer"),
            Step("submit", "reviewer"),
            Step("sign_off", "editor"),
        ),
    ),
    Told(
        name="four-boats-out-of-five",
        days=(7.61, 25.41),
        quote="When I started, in 1986, there were over a hundred. "
        "We have lost four boats out of five in my working life.",
        statement="Since 1986 the number of fishing boats at Grellmouth has fallen by four fifths.",
        assignee="reviewer",
        due_in=2,
        cited=(
            Cited("boats", "supports", "1986: 104", "Row 7"),
            Cited("boats", "supports", "2025: 19", "Row 46"),
        ),
        rationale="From 104 to 19 boats is a fall of 82 per cent.",
        verdict="True",
        steps=(
            Step("start", "reviewer"),
            Step("submit", "reviewer"),
            Step("sign_off", "reviewer2"),
            Step(
                "rationale",
                "reviewer",
                "From 104 to 19 boats is a fall of 82 per cent. But the register counts boats "
                "under six metres only until 1999: compare the larger ones alone.",
            ),
        ),
    ),
    Told(
        name="the-cod",
        days=(7.75, 22.66),
        quote="The cod went, and the boats went after it.",
        statement="The fleet of Grellmouth shrank because the cod disappeared.",
        captured_by="reviewer2",
        priority=Priority.LOW,
        steps=(
            Step("set_aside", "reviewer", "A figure of speech.", why=SetAsideReason.NOT_CHECKABLE),
            Step("restore", "reviewer2"),
        ),
    ),
)
