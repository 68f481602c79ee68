-- reads: echo(), event_places, first_to_report(), named_entities, originals, outlet_provenance, share_of_voice(), skipped, stories, stories_between(), trend(); returns: one result per statement; each begins with the question that it answers

-- How much is written on a topic, week by week?
SELECT period, articles, originals, stories, outlets, percent FROM trend('iran', 'week') ORDER BY period DESC LIMIT 10;

-- Who speaks most on it, and what share of their own news is that?
SELECT outlet, articles, originals, percent, percent_of_own FROM share_of_voice('iran', today() - 28, today()) LIMIT 10;

-- Which stories of the last week went furthest?
SELECT title, first_outlet, outlets, articles, languages FROM stories_between(today() - 7, today()) ORDER BY outlets DESC LIMIT 10;

-- Who came first to a story, how sure is that, and who followed?
SELECT place, outlet, certainty, hours_later, date_contradicted FROM first_to_report((SELECT story_id FROM stories ORDER BY outlets DESC, story_id LIMIT 1));

-- Who copied or translated it, and how fast?
SELECT outlet, from_outlet, copy_kind, hours_later, copy_order FROM echo((SELECT story_id FROM stories ORDER BY articles - originals DESC, story_id LIMIT 1));

-- Which outlets claim dates that our polls contradict? (empty percent: no date could be checked)
SELECT outlet, articles, dated, contradicted, percent_contradicted AS percent FROM outlet_provenance ORDER BY percent DESC NULLS LAST, outlet LIMIT 10;

-- What is new, and by whom?
SELECT fetched_at, outlet, language, title FROM originals ORDER BY fetched_at DESC LIMIT 10;

-- What did we not get, and why?
SELECT stage, reason, count(DISTINCT url) AS pages FROM skipped GROUP BY ALL ORDER BY pages DESC LIMIT 10;

-- Whom do most outlets name, and in which languages?
SELECT name, kind, stories, outlets, languages FROM named_entities ORDER BY outlets DESC, stories DESC, name LIMIT 10;

-- Where did the events of the last week happen?
SELECT name, country, count(DISTINCT story_id) AS stories FROM event_places WHERE reported_at >= today() - INTERVAL 7 DAY GROUP BY ALL ORDER BY stories DESC LIMIT 10;
