"""Which entries are read next: feeds take turns, and within a host those who list its pages."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newsvane import lake, urls
from newsvane.lake.engine.connection import exclusive
from newsvane.records import Entry
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, LakeWriter, entry


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[LakeWriter]:
    with exclusive(create_lake(Settings(home=tmp_path / "var"))) as con:
        yield LakeWriter(con)


def listed(feed: str, *links: str, minutes: int = 0) -> Iterable[Entry]:
    """Yield entries of these links (without scheme) that a feed listed, a minute apart."""
    for number, link in enumerate(links):
        url = urls.canonical(f"https://{link}")
        found = entry(link, feed=feed, minutes=minutes + number)
        yield found.model_copy(update={"entry_id": urls.entry_id(url), "url": f"https://{link}", "canonical_url": url})


def next_links(writer: LakeWriter, *entries: Iterable[Entry], limit: int = 100, per_host: int = 100) -> list[str]:
    writer.poll(*(each for some in entries for each in some))
    due = lake.load_due_entries(writer.con, now=NOW + timedelta(days=1), limit=limit, per_host=per_host)
    return [each.url.removeprefix("https://") for each in due]


def test_feeds_take_turns(writer: LakeWriter) -> None:
    many = listed("one", *(f"one.example/{n}" for n in range(5)))
    few = listed("two", "two.example/a", "two.example/b", minutes=600)
    assert next_links(writer, many, few, limit=5) == [
        "one.example/0", "two.example/a", "one.example/1", "two.example/b", "one.example/2",
    ]  # fmt: skip


def test_a_feed_gains_nothing_by_many_hosts(writer: LakeWriter) -> None:
    many = listed("one", *(f"h{n}.one.example/x" for n in range(500)))
    few = listed("two", *(f"two.example/{n}" for n in range(5)), minutes=600)
    found = next_links(writer, many, few, limit=10)
    assert Counter(urls.outlet(f"https://{link}") for link in found) == {"one.example": 5, "two.example": 5}


def test_a_host_has_a_quota(writer: LakeWriter) -> None:
    pages = listed("one", *(f"one.example/{n}" for n in range(9)), "www.one.example/w", "one.example:81/p")
    others = listed("one", "other.example/1", minutes=600)
    found = next_links(writer, pages, others, per_host=3)
    assert found == ["one.example/0", "other.example/1", "one.example/1", "one.example/2"]


def test_listing_many_pages_of_an_outlet_does_not_hold_up_its_own_news(writer: LakeWriter) -> None:
    """The pages that another outlet's feed lists wait longer, and are more than the host's quota."""
    foreign = listed("one", *(f"victim.example/old/{n}" for n in range(200)))
    own = listed("two", *(f"victim.example/news/{n}" for n in range(4)), minutes=600)
    found = next_links(writer, foreign, own, per_host=8)
    assert Counter(urlsplit(f"https://{link}").path.split("/")[1] for link in found) == {"old": 4, "news": 4}


def test_of_one_feed_and_host_who_waits_longest_comes_first(writer: LakeWriter) -> None:
    """An entry that failed waits since its next try was due, behind those that were due before."""
    [failed, *others] = listed("one", *(f"one.example/{n}" for n in range(3)))
    writer.poll(failed, *others)
    retry = lake.EntryOutcome(
        entry_id=failed.entry_id, content_hash="1", outcome="pending", tries=1, next_try_at=NOW + timedelta(hours=1)
    )
    writer.land(lake.Batch(run_id="run", now=NOW, outcomes=(retry,)))
    assert next_links(writer) == ["one.example/1", "one.example/2", "one.example/0"]


def test_an_entry_of_a_later_version_is_left_out(writer: LakeWriter) -> None:
    entries = list(listed("one", "one.example/1", "one.example/2"))
    writer.poll(*entries)
    writer.con.execute("UPDATE entries SET kind = 'hologram' WHERE url LIKE '%/1'")
    assert next_links(writer) == ["one.example/2"]


@pytest.mark.parametrize(("was_read", "scheme"), [(True, "https"), (False, "http")])
def test_an_address_that_was_read_with_encryption_is_not_read_without(
    writer: LakeWriter, *, was_read: bool, scheme: str
) -> None:
    """An address that another source made up is read as its own outlet lists it."""
    [foreign] = listed("other", "one.example/1")
    writer.poll(foreign.model_copy(update={"own": False}))
    if was_read:
        read = lake.EntryOutcome(
            entry_id=foreign.entry_id, content_hash="1", outcome="article", article_id="a1", tries=1
        )
        writer.land(lake.Batch(run_id="run", now=NOW, outcomes=(read,)))
    [own] = listed("one", "one.example/1", minutes=5)
    found = next_links(writer, [own.model_copy(update={"own": True, "url": "http://one.example/1"})])
    assert found == [{"https": "one.example/1", "http": "http://one.example/1"}[scheme]]
