"""The life of one claim: what happens to it, and where it ends."""

from claims.generation.histories import Fields, History
from claims.generation.rows import DAY, as_json, day_of, hashed, moment

MOST_EVENTS = 10

# How likely a claim ends where, by the days since its interview came in.
ENDS = ["new", "checking", "awaiting_sign_off", "changes_requested", "signed_off", "published",
        "set_aside", "stale", "correcting"]  # fmt: skip
BY_AGE: list[tuple[int, list[int]]] = [
    (3, [520, 260, 90, 20, 40, 20, 45, 4, 1]),
    (14, [190, 240, 160, 60, 120, 110, 100, 15, 5]),
    (60, [45, 75, 55, 30, 220, 420, 125, 20, 10]),
    (100_000, [20, 14, 8, 5, 190, 600, 150, 8, 5]),
]
# What the events are that each end takes, besides those that fill the claim's history.
TAKEN = {
    "new": 1, "checking": 2, "awaiting_sign_off": 6, "changes_requested": 7, "signed_off": 7,
    "disputed": 7, "published": 8, "set_aside": 2, "stale": 8, "correcting": 9,
}  # fmt: skip


class Life(History):
    """One claim, and its way through the newsroom."""

    def live(self) -> None:
        """Everything that happens to it, in 5 to 10 events."""
        end = self._end()
        loops = end == "signed_off" and not self.setting.corrected and self.prose.chance(0.15)
        most = MOST_EVENTS - self.setting.corrected
        wanted = min(self.prose.one_of([5, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 10]), most)
        spare = 0 if loops else max(0, wanted - TAKEN[end])
        self._capture(with_statement=end != "new" or self.prose.chance(0.5))
        if end in {"new", "set_aside"}:
            self._fill(spare)
            if end == "set_aside":
                self._set_aside()
            return
        self._fill(spare // 2)
        self._start()
        self._fill(spare - spare // 2)
        if end != "checking":
            self._judge()
            self._review(end, loops=loops)

    def _review(self, end: str, *, loops: bool) -> None:
        """From the submission to where it ends."""
        self._submit()
        if loops or end == "changes_requested":
            self._request_changes()
        if loops:
            self._edit(self.by, rationale=self.prose.paragraph(3))
            self._submit()
        if end == "disputed":
            self._dispute()
        if end in {"awaiting_sign_off", "changes_requested", "disputed"}:
            return
        self._sign_off()
        if end == "stale":
            self._attach(reopens=True)
        elif end in {"published", "correcting"}:
            self._publish()
        if end == "correcting":
            self._move("checking", self.setting.team[0], note=self.prose.remark())

    def correct_transcript(self, version: int, note: str, at: int, *, lost: bool) -> None:
        """It moves to the same place of another version; or, `lost`, keeps that of its own."""
        if self.by_hand:
            return
        self.time = at
        if not lost:
            at_same: Fields = {
                "transcript_id": version, "start": self.place.start, "end": self.place.end,
            }  # fmt: skip
            self._change("anchored", self.setting.team[0], at_same, note=note)
            return
        changes: Fields = {"needs_anchoring": True}
        if self.fields["status"] in {"awaiting_sign_off", "disputed", "signed_off"}:
            changes["status"] = "checking"
        self._change("anchor_lost", self.setting.team[0], changes, note=note)

    # What it is to become

    def _end(self) -> str:
        days = (self.plan.now - self.setting.at) // DAY
        shares = next(shares for limit, shares in BY_AGE if days < limit)
        point = self.prose.random() * sum(shares)
        for end, share in zip(ENDS, shares, strict=True):  # noqa: B007 - the last one is the answer
            point -= share
            if point < 0:
                break
        disputed = end == "awaiting_sign_off" and self.setting.blind and self.prose.chance(0.4)
        return "disputed" if disputed else end

    # What happens to it

    def _capture(self, *, with_statement: bool) -> None:
        self.captured_by = self.prose.one_of(self.setting.team)
        if with_statement:
            self.fields["statement"] = self.place.statement
        self._event("captured", self.captured_by, {}, self.fields)

    def _fill(self, number: int) -> None:
        """So many changes of the kinds that may come at any time."""
        steps = [self._plan, self._plan, self._comment, self._attach, self._attach, self._reword]
        for _ in range(number):
            if len(self.evidence) == 2:
                steps = [self._plan, self._comment, self._reword]
            if len(self.comments) == 3:
                steps = [self._plan, self._reword]
            self.prose.one_of(steps)()

    def _plan(self) -> None:
        if self.fields["topic_id"] is None:
            self._edit(self.by, topic_id=self.setting.topic)
        elif self.fields["due_on"] is None:
            day = self.captured // DAY + self.prose.number(3, 28)
            self._edit(self.setting.team[0], due_on=day_of(day))
        elif self.fields["assignee_id"] is None:
            event = self._edit(self.setting.team[0], assignee_id=self.by)
            self._tell("assigned", self.by, self.setting.team[0], event)
        else:
            others = [one for one in (1, 2, 3, 3, 4) if one != self.fields["priority"]]
            self._edit(self.by, priority=self.prose.one_of(others))

    def _reword(self) -> None:
        statement = self.fields["statement"] or self.place.statement
        if self.fields["statement"]:
            statement = f"{statement} Said of {self.prose.year()} in {self.prose.somewhere()}."
        self._edit(self.by, statement=statement)

    def _comment(self) -> None:
        """Somebody says something, or what was said is dealt with."""
        self._later()
        if self.open_comment:
            pk, self.open_comment = self.open_comment, 0
            self.comments[pk] += [self.by, moment(self.time)]
            self._event("comment_resolved", self.by, {}, {"comment": pk})
            return
        body, by = f"{self.prose.remark()} {self.prose.question()}", self._another()
        self.open_comment = self._say(body, by)
        after = {"comment": self.open_comment, "about": "", "on_evidence": None}
        event = self._event("commented", by, {}, after, note=body)
        self._tell("commented", self.fields["assignee_id"], by, event)

    def _say(self, body: str, by: int) -> int:
        pk = self.plan.number("comment", self.number, len(self.comments) + 1)
        self.comments[pk] = [body, by, moment(self.time)]
        return pk

    def _attach(self, *, reopens: bool = False, primary: bool = False) -> None:
        self._later()
        prose = self.prose
        used = {source.id for _, source in self.evidence}
        pool = self.setting.sources if prose.chance(0.8) else self.setting.famous
        source = prose.skewed(pool, 2)
        if primary or source.id in used:
            fresh = [one for one in self.setting.famous if one.id not in used]
            source = prose.one_of([one for one in fresh if one.primary or not primary])
        pk = self.plan.number("evidence", self.number, len(self.evidence) + 1)
        content: Fields = {
            "evidence": pk, "source": source.id, "stance": self._stance(),
            "excerpt": prose.paragraph(prose.number(1, 2)),
            "locator": f"p. {prose.number(2, 480)}",
        }  # fmt: skip
        self.evidence.append((content, source))
        self.setting.rows.add(
            "evidence", pk, self.pk, source.id, content["stance"], content["excerpt"],
            content["locator"], "", self.by, moment(self.time), 1,
        )  # fmt: skip
        words = self.plan.lexicon.vector(pk, str(content["excerpt"]), str(content["locator"]))
        self.setting.rows.add("evidencewords", pk, words)
        changes: Fields = {"status": "checking"} if reopens else {}
        self._change("evidence_added", self.by, changes, also=content)

    def _stance(self) -> str:
        """Nothing contradicts the verdict to come: that would take an answer."""
        tone = self.verdict.tone
        if tone == "neutral" or self.prose.chance(0.25):
            return "context"
        return {"positive": "supports", "negative": "refutes"}.get(tone) or self.prose.one_of(
            ["supports", "refutes"]
        )

    def _start(self) -> None:
        if self.fields["assignee_id"] is None:
            self._move("checking", self.by, assignee_id=self.by)
        else:
            self._move("checking", self.by)

    def _judge(self) -> None:
        """What its verdict takes, the verdict, and the rationale."""
        if self.verdict.needs_search_log:
            self._search()
        else:
            self._attach(primary=self.verdict.needs_primary)
        self._edit(self.by, verdict_id=self.verdict.id)
        self._edit(self.by, rationale=self.prose.paragraph(self.prose.number(2, 5)))

    def _search(self) -> None:
        self._later()
        pk = self.plan.number("searchentry", self.number)
        self.searched = {
            "searched": pk, "place": f"The register of {self.prose.somewhere()}",
            "searched_on": day_of(self.time // DAY),
            "found": "Nothing that says so, and nothing that says otherwise.", "by": self.by,
        }  # fmt: skip
        self.setting.rows.add(
            "searchentry", pk, self.pk, self.searched["place"], self.searched["searched_on"],
            self.searched["found"], self.by, moment(self.time),
        )  # fmt: skip
        self._event("search_added", self.by, {}, self.searched)

    def _submit(self) -> None:
        self.submission += 1
        self._move("awaiting_sign_off", self.by, submitted_by_id=self.by, sign_offs_needed=1)

    def _request_changes(self) -> None:
        by, note = self._another(), self.prose.question()
        event = self._move("changes_requested", by, note=note)
        self._say(note, by)
        self._tell("changes_requested", self.by, by, event)

    def _dispute(self) -> None:
        by = self._another()
        other = self.prose.one_of([one for one in self.plan.scale if one is not self.verdict])
        changes: Fields = {"status": "disputed", "second_verdict_id": other.id, "second_by_id": by}
        self._later()
        event = self._change("second_verdict", by, changes)
        self._tell("disputed", self.by, by, event)

    def _sign_off(self) -> None:
        self._later()
        by, content = self._another(), as_json(self._content())
        self.signed, self.signer = hashed(content), by
        self.finished = self.time
        self.setting.rows.add(
            "signoff", self.plan.number("signoff", self.number), self.pk, by, moment(self.time),
            self.submission, content, self.signed,
        )  # fmt: skip
        event = self._change(
            "signed_off", by, {"status": "signed_off"}, also={"signed": self.signed}
        )  # fmt: skip
        self._tell("signed_off", self.by, by, event)

    def _publish(self) -> None:
        self._later()
        payload = as_json(self._payload())
        self.setting.rows.add(
            "publication", self.plan.number("publication", self.number), self.pk, 1,
            self.setting.team[0], moment(self.time), payload, hashed(payload),
        )  # fmt: skip
        self._change("moved", self.setting.team[0], {"status": "published"},
                     also={"publication": hashed(payload)})  # fmt: skip

    def _set_aside(self) -> None:
        reason = self.prose.one_of(["not_checkable", "not_checkable", "out_of_scope", "duplicate"])
        before = self.pk - 1 if self.number > self.setting.first else None
        if reason == "duplicate" and before is None:
            reason = "out_of_scope"
        repeated = before if reason == "duplicate" else None
        self._move("set_aside", self.by, set_aside_reason=reason, duplicate_of_id=repeated)
