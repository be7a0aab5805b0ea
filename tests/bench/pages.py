"""The pages that are measured: a line each, with what the plain admin has instead."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from claims.generation.vocabulary import COMMON, RARE
from tests.bench.newsrooms import Newsroom

LIST = "/claims/"
EXPORT = "/claims/export/"
SEARCH = "/search/"
ADMIN_LIST = "/admin/claims/claim/"

type Address = Callable[[Newsroom], str]


@dataclass(frozen=True)
class Page:
    name: str
    address: Address
    flat: bool = True
    """Whether it has to cost the same at every size; its queries are counted in any case."""


def filtered(name: str, fact: str = "", value: str = "") -> Page:
    """The claim list with one filter, by the commonest value."""

    def address(newsroom: Newsroom) -> str:
        return f"{LIST}?{urlencode({name: newsroom.fact(fact) if fact else value})}"

    return Page(f"claim list by {name.replace('_', ' ')}", address)


def ordered(sort: str) -> Page:
    return Page(f"claim list, order {sort}", lambda newsroom: f"{LIST}?sort={sort}")


DASHBOARD = Page("dashboard", lambda newsroom: "/")
FIRST = Page("claim list, first page", lambda newsroom: LIST)
SEARCH_RARE = Page("search, a word in 10 claims", lambda newsroom: f"{SEARCH}?q={RARE}")
SEARCH_COMMON = Page("search, a word in one claim of ten", lambda newsroom: f"{SEARCH}?q={COMMON}")

PAGES = [
    DASHBOARD,
    Page("interview dashboard",
         lambda newsroom: f"/interviews/{newsroom.fact('interview')}/dashboard/"),
    Page("desk", lambda newsroom: f"/interviews/{newsroom.fact('interview')}/"),
    FIRST,
    Page("claim list, page 1,000", lambda newsroom: newsroom.fact("deep")),
    Page("saved view", lambda newsroom: f"/views/{newsroom.fact('view')}/"),
    filtered("interview", "interview"),
    filtered("status", "status"),
    filtered("open", value="1"),
    filtered("speaker", "speaker"),
    filtered("topic", "topic"),
    filtered("verdict", "verdict"),
    filtered("assignee", "assignee"),
    filtered("priority", "priority"),
    filtered("due", value="overdue"),
    filtered("source", value="none"),
    filtered("attention", value="stale"),
    filtered("set_aside", value="not_checkable"),
    filtered("captured_from", "month"),
    filtered("finished_from", "month"),
    filtered("done_by", "submitter"),
    filtered("q", value=COMMON),
    ordered("due"),
    ordered("priority"),
    ordered("status"),
    ordered("speaker"),
    SEARCH_RARE,
    SEARCH_COMMON,
    Page("claim", lambda newsroom: f"/claims/{newsroom.fact('claim')}/"),
    Page("queue", lambda newsroom: "/queue/"),
    Page("interviews", lambda newsroom: "/interviews/"),
    Page("sources", lambda newsroom: "/sources/"),
    Page("source", lambda newsroom: f"/sources/{newsroom.fact('source')}/"),
    Page("notifications", lambda newsroom: "/notifications/"),
]  # fmt: skip

# What somebody with the plain admin would look at instead.
ADMIN_FIRST = Page("admin's changelist", lambda newsroom: ADMIN_LIST)
ADMIN_STATUS = Page(
    "admin's changelist by status",
    lambda newsroom: f"{ADMIN_LIST}?status__exact={newsroom.fact('status')}",
)
ADMIN_SEARCH = Page("admin's search", lambda newsroom: f"{ADMIN_LIST}?q={COMMON}")
