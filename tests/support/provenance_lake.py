"""Fill a small lake for the examples of `docs/guides/provenance.md`: who was first, forged dates, claims and mirrors.

The articles are invented and their times are fixed, so the answers never change. Everything else is computed as in the
pipeline: contradicted dates, copies, stories and the views.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from newsvane import stories, urls
from newsvane.lake.admin.maintenance import find_mirrors
from newsvane.lake.engine.connection import exclusive
from newsvane.observation import with_observation
from newsvane.records import Alternate, Article, Message, Translation
from newsvane.settings import Settings
from newsvane.texts import text_hash, words
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import batch, land
from tests.support.prose import prose

DAY = datetime(2026, 11, 24, tzinfo=UTC)
FERRY = "The ferry stays in port", prose("ferry", 90)
CUSTOMS = "Court sends customs officers home", prose("customs", 90)


def filled(settings: Settings) -> Settings:
    """Create the lake in the home of `settings`; return `settings`."""
    create_lake(settings)
    articles = [*_ferry(), *_customs(), *_claims(), *_mirrors(), *_flood()]
    messages = tuple(_messages(articles))
    land(settings, batch(*articles, now=_at("12:00"), messages=messages))
    before = _article("quiet-herald", "tunnel", "A tunnel is planned", prose("tunnel"), seen="08:00", claims="07:50")
    land(settings, batch(before, run="before", now=_at("08:10")))
    after = before.model_copy(
        update={"text": prose("bridge"), "text_hash": text_hash(prose("bridge")), "fetched_at": _at("09:30", days=3)}
    )
    revisions = (stories.describe_revision(before, after),)
    land(settings, batch(after, run="after", now=_at("09:40", days=3), revisions=revisions))
    with exclusive(settings) as con:
        find_mirrors(con)
    return settings


def _ferry() -> Iterator[Article]:
    """Yield a report, a copy, and a copy that claims to be older."""
    title, text = FERRY
    yield _article("harbour-post", "ferry", title, text, absent="08:50", seen="09:00", claims="08:55")
    yield _article("balkan-digest", "ferry", title, text, absent="09:30", seen="10:00", claims="09:40")
    yield _article("night-wire", "ferry", "Ferry: we knew", text, absent="09:50", seen="10:20", claims="06:10")


def _customs() -> Iterator[Article]:
    """Yield a report and a copy that were both found by the first poll of their feeds."""
    title, text = CUSTOMS
    yield _article("tirana-ledger", "customs", title, text, seen="09:00", claims="08:10")
    yield _article("new-voice", "customs", title, text, seen="09:00", claims="08:40")


def _claims() -> Iterator[Article]:
    """Yield pages that claim something about the article of another outlet."""
    about = _address("harbour-post", "ferry")
    late = partial(_article, absent="10:40", seen="11:00", claims="10:50")
    yield late("echo-press", "barco", "El barco", prose("barco"), language="es", about=about)
    yield late("night-wire", "saffron", "Saffron", prose("saffron"), version=about)


def _mirrors() -> Iterator[Article]:
    """Yield six texts that two outlets share, and one more of each."""
    for number in range(6):
        text = prose(f"shared {number}")
        yield _article(
            "mirror-one", f"{number}", f"Shared {number}", text, absent="08:30", seen="09:00", claims="08:40"
        )
        yield _article(
            "mirror-two", f"{number}", f"Shared {number}", text, absent="09:10", seen="09:40", claims="09:20"
        )
    for name in ("mirror-one", "mirror-two"):
        yield _article(name, "own", f"Only in {name}", prose(name), absent="08:30", seen="09:00", claims="08:45")


def _flood() -> Iterator[Article]:
    """Yield one article on each of three days, then forty at once."""
    for number in range(3):
        yield _article("flood-post", f"usual-{number}", "As usual", prose(f"usual {number}"), days=number - 3)
    for number in range(40):
        title, text = f"Edition {number}", prose(f"edition {number}")
        yield _article("flood-post", f"{number}", title, text, absent="10:30", seen="11:30", claims="11:00")


def _messages(articles: list[Article]) -> Iterator[Message]:
    """Yield the messages of the flood that wait for a place, and those that a digest will only count."""
    for number, article in enumerate(each for each in articles if each.title.startswith("Edition")):
        if number >= 10:
            yield Message(
                key=f"example {number}",
                rule="example",
                channel="desk",
                kind="story",
                outlet=article.outlet,
                article_id=article.article_id,
                subject=article.title,
                body=article.title,
                created_at=_at("11:40"),
                held="cap" if number < 20 else "flood",
                due_at=_at("12:40"),
            )


def _article(
    outlet: str,
    name: str,
    title: str,
    text: str,
    *,
    seen: str = "09:00",
    claims: str = "08:50",
    absent: str | None = None,
    days: int = 0,
    language: str = "en",
    about: str | None = None,
    version: str | None = None,
) -> Article:
    """Return an article.

    `seen`: the time of day when a poll first found it; `absent`: when the poll before did not. `claims`: the time of
    publication that it claims. `about`, `version`: what it calls the original of its translation, and its version in
    another language.
    """
    url = _address(outlet, name)
    observed_at = _at(seen, days=days)
    article = Article(
        article_id=urls.article_id(url),
        url=url,
        canonical_url=url,
        outlet=f"{outlet}.example",
        feed_id=outlet,
        title=title,
        published_at=_at(claims, days=days),
        published_source="meta",
        fetched_at=observed_at + timedelta(minutes=1),
        text=text,
        text_hash=text_hash(text),
        words=len(words(text)),
        language=language,
        language_confidence=1.0,
        topics=("albania",),
        translation=Translation(state="translated" if about else "none", source_url=about),
        alternates=(Alternate(language="en", url=version),) if version else (),
    )
    return with_observation(article, observed_at=observed_at, absent_at=_at(absent, days=days) if absent else None)


def _address(outlet: str, name: str) -> str:
    return f"https://{outlet}.example/{name}"


def _at(time: str, *, days: int = 0) -> datetime:
    hours, minutes = map(int, time.split(":"))
    return DAY + timedelta(days=days, hours=hours, minutes=minutes)
