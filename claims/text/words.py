"""Lists of English words that reading leans on."""


def words(text: str) -> frozenset[str]:
    """Return the words of a string, split at white space."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """Return the phrases of a string, split at ``|`` and line ends."""
    return frozenset(phrase.strip() for phrase in text.replace("\n", "|").split("|"))


PARTICLES = words("de del della der den di da do dos du la le van von zu zur al el bin ibn ben ter")
TITLES = words(
    """mr mrs ms miss mx dr prof professor sir dame lord lady sen senator rep representative gov
    governor pres president vice sec secretary amb ambassador gen general col colonel capt captain
    sgt sergeant lt lieutenant maj major officer detective sheriff judge justice mayor speaker
    congressman congresswoman the hon rev reverend father minister prime chancellor king queen
    prince princess former host correspondent chair chairman chairwoman"""
)
# What stands before a name in an article without being part of it.
ROLES = TITLES | words(
    """actor actress director producer anchor chief deputy attorney district coach rabbi pope
    bishop cardinal sister brother commissioner superintendent principal councilman councilwoman
    councillor counselor spokesman spokeswoman spokesperson author writer singer rapper comedian
    reporter editor columnist pollster economist analyst lawyer investigator inspector agent
    inspector-general star ceo cfo founder co-founder owner democrat republican sens reps assistant
    first secretary-general undersecretary armorer cinematographer photographer"""
)
# Words that begin a sentence in capitals and are no part of the name that follows.
OPENERS = words(
    """a an and as after although at because before but by during even for from here how if in it
    its later like many meanwhile more most no not now of on once only or since so some still such
    that the their then there these they this those though through to today tomorrow tonight until
    we what when where whether which while who why with yesterday yet you your he she his her him i
    my our us photo video image related asked meeting speaking according also however both each
    every other others another one two three four five monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november
    december"""
)
HE = words("he him his himself")
SHE = words("she her hers herself")
MALE_ROLES = words(
    "mr sir lord king prince spokesman chairman congressman councilman father brother"
)
FEMALE_ROLES = words(
    """mrs ms miss dame lady queen princess actress spokeswoman chairwoman congresswoman
    councilwoman sister mother widow"""
)
# Forms of verbs of saying. Past forms can be participles ("was told"); base forms can follow "to".
SAID_PAST = words(
    """said told added continued asked answered replied responded wrote recalled tweeted explained
    argued claimed insisted noted stated stressed pressed warned admitted acknowledged conceded
    declared announced joked quipped laughed whispered shouted yelled cried exclaimed remarked
    observed commented suggested concluded countered retorted interjected interrupted repeated
    recounted remembered confirmed denied alleged testified charged accused called described dubbed
    labeled labelled branded deemed termed dismissed denounced decried criticized criticised
    praised hailed blasted slammed mocked complained lamented urged pleaded begged demanded
    promised vowed pledged predicted posted texted emailed quoted reasoned reflected mused offered
    clarified elaborated emphasized emphasised reiterated maintained contended asserted opined
    volunteered sighed snapped thundered boasted bragged confessed revealed disclosed reported
    read began proclaimed threatened cautioned advised"""
)
SAID_PRESENT = words(
    """says tells adds continues asks answers replies responds writes recalls tweets explains
    argues claims insists notes states stresses warns admits acknowledges concedes declares
    announces jokes quips remarks observes comments suggests concludes counters retorts repeats
    recounts remembers confirms denies alleges testifies accuses calls describes dubs labels brands
    deems dismisses denounces decries criticizes criticises praises hails blasts slams mocks
    complains laments urges pleads demands promises vows pledges predicts posts reasons reflects
    muses clarifies emphasizes emphasises reiterates maintains contends asserts opines reads
    reveals reports threatens cautions advises"""
)
SAID_BASE = words("say tell add ask write argue claim insist call describe recall warn explain")
SAYING = words(
    """saying telling adding asking writing tweeting recalling explaining arguing claiming
    insisting noting stating stressing warning admitting calling describing joking replying
    accusing declaring dismissing labeling labelling suggesting concluding"""
)
# Forms that are as often nouns: no verb after an article, a possessive or an adjective.
OFTEN_NOUNS = words(
    """claims calls notes comments answers jokes tweets posts states reports brands labels reasons
    stresses counters quips remarks demands promises pledges reads offered charged read began"""
)
AUXILIARIES = words(
    """has have had is are was were will would could should may might must did does do then also
    later once again often always never still even just recently reportedly further simply flatly
    quickly soon first previously since went on to goes repeatedly immediately eventually finally
    already afterwards too himself herself themselves both all being quoted as"""
)
BEING = words("am is are was were be been being get gets got")
DETERMINERS = words(
    """the a an his her its their our my this that these those one two three four five six several
    many some most few another other each every both no any"""
)
PREPOSITIONS = words(
    """of for at from in with on by to about into over under after before during against between
    through without within near as like than since until if when while because whether who which
    that what how where why and or but nor so although though"""
)
# Things that speak for the person who made them.
DOCUMENTS = words(
    """lawsuit suit complaint filing statement letter petition report memo memoir tweet post email
    affidavit article essay book brief motion declaration indictment autobiography"""
)
BODIES = words(
    """office department agency bureau ministry court council university committee association
    union commission administration institute company party news team police foundation campaign
    times post journal press"""
)
NUMBERED_NAMES = words("jr sr ii iii iv")
ABBREVIATIONS = words(
    """mr mrs ms dr prof sen rep gov pres sec gen col capt sgt lt maj rev hon st jr sr vs no inc
    ltd co corp dept jan feb mar apr jun jul aug sept oct nov dec mt ft sens reps messrs"""
)
