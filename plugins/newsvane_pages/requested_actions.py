"""The kinds of actions that the pages offer, in words and with their pages, and one action as the pages show it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from newsvane.ui_links import UiPage, ui_path

VERBS = {
    "poll_feed": "poll", "pause_feed": "pause", "resume_feed": "resume", "replay": "replay",
    "land": "land", "discard": "discard", "resend": "send again", "add_rule": "add rule",
    "change_rule": "change rule", "remove_rule": "remove rule",
    "test_channel": "send test message", "label": "label",
}  # fmt: skip
"""The kinds of actions, and the verb that the pages show for each."""


class Wording(NamedTuple):
    """An action in words. `infinitive`: what was asked for. `subject`, `done`: what it was done to, and the participle.

    `subject` is empty if the outcome is a sentence by itself.
    """

    infinitive: str
    subject: str = ""
    done: str = ""


WORDINGS = {
    "poll_feed": Wording("poll the feed", "The feed", "polled"),
    "pause_feed": Wording("pause the feed", "The feed", "paused"),
    "resume_feed": Wording("resume the feed", "The feed", "resumed"),
    "replay": Wording("replay the article", "The article", "replayed"),
    "land": Wording("land the article", "The article", "landed"),
    "discard": Wording("discard the article", "The article", "discarded"),
    "resend": Wording("send the message again", "The message", "sent again"),
    "add_rule": Wording("add the rule", "The rule", "added"),
    "change_rule": Wording("change the rule", "The rule", "changed"),
    "remove_rule": Wording("remove the rule", "The rule", "removed"),
    "test_channel": Wording("send the test message", "The test message", "sent"),
    "label": Wording("store the labels"),
}
"""The kinds of actions in words."""
DONE = "done"
"""Stands for the outcome of a run that ended well but recorded none."""
_PARTICIPLES = frozenset({each.done.split()[0] for each in WORDINGS.values() if each.done} | {"read"})
"""With one of these begins what the lake records of an action, unless an older version recorded it."""
PAGES = {
    "poll_feed": UiPage.FEEDS, "pause_feed": UiPage.FEEDS, "resume_feed": UiPage.FEEDS, "replay": UiPage.QUARANTINE,
    "land": UiPage.QUARANTINE, "discard": UiPage.QUARANTINE, "resend": UiPage.MESSAGE, "add_rule": UiPage.RULE,
    "change_rule": UiPage.RULE,
    "remove_rule": UiPage.RULE, "test_channel": UiPage.CHANNELS, "label": UiPage.LABELS,
}  # fmt: skip
"""The page that offers each kind of action and shows its outcome."""
UNNAMED = {"articles": "articles", "outlet": "an outlet", "person": "the articles that name a person"}
"""What requests to remove something, and to let it in again, say that it was. They do not say which."""
OWN_FORMS = frozenset({"add_rule", "change_rule", "label"})
"""The kinds of actions that need more than a target and a reason: their pages have routes of their own for them."""
NEEDS_REASON = frozenset({"discard", "land", "pause_feed", "remove_rule"})
"""The kinds of actions that the pages do not request without a reason."""
TARGETS = {
    "resend": "message", **dict.fromkeys(("poll_feed", "pause_feed", "resume_feed"), "feed"),
    **dict.fromkeys(("replay", "land", "discard", "label"), "article"),
    **dict.fromkeys(("add_rule", "change_rule", "remove_rule"), "rule"),
}  # fmt: skip
"""What the target of each kind of action is, if it has a name beside its id."""


@dataclass(frozen=True)
class RequestedAction:
    """One action as the pages show it.

    `labels`: those that a run was started for, each with the fields of `Label`. `title`: of the rule that a run was
    started to add or change. `state` is queued, running, waiting, done, failed or lost. Waiting means that the action
    is recorded, and a later run of another DAG brings the outcome. Lost means that the run recorded none.
    """

    kind: str
    target: str
    reason: str
    by: str
    at: datetime
    state: str
    words: str
    run: str
    labels: Sequence[Mapping[str, Any]] = ()
    title: str = ""

    @property
    def verb(self) -> str:
        """The action in words."""
        return VERBS.get(self.kind, self.kind)

    @property
    def named(self) -> tuple[str, str]:
        """What the target is, and its id."""
        return TARGETS.get(self.kind, ""), self.target

    @property
    def wording(self) -> Wording:
        """The kind of the action in words."""
        return WORDINGS.get(self.kind, Wording(self.verb))

    @property
    def is_removed(self) -> bool:
        """Whether it was about an article that was removed by request, so that nothing says about which."""
        return not self.target

    @property
    def summary(self) -> str:
        """What became of it, in a short sentence without a full stop. `detail` continues it after a colon."""
        if self.is_removed:
            return "The article was removed by request"
        if self.is_pending or self.state == "waiting":
            return f"Waiting to {self.wording.infinitive}"
        return self._outcome[0] if self.state == "done" else f"Failed to {self.wording.infinitive}"

    @property
    def detail(self) -> str:
        """What there is to say beside the summary; "" if that is all."""
        if self.is_pending:
            return "the run has begun" if self.state == "running" else ""
        return self._outcome[1] if self.state == "done" else self.words

    @property
    def _outcome(self) -> tuple[str, str]:
        """What was done, in a sentence, and what follows from it. Nothing is said twice."""
        if self.kind not in WORDINGS:
            return "Done", "" if self.words == DONE else self.words
        subject, done = self.wording.subject, self.wording.done
        said, _, detail = self.words.partition(": ")
        if not subject:
            return said[:1].upper() + said[1:], detail
        if re.split(r"\W", said)[0] in _PARTICIPLES:
            return f"{subject} was {said}", detail
        return f"{subject} was {done}", "" if self.words == DONE else self.words

    @property
    def page(self) -> str:
        """The path of the page that shows the target; "" if none does: what was removed by request is not named."""
        return find_page(self.kind, self.target) if self.kind in PAGES else ""

    @property
    def subject(self) -> str:
        """The target in words, if it has no page."""
        return UNNAMED.get(self.target, self.target)

    @property
    def is_pending(self) -> bool:
        """Return whether the action has not ended."""
        return self.state in {"queued", "running"}


def find_page(kind: str, target: str) -> str:
    """Return the path of the page that shows the target of an action."""
    page = PAGES.get(kind, UiPage.COVERAGE)
    return ui_path(page, target) if page in {UiPage.MESSAGE, UiPage.RULE} else ui_path(page, anchor=target)
