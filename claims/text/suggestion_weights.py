"""What the score of a suggested claim is made of: every sign, its weight, and its reason in words.

A sign that a sentence has adds its weight to the sentence's points; where it comes twice it counts
once. A weight above zero speaks for checking the sentence, one below against it, and the reasons
that are shown say so in the words given here. Weights are fitted by ``tests/fitting``; what they
were fitted on, and how well they do, is in ``docs/suggestions.md``. The second part of the score,
a weight for each of some words, is in ``suggestion_words.py``.

``words`` are words and phrases of lower-case text: ``_`` is the space of a phrase, ``*`` any
ending. ``pattern`` is a regular expression on the text as it stands. Signs with neither are found
by ``suggestion_signs.py``, by their names.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that a sentence has or has not. `reason` follows “for:” or “against:”."""

    name: str
    weight: float
    reason: str
    words: str = ""
    pattern: str = ""


START = -4.39
"""The points of a sentence without any sign."""
AVERAGE = -4.18
"""The points that sentences have on average."""
CARRIED = 0.20
"""What share of its points above the average a sentence hands on to the next one of its turn."""
OFFERED = 0.04
"""Sentences with this score or more are worth offering."""

SIGNS = [
    # Numbers
    Sign("number", 0.32, "a number", pattern=r"\d"),
    Sign("numbers", 0.19, "several numbers", pattern=r"\d[\d.,]*+[^\d.,].*\d"),
    Sign("small number", 0.12, "a number", words="""
        two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty* thirty* forty* fifty* sixty* seventy* eighty* ninety*
        """),
    Sign("large number", 0.36, "a large number", words="""
        hundred thousand million billion trillion hundreds thousands millions billions trillions
        tens_of dozens"""),
    Sign("percentage", 0.66, "a percentage", words="percent percentage per_cent", pattern=r"\d ?%"),
    Sign("money", 0.37, "an amount of money", words="dollar* cent cents penny bucks euro* pounds",
         pattern=r"[$€£] ?\d"),
    Sign("share", 0.20, "a share or a multiple", words="""
        half third quarter two-thirds one-third three-quarters double* doubling triple* tripling
        twice times fourth fifth majority"""),
    Sign("date", 0.16, "a date or a span of time", words="""
        years_ago last_year last_month this_year past_year decade decades last_week yesterday
        years_in century recent_years previous_year months_ago quarter year months since january
        february april june july august september october november december""",
         pattern=r"(?<![\d$.,])\b(?:1[89]\d\d|20[0-4]\d)s?\b(?!%|[.,]\d)"),
    # Comparison
    Sign("comparison", 0.11, "a comparison", words="""
        more less fewer higher lower larger smaller greater longer worse better bigger faster slower
        cheaper compared as_much_as as_many_as""", pattern=r"\b[A-Za-z]{2,}er than\b"),
    Sign("superlative", 0.27, "a superlative", words="""
        most least highest lowest largest biggest worst best smallest strongest weakest longest
        fastest richest poorest toughest greatest oldest newest hardest safest lowest-* highest-*
        all-time record number_one"""),
    Sign("ever", 0.31, "a claim about all times or places", words="""
        ever in_history in_the_history of_all_time in_the_world on_earth in_the_country anywhere
        of_any than_any"""),
    Sign("only", 0.10, "“only”", words="only"),
    Sign("first", 0.11, "“first”", words="first"),
    Sign("never", 0.08, "“never”", words="never not_once at_no_time"),
    Sign("none", 0.07, "a claim that there is none", words="""
        no nobody none no_one nothing not_one not_a_single zero"""),
    Sign("all", -0.04, "a claim about all", words="""
        all every everybody everyone always entire each"""),
    Sign("negation", 0.06, "a negation", words="""
        not don't doesn't didn't isn't aren't wasn't weren't can't cannot won't wouldn't couldn't
        shouldn't haven't hasn't hadn't ain't"""),
    # What happened
    Sign("rise", 0.22, "a rise", words="""
        rose risen rising increase* increasing grew grow growing growth soar* surge* skyrocket*
        climbed climbing up gained expanded record-high raise* raising"""),
    Sign("fall", 0.21, "a fall or a cut", words="""
        fell fallen falling decrease* declin* drop* shrank shrink* plummet* down lowered lowering
        reduce* reducing reduction cut cuts cutting slash* lost lose loses losing"""),
    Sign("made", 0.20, "something made", words="""
        created creating create creates added adding add adds produced built"""),
    Sign("destroyed", 0.16, "something destroyed", words="""
        destroy* kill killed killing kills wiped devastat* crippl* decimat* ruin* collaps*"""),
    Sign("cause", 0.10, "says what causes what", words="""
        because caused causes led_to result results resulted due_to thanks_to as_a_result
        which_means cost costs"""),
    Sign("vote", 0.20, "a vote, a law or a deal", words="""
        vote voted votes sign signed signing veto* pass passed approve* approved supported support
        supports opposed oppose opposes sponsor* co-sponsor* negotiated ratified endorsed endorse
        repeal*"""),
    Sign("said", 0.13, "what somebody said", words="""
        said says told called calls claimed admitted announced wrote tweeted stated suggested
        testified referred denied promised mentioned asked criticized praised saying"""),
    Sign("act", 0.24, "names an act", words="""
        gave took paid sold bought hired fired deleted sent received spent released filed sued
        defrauded used ran refused allowed accepted borrowed started turned ended began closed
        opened moved fought failed"""),
    Sign("past", 0.17, "the past", words="was were had did didn't wasn't weren't hadn't been",
         pattern=r"\b[a-z]{3,}ed\b"),
    Sign("present", 0.07, "how things are", words="is are isn't aren't has have hasn't haven't"),
    Sign("going on", 0.11, "something that is going on",
         pattern=r"(?i)\b(?:is|are|\w+['’](?:s|re)) (?:\w+ )?(?!going\b)\w+ing\b"),
    Sign("fact", 0.16, "facts or figures named as such", words="""
        fact facts true false lie lies lied truth according report reports reported study studies
        experts analysis found showed shows statistics numbers data evidence poll polls documented
        investigation"""),
    # Who
    Sign("person", 0.09, "“he”, “she” or a title", words="""
        he he's he'd him his she she's she'd her hers president secretary senator governor
        congressman congresswoman mayor minister opponent opponent's husband wife"""),
    Sign("body", 0.01, "a party or a body", words="""
        democrats republicans democrat republican democratic congress administration government
        senate house party department agency committee"""),
    Sign("name", 0.07, "a name", pattern=r"(?<=[a-z,;'’] )(?!I\b)[A-Z][\w'’-]+"),
    Sign("act of a person", 0.20, "names an act of a person"),
    Sign("you", 0.02, "“you”", words="you you're you've you'd your"),
    Sign("we", -0.03, "“we”", words="we we're we've we'd us our"),
    Sign("i", -0.06, "about the speaker", words="i i'm i've i'd i'll me my myself"),
    Sign("begins with i", -0.04, "begins with “I”", pattern=r"(?i)^(?:(?:and|but|so|well),? )?i\b"),
    Sign("begins with we", -0.09, "begins with “we”", pattern=r"(?i)^(?:(?:and|but|so) )?we\b"),
    Sign("begins with he", 0.12, "begins with “he”, “she” or “they”",
         pattern=r"(?i)^(?:(?:and|but|so) )?(?:he|she|they)\b"),
    # Subjects
    Sign("taxes", 0.26, "taxes", words="tax taxes taxed taxation tax-* deduction* irs loophole*"),
    Sign("work", 0.38, "jobs and wages", words="""
        job jobs unemployment unemployed employ* worker* workforce labor labour wage wages salary
        income incomes"""),
    Sign("trade", 0.14, "trade", words="""
        trade nafta tpp tariff* deficit deficits import* export* trans-pacific currency manufactur*
        factory factories plant plants"""),
    Sign("budget", 0.15, "debt and spending", words="debt budget* spending spend deficit"),
    Sign("economy", 0.10, "the economy", words="""
        econom* gdp stock market business businesses companies company corporat* industry industries
        recession bank banks wall_street investment* inflation poverty poor middle-class
        middle_class rich wealthy"""),
    Sign("health", 0.08, "health care", words="""
        health obamacare medicare medicaid insurance premium* doctor* hospital* drug drugs
        affordable opioid* heroin pre-existing abortion* planned_parenthood patients medical
        vaccin*"""),
    Sign("migration", 0.15, "immigration", words="""
        immigra* migrant* migration border borders illegal illegally illegals deport* amnesty
        refugee* visa* undocumented sanctuary aliens wall asylum"""),
    Sign("crime", 0.22, "crime and guns", words="""
        crime crimes criminal* murder* homicide* violen* police gun guns amendment shot shooting
        gang gangs killed prison* convicted arrest*"""),
    Sign("war", 0.14, "war and other countries", words="""
        war iraq iran syria isis libya terror* afghanistan military troops nuclear weapons russia*
        nato saudi israel korea ukraine china mexico japan missile* attack* defense defence
        army"""),
    Sign("energy", 0.37, "energy and climate", words="""
        energy oil coal gas climate pipeline* emissions solar steel mining miners environment*"""),
    Sign("scandal", 0.20, "investigations and donors", words="""
        e-mail* email* server foundation fbi benghazi investigat* subpoena fraud lawsuit*
        bankruptc* scandal hack* wikileaks donat* donor* pac pacs lobby* audit* returns
        classified"""),
    Sign("groups", 0.12, "groups of people", words="""
        women african-american* african hispanic* black latino* americans veterans vets seniors
        muslim* families"""),
    Sign("law", 0.07, "courts, laws and treaties", words="""
        court courts justice supreme judge* law laws constitution* ruled unconstitutional bill
        legislation act treaty agreement deal deals regulation*"""),
    Sign("elections", 0.17, "elections", words="""
        election* voter* electoral campaign won win beat poll polls turnout ballot* rigged"""),
    Sign("places", -0.01, "countries and places", words="""
        america american america's united_states country nation world city cities state states"""),
    Sign("several subjects", 0.22, "several subjects of politics"),
    Sign("number and subject", 0.38, "a number on a subject of politics"),
    # What is no claim
    Sign("question", -0.11, "a question", pattern=r"\?"),
    Sign("intention", -0.12, "an intention", words="""
        will won't i'll we'll they'll he'll she'll you'll going_to gonna shall i_want we_want
        i'd_like"""),
    Sign("opinion", -0.05, "an opinion", words="""
        great wonderful incredible amazing beautiful tremendous terrific fantastic good nice
        brilliant special maybe perhaps might possibly seems seem sort_of kind_of guess hopefully
        i_hope we_hope i_feel in_my_opinion i_would_say i_guess"""),
    Sign("would", -0.03, "what would be", words="would could"),
    Sign("demand", -0.11, "a demand", words="""
        should must need needs have_to has_to got_to ought let's""",
        pattern=r"(?i)^(?:let|look|take|give|think|remember|tell|just|please)\b"),
    Sign("feelings", -0.18, "about feelings", words="""
        feel feels feeling love loved proud honor honored happy glad sad afraid angry sorry"""),
    Sign("blame", 0.12, "blame", words="""
        disaster terrible horrible bad disgrace* disgusting wrong awful stupid unfair shame"""),
    Sign("pleasantry", -0.13, "a pleasantry", words="""
        thank thanks welcome please congratulations hello good_evening good_night good_morning
        god_bless ladies gentlemen excuse appreciate okay ok"""),
    Sign("talk about the talk", -0.05, "about the conversation", words="""
        let_me question answer talk talking speak respond say look listen well yes yeah oh right
        wait sir finish second moment"""),
    Sign("stage direction", -0.13, "a stage direction", pattern=r"^\s*[(\[]"),
    Sign("broken off", -0.07, "broken off", pattern=r"(?:\.\.\.|…|--|—|–)\s*$"),
    Sign("several parts", 0.09, "several parts", pattern=r",.*,"),
    # Its length
    Sign("up to 3 words", -0.11, "too short"),
    Sign("4 to 6 words", -0.05, "short"),
    Sign("7 to 10 words", 0.01, "7 to 10 words long"),
    Sign("11 to 15 words", 0.08, "11 to 15 words long"),
    Sign("16 to 22 words", 0.05, "16 to 22 words long"),
    Sign("23 to 30 words", 0.05, "23 to 30 words long"),
    Sign("31 to 45 words", 0.04, "a long sentence"),
    Sign("over 45 words", 0.15, "a very long sentence"),
    # Where it stands
    Sign("asks", -0.15, "said by somebody who mostly asks"),
    Sign("nobody", -0.13, "said by no speaker"),
    Sign("opens a turn", -0.07, "the first sentence of a turn"),
    Sign("closes a turn", -0.08, "the last sentence of a turn"),
    Sign("short turn", -0.09, "in a short turn"),
    Sign("long turn", 0.04, "in a long turn"),
]  # fmt: skip
