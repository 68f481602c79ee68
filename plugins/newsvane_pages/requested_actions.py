"""The kinds of actions that the pages offer, in words and with their pages, and one action as the pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsvane.ui_links import UiPage, ui_path

VERBS = {
    "poll_feed": "poll", "pause_feed": "pause", "resume_feed": "resume", "replay": "replay",
    "land": "land", "discard": "discard", "resend": "send again", "add_rule": "add rule",
    "change_rule": "change rule", "remove_rule": "remove rule",
    "test_channel": "send test message", "label": "label",
}  # fmt: skip
"""The kinds of actions, and the verb that the pages show for each."""
SENTENCES = {
    "poll_feed": ("poll the feed", "The feed was polled"), "pause_feed": ("pause the feed", "The feed was paused"),
    "resume_feed": ("resume the feed", "The feed was resumed"),
    "replay": ("replay the article", "The article was replayed"),
    "land": ("land the article", "The article was landed"),
    "discard": ("discard the article", "The article was discarded"),
    "resend": ("send the message again", "The message was sent again"),
    "add_rule": ("add the rule", "The rule was added"), "change_rule": ("change the rule", "The rule was changed"),
    "remove_rule": ("remove the rule", "The rule was removed"),
    "test_channel": ("send the test message", "The test message was sent"),
    "label": ("store the label", "The label was stored"),
}  # fmt: skip
"""What was asked for, and what is said when it is done, by the kind of an action."""
PAGES = {
    "poll_feed": UiPage.FEEDS, "pause_feed": UiPage.FEEDS, "resume_feed": UiPage.FEEDS, "replay": UiPage.QUARANTINE,
    "land": UiPage.QUARANTINE, "discard": UiPage.QUARANTINE, "resend": UiPage.MESSAGE, "add_rule": UiPage.RULE,
    "change_rule": UiPage.RULE,
    "remove_rule": UiPage.RULE, "test_channel": UiPage.CHANNELS, "label": UiPage.LABELS,
}  # fmt: skip
"""The page that offers each kind of action and shows its outcome."""
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

    `labels`: those that a run was started for, each with the fields of `Label`. `state` is queued, running, waiting,
    done, failed or lost. Waiting means that the action is recorded, and a later run of another DAG brings the outcome.
    Lost means that the run failed before it recorded an outcome.
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

    @property
    def verb(self) -> str:
        """The action in words."""
        return VERBS.get(self.kind, self.kind)

    @property
    def named(self) -> tuple[str, str]:
        """What the target is, and its id."""
        return TARGETS.get(self.kind, ""), self.target

    @property
    def summary(self) -> str:
        """What became of it, in a short sentence."""
        wish, done = SENTENCES.get(self.kind, (self.verb, f"Done: {self.verb}"))
        if self.state == "done":
            return done
        return f"Waiting to {wish}" if self.is_pending or self.state == "waiting" else f"Failed to {wish}"

    @property
    def page(self) -> str:
        """The path of the page that shows the target."""
        return find_page(self.kind, self.target)

    @property
    def is_pending(self) -> bool:
        """Return whether the action has not ended."""
        return self.state in {"queued", "running"}


def find_page(kind: str, target: str) -> str:
    """Return the path of the page that shows the target of an action."""
    page = PAGES.get(kind, UiPage.COVERAGE)
    return ui_path(page, target) if page in {UiPage.MESSAGE, UiPage.RULE} else ui_path(page, anchor=target)
