"""A real interview about a death: who said what, from one article, and no verdict on the rest."""

from datetime import date
from pathlib import Path

from claims.demo.script import Cited, Script, Step, Told, about
from claims.models import Priority, SetAsideReason, Source, SourceKind

SHOT, RESPONSIBILITY = "Section on the shooting", "Section on guilt"
INQUIRY = "Section on the inquiry"
CRITICS, FILMS = "Section on the critics", "Section on future films"
ATTRIBUTION = "Attribution confirmed"


def article(stance: str, excerpt: str, locator: str) -> Cited:
    return Cited("article", stance, excerpt, locator)


def suit(stance: str) -> Cited:
    return Cited("suit", stance, "playing Russian roulette", "As quoted by ABC News")


def prosecutor(stance: str) -> Cited:
    return Cited("prosecutor", stance, "on the table", "As quoted by ABC News")


def sheriff(stance: str) -> Cited:
    return Cited("sheriff", stance, "closing in on an explanation", "As reported by ABC News")


def sources() -> dict[str, Source]:
    return {
        "article": Source(
            kind=SourceKind.DOCUMENT,
            title="5 key takeaways from Alec Baldwin's exclusive interview "
            "with George Stephanopoulos",
            publisher="ABC News",
            published_on=date(2021, 12, 3),
            primary=True,
        ),
        "suit": Source(
            kind=SourceKind.COURT,
            title="Civil suit over the shooting on the set of Rust, filed in mid-November 2021",
            author="Mamie Mitchell",
            primary=True,
        ),
        "prosecutor": Source(
            kind=SourceKind.PERSON,
            title="The district attorney, to ABC News, on possible charges",
            publisher="ABC News",
            spoken_to="The district attorney (by ABC News)",
            on_record=True,
            primary=True,
        ),
        "sheriff": Source(
            kind=SourceKind.DOCUMENT,
            title="What investigators made known about the live round, week of the broadcast",
            author="Santa Fe County Sheriff's Office",
        ),
    }


ACCOUNT = (
    Told(
        name="trigger",
        days=(0.35, 4.46),
        quote="didn't pull the trigger",
        statement="Baldwin did not pull the trigger of the revolver that killed Halyna Hutchins.",
        assignee="reviewer",
        priority=Priority.HIGH,
        due_in=5,
        cited=(
            article("supports", "I'm not going to pull the trigger", SHOT),
            sheriff("context"),
        ),
        rationale="Draft. So far this rests on his own account alone. Wanted: an examination of "
        "the revolver, and what the others in the room saw.",
        steps=(Step("start", "reviewer"),),
    ),
    Told(
        name="hammer",
        days=(0.49, 7.22),
        quote="let go of the hammer of the gun, and the gun goes off",
        statement="The revolver fired when Baldwin released the hammer, "
        "with nobody pressing the trigger.",
        captured_by="reviewer2",
        assignee="reviewer2",
        priority=Priority.HIGH,
        due_in=5,
        cited=(article("supports", "I let go of the hammer of the gun", SHOT),),
        rationale="Draft. His own account. Ask a gunsmith whether this model can fire so, "
        "and read the laboratory's report when there is one.",
        steps=(Step("start", "reviewer2"),),
    ),
    Told(
        name="direction",
        days=(15.24, 21.67),
        quote="Everything is at her direction",
        statement="Baldwin said that Hutchins directed what he did with the gun in the rehearsal.",
        assignee="reviewer",
        due_in=2,
        cited=(article("supports", "She's guiding me through how she wants me to hold", SHOT),),
        rationale="The article quotes him with these words and with others to the same effect. "
        "What was agreed between the two is not judged here.",
        verdict=ATTRIBUTION,
        steps=(Step("start", "reviewer"), Step("submit", "reviewer")),
    ),
    Told(
        name="armpit",
        days=(0.68, 9.53),
        quote="ended up being aimed right below her armpit",
        statement="Baldwin held the revolver where Hutchins asked, "
        "which left it pointing at her, beneath the arm.",
        assignee="reviewer",
        priority=Priority.HIGH,
        due_in=6,
        cited=(
            article("supports", "I'm holding the gun where she told me to hold it", SHOT),
            suit("context"),
        ),
        rationale="Draft. The suit, as quoted, blames him for pointing it at Hutchins; he says "
        "that she chose the direction. Nobody else who was there is quoted yet.",
        steps=(Step("start", "reviewer"),),
    ),
    Told(
        name="training",
        days=(16.43, 22.88),
        quote="That was the training that I had",
        statement="Baldwin was trained never to aim at a person and pull the trigger.",
        captured_by="reviewer2",
        assignee="reviewer",
        due_in=1,
        cited=(article("supports", "I would never point a gun at anyone", SHOT),),
        rationale="The article has him say that this was his training.",
        verdict=ATTRIBUTION,
        steps=(
            Step("start", "reviewer"),
            Step("submit", "reviewer"),
            Step(
                "request_changes",
                "reviewer2",
                "The verdict confirms that he said so, but the statement says that it was so. "
                "Make it “Baldwin said that …”, or find out who trained him.",
            ),
        ),
    ),
    Told(
        name="not-me",
        days=(0.77, 12.74),
        quote="I know it's not me",
        statement="Baldwin is not responsible for the shooting.",
        assignee="reviewer2",
        priority=Priority.URGENT,
        due_in=9,
        cited=(
            article("supports", "someone is responsible for what happened", RESPONSIBILITY),
            suit("refutes"),
            prosecutor("context"),
        ),
        rationale="Draft. Responsibility is before the courts and the inquiry is open: "
        "no verdict from us while that is so. Keep both sides here.",
        steps=(Step("start", "reviewer2"),),
    ),
)

LAW = (
    Told(
        name="unlikely",
        days=(1.22, 6.39),
        quote="highly unlikely that I would be charged",
        statement="Baldwin said he had been told that criminal charges against him "
        "were highly unlikely.",
        assignee="reviewer",
        cited=(
            article("supports", "I've been told by people who are in the know", INQUIRY),
            prosecutor("context"),
        ),
        rationale="The article quotes him. It does not say who told him, and the district attorney "
        "left charges open. Whether they were likely is not judged here.",
        verdict=ATTRIBUTION,
        steps=(
            Step("start", "reviewer"),
            Step("submit", "reviewer"),
            Step("sign_off", "reviewer2"),
        ),
    ),
    Told(
        name="roulette",
        days=(13.66, 23.25),
        quote="playing Russian roulette",
        statement="Mamie Mitchell's suit said that Baldwin played Russian roulette "
        "by pointing the gun at Hutchins.",
        captured_by="reviewer2",
        assignee="reviewer2",
        priority=Priority.HIGH,
        due_in=3,
        cited=(article("supports", "playing Russian roulette", SHOT), suit("supports")),
        rationale="The article quotes these words from the suit, filed in mid-November. It is an "
        "accusation by one party; whether it is right is not judged here.",
        verdict=ATTRIBUTION,
        steps=(Step("start", "reviewer2"), Step("submit", "reviewer2")),
    ),
    Told(
        name="two-suits",
        days=(14.31, 14.81),
        quote="named as a defendant in two civil lawsuits",
        statement="When the interview was broadcast, two civil suits named Baldwin as a defendant.",
        speaker="ABC News",
        captured_by="reviewer2",
        due_in=4,
        cited=(suit("supports"),),
    ),
    Told(
        name="on-the-table",
        days=(1.55, 8.36),
        quote="on the table",
        statement="The district attorney told ABC News that criminal charges remained possible.",
        assignee="reviewer2",
        cited=(article("supports", "on the table", INQUIRY), prosecutor("supports")),
        rationale="ABC News reports what the district attorney told ABC News itself. "
        "It does not say against whom.",
        verdict=ATTRIBUTION,
        steps=(
            Step("start", "reviewer2"),
            Step("submit", "reviewer2"),
            Step("sign_off", "reviewer"),
        ),
    ),
    Told(
        name="live-round",
        days=(1.69, 18.42),
        quote="closing in on an explanation",
        statement="Investigators said that they were near an explanation "
        "of where the live round came from.",
        speaker="Santa Fe County Sheriff's Office",
        assignee="reviewer2",
        priority=Priority.HIGH,
        due_in=0,
        cited=(
            sheriff("supports"),
            article("context", "closing in on an explanation", INQUIRY),
        ),
        rationale="Draft. The article reports it without quoting anybody. "
        "Find the announcement itself before this goes further.",
        steps=(Step("start", "reviewer2"),),
    ),
)

OTHERS = (
    Told(
        name="trump",
        days=(11.34, 19.77),
        quote="said I did it deliberately",
        statement="Baldwin said that Donald Trump had said that he did it deliberately.",
        captured_by="reviewer2",
        assignee="reviewer",
        due_in=2,
        cited=(article("supports", "said I did it deliberately", CRITICS),),
        rationale="The article quotes Baldwin so. It describes what Trump said as a suggestion "
        "that he may have; Trump's own words still have to be found and are not judged here.",
        verdict=ATTRIBUTION,
        steps=(Step("start", "reviewer"), Step("submit", "reviewer")),
    ),
    Told(
        name="clooney",
        days=(2.28, 10.63),
        quote="every single time I'm handed a gun on a set",
        statement="George Clooney said that he checks a gun each time he is handed one on a set.",
        assignee="reviewer2",
        cited=(article("supports", "I look at it, I open it", CRITICS),),
        rationale="The article quotes him with these words. "
        "What he does on a set is not judged here.",
        verdict=ATTRIBUTION,
        steps=(
            Step("start", "reviewer2"),
            Step("submit", "reviewer2"),
            Step("sign_off", "editor"),
        ),
    ),
    Told(
        name="johnson",
        days=(8.43, 9.28),
        quote="use only fake guns in future films",
        statement="Dwayne Johnson pledged that only fake guns will be used in his films.",
        speaker="Dwayne Johnson",
        assignee="reviewer",
        priority=Priority.LOW,
        due_in=12,
    ),
    Told(
        name="petition",
        days=(9.67, 9.74),
        quote="signed a petition to ban the use of real guns",
        statement="Olivia Wilde signed a petition that asks for a ban of real guns on film sets.",
        speaker="Olivia Wilde",
        captured_by="reviewer2",
        priority=Priority.LOW,
    ),
    Told(
        name="audiences",
        days=(2.42, 2.99),
        quote="because that's what audiences want",
        statement="Guns are in films because audiences want them.",
        steps=(
            Step(
                "set_aside",
                "reviewer",
                "An opinion on why films are as they are.",
                why=SetAsideReason.NOT_CHECKABLE,
            ),
        ),
    ),
    Told(
        name="never-again",
        days=(2.56, 7.95),
        quote="ever do a movie that had a gun in it again",
        statement="Baldwin does not expect to make another film with a gun in it.",
        captured_by="reviewer2",
        steps=(
            Step(
                "set_aside",
                "reviewer2",
                "An intention: nothing that can be true or false yet.",
                why=SetAsideReason.NOT_CHECKABLE,
            ),
        ),
    ),
)

BALDWIN = Script(
    name="baldwin",
    day=0.1,
    details={
        "title": "Alec Baldwin, interviewed by George Stephanopoulos",
        "outlet": "ABC News",
        "programme": "Alec Baldwin: Unscripted",
        "published_on": date(2021, 12, 2),
    },
    text=Path(__file__).with_name("baldwin.txt").read_text("utf-8"),
    sources=sources,
    told=(*about("The shooting", ACCOUNT), *about("The law", LAW), *OTHERS),
    people={
        "Alec Baldwin": "Actor; held the revolver on the set of Rust",
        "Mamie Mitchell": "Script supervisor of Rust, in her civil suit",
        "The district attorney": "To ABC News; the article gives no name",
        "Santa Fe County Sheriff's Office": "Investigates the shooting; no person is named",
        "ABC News": "In the article about its interview",
        "George Clooney": "Actor",
        "Dwayne Johnson": "Actor, as the article reports it",
        "Olivia Wilde": "Actor and director, as the article reports it",
    },
)
