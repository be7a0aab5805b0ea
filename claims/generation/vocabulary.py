"""The words that invented interviews are made of."""

from itertools import product


def _each(words: str, mark: str | None = None) -> list[str]:
    return words.split() if mark is None else words.replace("\n", "").split(mark)


HOSTS = 30
"""The first of all invented people ask the questions."""

FIRST_NAMES = _each("""
Ada Agnes Aïcha Aleksander Amara Anders Anouk Arturo Astrid Babak Beatriz Bogdan Björn Brigid Carmen
Cedric Chiara Conrad Dagny Dariusz Delphine Désirée Dimitri Edda Elif Elias Émile Esther Fabian
Farida Fionnuala Florian François Freya Gaspard Gerda Giorgio Greta Hakan Hedwig Helena Hugo Idris
Ilse Ines Ingrid Ivo Jadwiga Jelena Jiří Joachim Jolanda Kamil Katarina Kenji Lale Leander Leonie
Lívia Ludmila Magnus Malika Marcel Margit Mehmet Mireille Nadia Niklas Noémie Odile Olaf Oskar
Paloma Petra Quentin Rafael Renate Ruben Sabine Salome Sven Tamara Theresa Tomasz Ulrike Vera Viktor
Wanda Xenia Yasmin Yusuf Zbigniew Zora
""")

SURNAME_STARTS = _each("""
Achter Alder Bach Bern Blom Brand Brei Castel Černo Dahl Doren Dvo Eber Engel Fager Falk Feld Ferr
Gantz Grell Grün Hag Hart Hedd Holm Imm Jans Kall Keller Kov Krau Lager Lind Lor Löw Maré Mart Mell
Moor Nagy Nord Okaf Olden Ost Pell Quist Rai Ried Roth Sand Schwar Sørens Stein Tann Thorn Uhl Var
Vest Wall Weid Wink Zell
""")
SURNAME_ENDS = _each("""
adze aimov aldi ander ard arez berg brook by corte dal dorf ek elli en er ette ev gaard heim hoff
holt ić ing ini ius jak kamp land lund mann mark o oli oni osz otti ova quist řák sen ska son
stad stein strand strup svik thal ula vist wig y zak
""")

PLACE_STARTS = _each("""
Alder Amber Barrow Black Brack Cold Crane Dun East Elm Fair Fen Grell Hal Harrow High Kings Lang
Long Mar Mill North Oak Old Raven Red Salt Sed South Stan Thorn Under West White Wind
""")
PLACE_ENDS = _each("""
borough bridge burn bury by combe dale ferry field ford gate ham haven hill hurst ley minster moor
mouth port side stead stow ton wick wold worth
""")
PLACES = [start + end for start, end in product(PLACE_STARTS, PLACE_ENDS)]

MONTHS = _each("""
January February March April May June July August September October November December
""")
OUTLETS = _each(
    """
Radio North|The Evening Post|Channel Six|Morning Line|The Coast Review|City Wire|Public Radio Two
|The Weekly Ledger
""",
    "|",
)
PROGRAMMES = _each(
    """
The Long Conversation|At Eight|Question Hour|The Saturday Interview|Straight Answers|Late Edition
|The Record|On the Line
""",
    "|",
)
OCCUPATIONS = _each(
    """
member of parliament|mayor|professor of economics|head of the transport authority|union leader
|hospital director|spokeswoman of the ministry|chief engineer|party leader|judge|epidemiologist
|head of the water company|school principal|climate scientist|police commissioner|novelist
|chair of the housing committee|farmer and councillor|auditor|former minister
""",
    "|",
)

BODIES = _each(
    """
the audit office|the city council|the ministry|the statistics office|the regional court
|the transport authority|the health board|the water company|parliament|the budget committee
|the port authority|the police union|the planning department|the energy regulator
|the national bank|the ombudsman|the housing agency|the research institute
""",
    "|",
)

TOPICS: dict[str, tuple[list[str], list[str]]] = {
    name: (figures.split("|"), things.split("|"))
    for name, figures, things in [
        ("Housing", "average rents|the number of empty flats|spending on social housing"
         "|the waiting time for a council flat|new building permits|evictions",
         "flats|tower blocks|housing estates|building permits|tenants|rent contracts"),
        ("Health", "the number of nurses|waiting times for surgery|vaccination rates"
         "|spending on hospitals|infant mortality|the price of insulin",
         "hospital beds|clinics|ambulances|patients|operations|vaccination centres"),
        ("Transport", "the number of train delays|ferry traffic|the cost of the bridge"
         "|accidents on the ring road|bus fares|the length of cycle lanes",
         "bridges|railway stations|buses|tunnels|level crossings|cycle lanes"),
        ("Energy", "electricity prices|the output of wind farms|gas imports|losses in the grid"
         "|the share of solar power|the cost of the reactor",
         "wind turbines|power stations|solar roofs|substations|pipelines|heat pumps"),
        ("Schools", "class sizes|the number of teachers|spending per pupil|the share of graduates"
         "|the number of children who repeat a year|nursery fees",
         "schools|classrooms|teachers|pupils|scholarships|playgrounds"),
        ("Crime", "the number of burglaries|violent crime|the time to answer an emergency call"
         "|the share of solved cases|overtime of police officers|fraud on the internet",
         "police stations|patrol cars|burglaries|court cases|prison places|officers"),
        ("Budget", "public debt|tax revenue|the deficit|spending on interest"
         "|the number of officials|the reserves of the city",
         "grants|contracts|tax inspectors|loans|subsidies|budget lines"),
        ("Climate", "carbon emissions|the average temperature|the area of forest"
         "|the level of the sea|methane from farms|the number of hot days",
         "flood barriers|weather stations|forest plots|dykes|measuring points|wetlands"),
        ("Migration", "the number of asylum requests|net migration|the length of a procedure"
         "|the share of migrants in work|deportations|language course places",
         "shelters|applications|language courses|work permits|families|reception centres"),
        ("Work", "unemployment|the minimum wage|the number of vacancies|strike days"
         "|wages in the shipyard|accidents at work",
         "jobs|shipyards|apprentices|collective agreements|factories|strike ballots"),
        ("Water", "nitrate in the ground water|the price of drinking water|leaks in the mains"
         "|the level of the reservoir|the number of bathing bans|sewage spills",
         "reservoirs|pumping stations|water mains|treatment plants|wells|bathing places"),
        ("Farming", "milk prices|the use of pesticides|the number of farms|the harvest of wheat"
         "|direct payments|the area under organic farming",
         "farms|dairy herds|fields|greenhouses|slaughterhouses|grain silos"),
    ]
}  # fmt: skip
TOPIC_NAMES = list(TOPICS)

MOVES = ["rose", "fell", "went up", "went down", "grew", "shrank", "climbed", "dropped"]
DEEDS = [
    "approved", "rejected", "postponed", "paid for", "sold", "inspected", "closed", "counted",
    "promised", "cancelled",
]  # fmt: skip
OPENINGS = [
    "Look, ", "I mean, ", "As I said at the time, ", "Let me be clear: ", "To be fair, ",
    "You have to remember that ", "The truth is that ", "If I may say so, ", "Well, ",
    "People forget that ", "And I will say it again: ", "In my view, ",
]  # fmt: skip
QUESTIONS = [
    "And what does that mean for {place}?", "Who decided that?",
    "Where does that number come from?",
    "But your own party voted against it, did it not?", "Let us turn to {thing}.",
    "Why has nobody in {place} been told?", "What would you say to people who doubt it?",
    "How long has that been known?", "You said something else in {year}.", "Can you prove that?",
]  # fmt: skip
REMARKS = [
    "I have always said so.", "That is how I see it, and I am not alone.", "We will have to wait.",
    "It is a question of fairness.", "Nobody likes to hear that, but there it is.",
    "I would do it again.", "You can ask anybody in {place}.", "That is the whole story.",
    "My grandmother used to say that patience is a form of courage, and she was right about that.",
    "We are talking about people here, not about numbers on a sheet of paper.",
    "I do not want to speculate about what my colleagues may have thought when they voted.",
    "This is not about me, and it is not about the council; it is about what {place} needs.",
]  # fmt: skip

RARE, SCARCE, COMMON = "periwinkle", "semaphore", "aqueduct"
"""Words that stand in 10 claims, in one of a thousand, and in one of ten: see `marked`."""
PHRASES = {
    RARE: "the periwinkle survey of {year}",
    SCARCE: "the semaphore contract with {body}",
    COMMON: "the aqueduct near {place}",
}


def marked(claim: int, claims: int) -> str:
    """The word of known frequency that claim number `claim`, from 0, of `claims` holds, or ''.

    It stands in quote and statement, and none of the three stands anywhere else. The numbers are
    exact where `claims` is a multiple of 1,000.
    """
    if claim % 10 == 7:
        return COMMON
    if claim % 1000 == 501:
        return SCARCE
    return RARE if claim * 10 % claims < 10 <= claims // 10 else ""


def person_name(number: int) -> str:
    """The name of an invented person; people with different numbers below 300,000 differ in it."""
    spread = number * 7919 % (len(FIRST_NAMES) * len(SURNAME_STARTS) * len(SURNAME_ENDS))
    rest, first = divmod(spread, len(FIRST_NAMES))
    end, start = divmod(rest, len(SURNAME_STARTS))
    return f"{FIRST_NAMES[first]} {SURNAME_STARTS[start]}{SURNAME_ENDS[end]}"
