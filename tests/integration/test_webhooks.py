"""What a webhook gets: documented, versioned fields beside the text, of one story and of a digest."""

import asyncio
import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from newsvane.alerts import Templates, flush_due
from newsvane.notify import send_message
from newsvane.records import Message
from tests.support import webhook_page
from tests.support.alert_factories import NOW, landed, messages, rule
from tests.support.receivers import Receivers

EXAMPLE, SCHEMA = webhook_page.blocks()


def digest() -> Message:
    daily = rule(digest="day")
    items = [
        landed(name, story_id=f"s_{name}", title=f"Story {name}", published_at=NOW - timedelta(hours=2))
        for name in "ab"
    ]
    held = [each.model_copy(update={"held": "digest", "due_at": NOW}) for each in messages([daily], items)]
    flushed = flush_due(held, [daily], now=NOW, templates=Templates(), ui_url="http://ui.example")
    return flushed.digests[0]


NOTICE = Message(key="n", rule="ops", channel="hook", subject="Red", body="A task is red.", created_at=NOW)


async def received(folder: Path, sent: Iterable[Message]) -> list[dict[str, Any]]:
    """Send the messages to a real server, and return the JSON that arrived."""
    async with Receivers(folder / "log.jsonl").running() as receivers:
        for each in sent:
            await asyncio.to_thread(send_message, each, f"json://127.0.0.1:{receivers.http_port}/hook?:team=desk")
        return [json.loads(json.dumps(each["payload"])) for each in receivers.received]


@pytest.mark.parametrize("message", [webhook_page.message(), digest(), NOTICE], ids=["story", "digest", "notice"])
async def test_what_arrives_is_what_the_schema_in_the_docs_says(tmp_path: Path, message: Message) -> None:
    (got,) = await received(tmp_path, [message])
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(got)
    described = SCHEMA["properties"] | (SCHEMA["$defs"]["story"]["properties"] if "story" in got else {})
    assert set(got) - {"team"} - set(described) == set()
    assert got["text"] == f"{message.subject}\n\n{message.body}"


async def test_the_example_in_the_docs_is_what_arrives() -> None:
    assert webhook_page.example() == EXAMPLE, "write it anew: python -m tests.support.webhook_page"


async def test_the_facts_of_a_story_are_fields(tmp_path: Path) -> None:
    item = landed(
        "a", url="https://courier.example/ä?a=1&b=2", outlets=3, is_new_story=False, observed_at=NOW, language="sq",
        date_contradicted=True,
    )  # fmt: skip
    (got,) = await received(tmp_path, messages([rule()], [item]))
    facts = {
        "headline": "A headline", "outlet": "courier.example", "language": "sq", "topics": ["mek", "albania"],
        "url": "https://courier.example/%C3%A4?a=1&b=2", "story": "s_1", "article": "a", "rules": ["r"],
        "published_at": "2026-11-24T11:00:00Z", "date_contradicted": True, "first_seen": "2026-11-24T12:00:00Z",
        "certainty": "uncertain", "outlets": 3, "copy_of": None, "machine_translated": False,
        "newsvane_url": "http://ui.example/newsvane/stories/s_1",
    }  # fmt: skip
    assert {name: got[name] for name in facts} == facts


async def test_a_digest_lists_its_stories(tmp_path: Path) -> None:
    (got,) = await received(tmp_path, [digest()])
    assert [(each["headline"], each["story"], each["rules"]) for each in got["stories"]] == [
        ("Story a", "s_a", ["r"]), ("Story b", "s_b", ["r"])
    ]  # fmt: skip
    assert "headline" not in got


@pytest.mark.parametrize("headline", ["\u202egnp.exe\x00", "<script>alert(1)</script>", '"}{"rule":"x"'])
async def test_a_hostile_headline_stays_in_its_field(tmp_path: Path, headline: str) -> None:
    (got,) = await received(tmp_path, messages([rule()], [landed(title=headline)]))
    assert got["rule"] == "r"
    assert got["headline"] == headline.replace("\u202e", "").replace("\x00", "").strip()
