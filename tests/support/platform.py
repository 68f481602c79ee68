"""An installation that watches two accounts of a platform that is on no list of shared hosts, and a stranger."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from tests.support.installation import Installation, install, page
from tests.support.outlet import Answer

WATCH = """
[[feed]]
id = "honest"
url = "http://honest.plat.example/feed-honest"

[[feed]]
id = "evil"
url = "http://evil.plat.example/feed-evil"

[[feed]]
id = "stranger"
url = "http://stranger.example/feed-stranger"
"""
ALERTS = """
[[channel]]
id = "desk"
url = "${NEWSVANE_DEMO_WEBHOOK}"

[[rule]]
id = "story"
title = "Story"
topics = ["ferry"]
channels = ["desk"]

[[rule]]
id = "every"
title = "Every"
topics = ["ferry"]
channels = ["desk"]
new = "every"
"""


def report(name: str) -> list[str]:
    """Return three paragraphs about a ferry that share nothing with those of another name."""
    draw = random.Random(name)
    words = ["".join(draw.choices("abcdefghilmnoprstu", k=draw.randint(3, 9))) for _ in range(120)]
    sentences = [" ".join(words[at : at + 12]).capitalize() for at in range(0, 120, 12)]
    return [f"{'. '.join(sentences[at : at + 4])}. The ferry is late." for at in range(0, 10, 4)]


@dataclass
class Platform:
    """An installation with two accounts on a domain that is on no list of shared hosts, and a stranger."""

    installation: Installation
    answers: dict[str, Answer]
    runs: Iterator[int]

    def publish(self, url: str, title: str, text: list[str], canonical: str = "") -> None:
        made = page(title, text)
        head = f"<link rel='canonical' href='{canonical}'></head>" if canonical else "</head>"
        self.answers[url.removeprefix("http://")] = replace(made, body=made.body.replace("</head>", head))

    def cycle(self, *, title: str = "", **feeds: list[str]) -> None:
        """Run a cycle with feeds that list these addresses. Under another `title`, listed pages are read again."""
        for name in ("honest", "evil", "stranger"):
            links = feeds.get(name, [])
            items = "".join(f"<item><title>{title}{link[-9:]}</title><link>{link}</link></item>" for link in links)
            body = f"<rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>"
            self.answers[f"/feed-{name}"] = Answer(body, "application/rss+xml")
        self.installation.cycle(f"run-{next(self.runs)}")

    def articles(self) -> list[tuple[str, ...]]:
        return self.installation.query("SELECT url, title, claimed_url FROM articles ORDER BY url")

    def alerts(self, rule: str = "story") -> list[tuple[str, str]]:
        """Return the subjects of the rule's messages, each with the address of the article that it is about now."""
        return self.installation.query(
            "SELECT subject[length(rule) + 3:], url FROM outbox JOIN articles USING (article_id) "
            f"WHERE rule = '{rule}' ORDER BY ALL"
        )

    def dump(self) -> list[object]:
        tables = ("articles", "article_groups", "article_revisions", "article_sketches", "outbox", "entries")
        return [self.installation.query(f"FROM {table} ORDER BY ALL") for table in tables]


@contextmanager
def open_platform(folder: Path) -> Iterator[Platform]:
    """Yield the platform; its messages are written and not sent. `folder`: an empty one."""
    answers: dict[str, Answer] = {}
    with install(folder, WATCH, answers) as installation:
        (installation.settings.watch / "alerts.toml").write_text(ALERTS)
        yield Platform(installation, answers, count())
