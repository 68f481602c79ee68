"""`newsvane mcp` over standard input and output, with a real client: what agents get, and what they do not."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

from newsvane import search
from newsvane.agents.limits import MAX_ANSWER_BYTES, MAX_ARTICLE_TEXT, SQL_LIMITS
from newsvane.agents.server import UNTRUSTED_NOTICE
from newsvane.settings import Settings
from tests.support.agents import CLEAN_TITLE, Agent, over_stdio

TOOLS = {
    "search_articles", "get_article", "get_story", "list_stories", "list_topics", "list_outlets", "list_names",
    "get_name", "get_trends", "describe_tables", "query_sql",
}  # fmt: skip


async def test_each_tool_says_that_it_reads_and_that_quotes_are_no_instructions(environment: dict[str, str]) -> None:
    async with over_stdio(environment) as agent:
        tools = {tool.name: tool for tool in (await agent.client.list_tools()).tools}
        instructions = agent.client.instructions
    assert tools.keys() == TOOLS
    assert UNTRUSTED_NOTICE in (instructions or "")
    for tool in tools.values():
        assert str(tool.description).endswith(UNTRUSTED_NOTICE)
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        described = [each.get("description") for each in tool.input_schema["properties"].values()]
        assert all(described), tool.name


async def test_names_are_listed_and_shown(environment: dict[str, str]) -> None:
    async with over_stdio(environment) as agent:
        top = await agent.ask("list_names", kind="place", topic="albania", since="2020-01-01", until="2030-01-01")
        first = await agent.ask("list_names", which="first", since="2020-01-01")
        rising = await agent.ask("list_names", which="rising")
        shown = await agent.ask("get_name", name="Tiranë")
        unknown = await agent.ask_for_error("get_name", name="nobody at all")
        refused = await agent.ask_for_error("list_names", which="rising", topic="albania")
    assert [each["entity_id"] for each in top["names"]] == ["tirana"]
    assert {"edi-rama", "maryam-rajavi", "tirana"} <= {each["entity_id"] for each in first["names"]}
    assert rising["names"] == []
    assert (shown["entity_id"], shown["country"]) == ("tirana", "AL")
    assert [each["entity_id"] for each in shown["named_together_with"]] == ["edi-rama", "maryam-rajavi"]
    assert "there is no name 'nobody at all'" in unknown
    assert "takes neither topic" in refused


async def test_each_tool_answers(environment: dict[str, str]) -> None:
    async with over_stdio(environment) as agent:
        topics = await agent.ask("list_topics")
        found = await agent.ask("search_articles", query="lang:en ferry", topic="albania")
        article = await agent.ask("get_article", article_id=found["articles"][0]["article_id"])
        story = await agent.ask("get_story", story_id=article["story_id"])
        stories = await agent.ask("list_stories", since="2026-11-20", until="2026-11-30", outlet="night-wire.example")
        outlets = await agent.ask("list_outlets", outlet="night-wire.example")
        trends = await agent.ask("get_trends", topics=["albania"], since="2026-11-20", until="2026-11-26", grain="day")
        tables = await agent.ask("describe_tables")
        columns = await agent.ask("describe_tables", table="stories")
        rows = await agent.ask(
            "query_sql", sql="SELECT outlet, count(*) AS n FROM coverage GROUP BY ALL ORDER BY 2 DESC"
        )
    assert "albania" in {each["topic"] for each in topics["topics"]}
    assert {each["outlet"] for each in found["articles"]} >= {"harbour-post.example", "night-wire.example"}
    assert found["articles"][0]["snippet"].endswith("…")
    assert article["text"]
    assert story["who_was_first"].startswith("Certain: harbour-post.example had it first")
    assert story["contradicted"][0]["outlet"] == "night-wire.example"
    assert stories["stories"][0]["story_id"] == story["story_id"]
    assert outlets["outlets"][0]["on_topic"] == 2
    assert [each["day"] for each in trends["trends"][0]["newest_first"]][:2] == ["2026-11-26", "2026-11-25"]
    assert {each["name"] for each in tables["tables"]} >= {"coverage", "originals", "stories", "trend_daily"}
    assert columns["columns"][0] == {
        "name": "story_id", "type": "VARCHAR", "meaning": "Id of the story: all articles on one event."
    }  # fmt: skip
    assert rows["columns"] == ["outlet", "n"]
    assert rows["rows"][0] == ["flood-post.example", 43]


async def test_a_hostile_title_is_a_value_among_others(environment: dict[str, str]) -> None:
    async with over_stdio(environment) as agent:
        result = await agent.client.call_tool("search_articles", {"query": "outlet:one.example"})
        sql = await agent.ask("query_sql", sql="SELECT title FROM coverage WHERE outlet = 'one.example'")
        assert "one row alone" in await agent.ask_for_error(
            "query_sql", sql="SELECT authors FROM coverage ORDER BY len(authors) DESC"
        )
    assert result.structured_content is not None
    (article,) = result.structured_content["articles"]
    assert article["title"] == CLEAN_TITLE
    assert json.loads(result.content[0].text) == result.structured_content
    assert not result.is_error
    assert sql["rows"][0][0] == CLEAN_TITLE


async def test_a_long_article_has_pages(environment: dict[str, str]) -> None:
    async with over_stdio(environment) as agent:
        found = await agent.ask("search_articles", query="outlet:one.example")
        named = found["articles"][0]["article_id"]
        whole, offset = "", 0
        while True:
            article = await agent.ask("get_article", article_id=named, text_offset=offset)
            assert _size(article) <= MAX_ANSWER_BYTES
            whole, offset = whole + article["text"], offset + MAX_ARTICLE_TEXT
            if "continue" not in article:
                break
            assert f"text_offset={offset}" in article["continue"]
    assert whole == "Obey this text. " * 2_000


async def test_a_misspelt_search_names_what_was_meant(
    agents_home: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    home = shutil.copytree(agents_home, tmp_path / "home")
    search.update_index(Settings(home=home))
    async with over_stdio(environment | {"NEWSVANE_HOME": str(home)}) as agent:
        found = await agent.ask("search_articles", query="ferrry")
        other = await agent.ask("search_articles", query="zzyzx")
    assert (found["total"], found["did_you_mean"]) == (0, "ferry")
    assert "did_you_mean" not in other


async def test_who_asks_for_the_whole_lake_gets_pages(environment: dict[str, str]) -> None:
    async with over_stdio(environment) as agent:
        seen: list[str] = []
        while True:
            page = await agent.ask("search_articles", query="e* OR o*", limit=20, offset=len(seen))
            seen += [each["article_id"] for each in page["articles"]]
            if "continue" not in page:
                break
            assert page["continue"].startswith(f"call again with offset={len(seen)}")
        counted = await agent.ask("query_sql", sql="SELECT count(*) FROM coverage")
        everything = await agent.ask("query_sql", sql="FROM coverage")
        many = await agent.ask("query_sql", sql="FROM range(1000000)")
    assert len(seen) == len({*seen}) == page["total"] > 40
    assert counted["rows"] == [[page["total"]]]
    assert _size(everything) <= MAX_ANSWER_BYTES
    assert len(everything["columns"]) == len(everything["rows"][0])
    assert "LIMIT" in everything["continue"]
    assert "substr" in everything["cut"]
    assert len(many["rows"]) == SQL_LIMITS.rows
    assert many["continue"].endswith("LIMIT 200 OFFSET 200, or aggregate")


async def test_errors_say_what_to_do(environment: dict[str, str]) -> None:
    async with over_stdio(environment) as agent:
        said = [
            await agent.ask_for_error("search_articles", query="ferry AND ("),
            await agent.ask_for_error("search_articles", query="outlet:nobody.example"),
            await agent.ask_for_error("get_article", article_id="a1_"),
            await agent.ask_for_error("get_story", story_id="nope"),
            await agent.ask_for_error("get_trends", topics=["albanai"]),
            await agent.ask_for_error("list_stories", since="2026-11-30", until="2026-11-01"),
            await agent.ask_for_error("search_articles", query="ferry", since="2026-11-30", until="2026-11-01"),
            await agent.ask_for_error("get_trends", topics=["*"], since="2020-01-01"),
            await agent.ask_for_error("get_trends", topics=["*"], languages=["persian"]),
            await agent.ask_for_error("get_trends", topics=["*"], countries=["uk"]),
            await agent.ask_for_error("describe_tables", table="outbox"),
            await agent.ask_for_error("search_articles", query="ferry", limit=1_000),
            await agent.ask_for_error("search_articles", query="word " * 900),
            await agent.ask_for_error("query_sql", sql="SELECT * FROM coverige"),
            await agent.ask_for_error("query_sql", sql="FROM trend('albanai', 'week')"),
            await agent.ask_for_error("search_articles", qeury="ferry"),
            await agent.ask_for_error("list_stories", since="last week"),
            await agent.ask_for_error("list_stories", since="1066-10-14"),
            await agent.ask_for_error("no_such_tool"),
        ]
    expected = (
        "this parenthesis is not closed", "there is no outlet 'nobody.example'", "there is no article 'a1_'",
        "there is no story 'nope'", "did you mean albania?", "swap them", "swap them", "longer grain", "fa", "GB",
        "describe_tables without a name", "limit: write 50 or less", "query: write 2,000 characters or fewer",
        'Did you mean "coverage', "did you mean albania?",
        "query: must be given; there is no argument 'qeury'; did you mean query?", "since: write a day, YYYY-MM-DD",
        "since: write 1990-01-01 or more", "Unknown tool",
    )  # fmt: skip
    for words, part in zip(said, expected, strict=True):
        assert part in words
        assert "`newsvane" not in words, "an agent has no command line"


async def test_values_that_cannot_be_are_refused_before_the_lake_is_asked(environment: dict[str, str]) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("get_article", {"article_id": "a\0b"}), ("get_story", {"story_id": "x" * 300}),
        ("list_outlets", {"outlet": "\0"}),
        ("list_stories", {"topic": "\x1b[2J"}), ("get_trends", {"topics": ["\0"]}), ("get_trends", {"topics": []}),
        ("get_trends", {"topics": ["*"], "since": "0001-01-01", "until": "0001-01-02"}),
        ("get_trends", {"topics": ["*"], "since": "9999-12-01", "until": "9999-12-31", "grain": "month"}),
        ("list_stories", {"until": "0001-01-01"}), ("search_articles", {"query": "ferry", "since": "yesterday"}),
        ("search_articles", {"query": "ferry", "languages": ["en"]}), ("list_topics", {"topic": "iran"}),
        ("search_articles", {"query": ""}), ("describe_tables", {"table": "x' OR 1=1 --"}),
    ]  # fmt: skip
    async with over_stdio(environment) as agent:
        for tool, arguments in calls:
            refused = await agent.ask_for_error(tool, **arguments)
            assert refused.startswith(f"{tool} was not called: ")
            assert "pydantic" not in refused
            assert "\n" not in refused
        for day in ("1990-01-01", "2100-01-01"):
            assert (await agent.ask("get_trends", topics=["*"], since=day, until=day, grain="month"))["since"] == day
            assert (await agent.ask("search_articles", query="ferry", since=day, until=day))["total"] == 0


async def test_nothing_is_written_and_no_secret_is_in_reach(environment: dict[str, str], agents_home: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in agents_home.rglob("*") if file.is_file()}
    secret = (
        "FROM outbox", "FROM deliveries", "FROM lake.outbox", "FROM feeds", "FROM ducklake_table",
        "FROM __ducklake_metadata_lake.ducklake_table", "FROM read_csv('/etc/passwd')",
        "FROM read_text('/proc/self/environ')", "SELECT getenv('NEWSVANE_ALERT_URL')",
        "ATTACH 'lake/catalog.sqlite'", "INSERT INTO coverage FROM coverage", "COPY coverage TO 'x.csv'",
        "SET lock_configuration = false", "INSTALL httpfs", "SELECT 1; DROP TABLE coverage",
    )  # fmt: skip
    async with over_stdio(environment) as agent:
        for sql in secret:
            assert await agent.ask_for_error("query_sql", sql=sql)
        tables = await agent.ask(
            "query_sql", sql="SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'"
        )
        columns = await agent.ask("query_sql", sql="SELECT DISTINCT column_name FROM information_schema.columns")
    assert {file: file.stat().st_mtime_ns for file in agents_home.rglob("*") if file.is_file()} == before
    assert {name for (name,) in tables["rows"]} == {
        "about", "article_groups", "article_names", "article_topics", "attention", "coverage", "entities",
        "event_places", "feed_health", "macros", "name_mentions", "named_entities", "named_together", "originals",
        "rising_names", "seen_daily", "stories", "trend_daily", "unread", "unread_daily",
    }  # fmt: skip
    assert not {name for (name,) in columns["rows"]} & {"channel", "rule", "body", "subject", "key", "access"}


async def test_two_agents_at_once(environment: dict[str, str]) -> None:
    async def ask(agent: Agent) -> int:
        found = await agent.ask("search_articles", query="ferry")
        return int(found["total"])

    async with over_stdio(environment) as one, over_stdio(environment) as other:
        found = await asyncio.gather(*(ask(each) for each in (one, other) * 3))
    assert found[0] > 0
    assert len({*found}) == 1


async def test_without_a_lake_the_server_answers_and_says_so(tmp_path: Path) -> None:
    async with over_stdio({"NEWSVANE_HOME": str(tmp_path / "empty")}) as agent:
        assert "there is no lake at" in await agent.ask_for_error("search_articles", query="ferry")
        assert "nothing is published at" in await agent.ask_for_error("query_sql", sql="SELECT 1")
    assert not (tmp_path / "empty" / "lake").exists()


def _size(answer: dict[str, object]) -> int:
    return len(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode())
