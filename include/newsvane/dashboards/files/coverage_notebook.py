# /// script
# requires-python = ">=3.11"
# dependencies = ["altair>=5", "duckdb>=1.5", "marimo>=0.16", "pandas>=2", "pytz"]
# ///
"""Answer five questions of analysts from the published file of Newsvane. Open it with `marimo edit`."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Coverage (Newsvane)")


@app.cell
def _():
    import altair as alt
    import duckdb
    import marimo as mo

    FILE = "/srv/newsvane/coverage.duckdb"

    def ask(sql, **values):
        """Return the rows that a query finds in the published file, as a data frame. Times are UTC."""
        with duckdb.connect(FILE, read_only=True) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            return connection.execute(sql, values).df()

    return alt, ask, mo


@app.cell
def _(ask, mo):
    about = ask("SELECT articles, days, published_at FROM about").iloc[0]
    mo.md(f"""
# Coverage

{about.articles:,} articles from {about.days:,} days, as of {about.published_at:%d %B %Y, %H:%M} UTC. Copies are
included unless a chart says "originals": articles that are neither copies nor translations.
""")
    return


@app.cell
def _(ask, mo):
    topics = ask("SELECT topic FROM article_topics GROUP BY topic ORDER BY count(*) DESC, topic").topic
    topic = mo.ui.dropdown(list(topics), value=topics[0], label="Topic")
    grain = mo.ui.dropdown(["day", "week", "month"], value="day", label="per")
    mo.hstack([topic, grain], justify="start")
    return grain, topic


@app.cell
def _(mo):
    mo.md("""
## How much is written on the topic?
""")
    return


@app.cell
def _(alt, ask, grain, topic):
    coverage = ask(
        """
        SELECT period, originals AS Originals, articles - originals AS "Copies and translations"
        FROM trend($topic, $grain)
        ORDER BY period
        """,
        topic=topic.value,
        grain=grain.value,
    ).melt("period", var_name="kind", value_name="articles")
    alt.Chart(coverage).mark_bar().encode(
        x=alt.X("utcyearmonthdate(period):T", title=None),
        y=alt.Y("articles:Q", title="Articles", axis=alt.Axis(tickMinStep=1)),
        color=alt.Color("kind:N", title=None, sort=["Originals"], legend=alt.Legend(orient="top")),
        order=alt.Order("kind:N", sort="descending"),
    ).properties(width="container", height=240)
    return


@app.cell
def _(ask, mo, topic):
    stories = ask(
        """
        SELECT story_id, format('{} ({} outlets)', title, outlets) AS label
        FROM stories
        WHERE list_contains(topics, $topic)
        ORDER BY outlets DESC, articles DESC, story_id
        LIMIT 50
        """,
        topic=topic.value,
    )
    story = mo.ui.dropdown(
        dict(zip(stories.label, stories.story_id, strict=True)), value=stories.label[0], label="Story", full_width=True
    )
    mo.vstack([mo.md("## Who reported first?"), story])
    return (story,)


@app.cell
def _(alt, ask, story):
    order = ask(
        """
        SELECT place, outlet, hours_later, certainty, reported_at, title
        FROM first_to_report($story)
        ORDER BY place
        """,
        story=story.value,
    )
    alt.Chart(order).mark_circle(size=140).encode(
        x=alt.X("hours_later:Q", title="Hours after the first outlet"),
        y=alt.Y("outlet:N", title=None, sort=alt.SortField("place")),
        color=alt.Color(
            "certainty:N",
            title=None,
            scale=alt.Scale(domain=["certain", "uncertain", "alone"], range=["#1f77b4", "#bbbbbb", "#2ca02c"]),
            legend=alt.Legend(orient="top"),
        ),
        tooltip=["place", "outlet", "reported_at", "certainty", "title"],
    ).properties(width="container", height=alt.Step(32))
    return


@app.cell
def _(mo):
    mo.md("""
*Certain*: our polls show the order. *Uncertain*: they do not, so the outlets' own dates decided.

## Who copies or translates whom?
""")
    return


@app.cell
def _(alt, ask, topic):
    copies = ask(
        """
        SELECT
            source.outlet AS original_by, copy.outlet AS repeated_by, count(*) AS articles,
            count(*) FILTER (copy.copy_kind = 'translation') AS translations,
            round(median(date_diff('minute', source.reported_at, copy.reported_at) / 60), 1) AS median_hours
        FROM coverage AS copy
        JOIN coverage AS source ON source.article_id = copy.copy_of
        WHERE NOT copy.original AND list_contains(copy.topics, $topic)
        GROUP BY ALL
        ORDER BY articles DESC, original_by, repeated_by
        LIMIT 200
        """,
        topic=topic.value,
    )
    tiles = alt.Chart(copies).encode(
        x=alt.X("repeated_by:N", title="Repeated by", axis=alt.Axis(labelAngle=-40)),
        y=alt.Y("original_by:N", title="Original by"),
        tooltip=["original_by", "repeated_by", "articles", "translations", "median_hours"],
    )
    (
        tiles.mark_rect().encode(
            color=alt.Color("articles:Q", legend=None, scale=alt.Scale(range=["#eef4fb", "#6baed6"], domainMin=0))
        )
        + tiles.mark_text().encode(text="articles:Q")
    ).properties(width="container", height=alt.Step(32))
    return


@app.cell
def _(mo):
    mo.md("""
## Which names rise?

People, organisations and places that at least three stories of the last seven days with coverage name, and more
than twice as many as usual: per week of the four weeks before, times the same factor by which there are more stories
now. All topics.
""")
    return


@app.cell
def _(alt, ask):
    names = ask("SELECT name, kind, stories, usual FROM rising_names ORDER BY ratio DESC, name LIMIT 20")
    bars = alt.Chart(names).encode(y=alt.Y("name:N", title=None, sort=list(names.name)))
    (
        bars.mark_bar().encode(
            x=alt.X("stories:Q", title="Stories in 7 days; the line is the usual number"),
            color=alt.Color("kind:N", title=None, legend=alt.Legend(orient="top")),
        )
        + bars.mark_tick(color="black", thickness=3).encode(x="usual:Q")
    ).properties(width="container", height=alt.Step(26))
    return


@app.cell
def _(mo):
    mo.md("""
## How do languages differ?

The length of a bar is the number of articles on the topic, in the colours of what they are.
""")
    return


@app.cell
def _(alt, ask, topic):
    languages = ask(
        """
        SELECT
            language,
            CASE
                WHEN NOT original THEN 'copy or translation'
                WHEN translation_state IN ('translated', 'proxy') THEN 'original, machine-translated'
                ELSE 'original'
            END AS what,
            count(*) AS articles, round(median(words)) AS median_words
        FROM coverage
        WHERE list_contains(topics, $topic)
        GROUP BY ALL
        ORDER BY language, what
        """,
        topic=topic.value,
    )
    alt.Chart(languages).mark_bar().encode(
        x=alt.X("articles:Q", title="Articles"),
        y=alt.Y("language:N", title="Language", sort="-x"),
        color=alt.Color(
            "what:N", title=None, sort=["original", "copy or translation"], legend=alt.Legend(orient="top")
        ),
        order=alt.Order("what:N", sort="descending"),
        tooltip=["language", "what", "articles", "median_words"],
    ).properties(width="container", height=alt.Step(26))
    return


if __name__ == "__main__":
    app.run()
