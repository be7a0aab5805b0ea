"""One person at work: `python -m tests.faults.person JSON`, where JSON says who and where.

Each request that would change something is written to a journal, with the answer, once the answer
has come; nothing is written twice, and nothing that was answered goes missing with the database.
"""

import json
import random
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.browser import NO_ANSWER, Answer, Browser, Form

EVIDENCE = re.compile(r"/evidence/(\d+)/edit/")
ADDRESSES = [f"https://example.org/report-{number}" for number in range(5)]


@dataclass
class Person:
    name: str
    claims: list[int]
    browser: Browser
    journal: Path
    chance: random.Random
    run: int
    number: int = 0

    def work(self, edits: int) -> None:
        """Change something `edits` times. What cannot be done at the moment counts too."""
        acts: list[tuple[Callable[[int], None], int]] = [
            (self.write, 40), (self.choose, 15), (self.attach, 12), (self.change_evidence, 8),
            (self.withdraw_evidence, 4), (self.move, 30), (self.comment, 6),
        ]  # fmt: skip
        does = [act for act, weight in acts for _ in range(weight)]
        while self.number < edits:
            self.chance.choice(does)(self.chance.choice(self.claims))

    def write(self, claim: int) -> None:
        """A statement or a rationale; now and then by a form that was opened long ago."""
        field = self.chance.choice(["statement", "rationale"])
        path = f"/claims/{claim}/{field}/"
        if form := self.form(path):
            if self.chance.random() < 0.25:
                form.values["version"] = str(max(1, int(form.values["version"]) - 3))
            self.send(path, {**form.values, "value": self.token()}, claim=claim, field=field)

    def choose(self, claim: int) -> None:
        field, values = self.chance.choice(
            [("priority", "1 2 3 4"), ("due", "2031-01-01 2031-01-02"), ("verdict", "2 3 4")]
        )
        path = f"/claims/{claim}/{field}/"
        if form := self.form(path):
            value = self.chance.choice(values.split())
            self.send(path, {**form.values, "value": value}, claim=claim, field=field)

    def attach(self, claim: int) -> None:
        path = f"/claims/{claim}/evidence/new/"
        if form := self.form(path):
            token = self.token()
            sent = {
                **form.values, "kind": "web", "url": self.chance.choice(ADDRESSES),
                "title": "Report", "stance": self.chance.choice(["supports", "context"]),
                "excerpt": token, "locator": "Page 1",
            }  # fmt: skip
            self.send(path, sent, claim=claim, field="excerpt", token=token)

    def evidence(self, claim: int) -> str:
        found = EVIDENCE.findall(self.browser.get(f"/claims/{claim}/evidence/").text)
        return self.chance.choice(found) if found else ""

    def change_evidence(self, claim: int) -> None:
        path = f"/evidence/{self.evidence(claim) or 0}/edit/"
        if form := self.form(path):
            token = self.token()
            sent = {**form.values, "stance": "supports", "excerpt": token}
            self.send(path, sent, claim=claim, field="excerpt", token=token)

    def withdraw_evidence(self, claim: int) -> None:
        number = self.evidence(claim)
        page = self.browser.get(f"/claims/{claim}/evidence/")
        path = f"/evidence/{number}/withdraw/"
        if number and (forms := page.forms(path)):
            self.send(path, forms[0].values, claim=claim, field="withdraw")

    def comment(self, claim: int) -> None:
        path = f"/claims/{claim}/comments/new/"
        if form := self.form(path):
            token = self.token()
            self.send(path, {**form.values, "body": token}, claim=claim, field="body", token=token)

    def move(self, claim: int) -> None:
        """Whatever the menu offers: mostly on, seldom aside."""
        path = f"/claims/{claim}/status/"
        menu = self.browser.get(path)
        offered = [form.values for form in menu.forms(path) if "action" in form.values]
        asking = {link.partition("action=")[2] for link in menu.links() if "action=" in link}
        if self.chance.random() < 0.8:
            asking -= {"set_aside", "request_changes", "correct"}
        choices: list[Any] = [*offered, *sorted(asking)]
        if not choices:
            return
        chosen = self.chance.choice(choices)
        if isinstance(chosen, str):
            forms = self.browser.get(f"{path}?action={chosen}").forms(path)
            if not forms:
                return
            chosen = {**forms[0].values, "note": "Because.", "reason": "out_of_scope"}
        self.send(path, chosen, claim=claim, field="status")

    def form(self, path: str) -> Form | None:
        answer = self.browser.get(path)
        self.rest_if_down(answer)
        forms = answer.forms(path)
        return forms[0] if answer.status == 200 and forms else None

    def send(self, path: str, values: dict[str, Any], *, token: str = "", **about: Any) -> None:
        answer = self.browser.post(path, values)
        line = {
            "by": self.name, "number": self.number, "path": path, "status": answer.status,
            "token": token or (values["value"] if about["field"] in {"statement", "rationale"}
                               else ""),
            "seen": int(values.get("version") or 0), "hash": values.get("seen_hash", ""),
            "action": values.get("action", ""), **about,
        }  # fmt: skip
        with self.journal.open("a") as file:
            file.write(json.dumps(line) + "\n")
        self.number += 1
        self.rest_if_down(answer)

    def rest_if_down(self, answer: Answer) -> None:
        if answer.status == NO_ANSWER or answer.status >= 500:
            self.browser.wait_for_an_answer()

    def token(self) -> str:
        """Words that nobody else writes, and this person once."""
        return f"{self.name} writes number {self.number} of run {self.run}."


def main(told: dict[str, Any]) -> None:
    browser = Browser(told["site"])
    browser.log_in(told["name"], told["password"])
    chance = random.Random(told["seed"])
    journal = Path(told["journal"])
    person = Person(told["name"], told["claims"], browser, journal, chance, told["run"])
    person.work(told["edits"])


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
