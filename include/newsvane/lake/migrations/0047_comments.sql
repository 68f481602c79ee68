-- The meaning of kind and country in the views of names, which had that of columns with the same name in articles; and that
-- a story may become part of another one.
COMMENT ON COLUMN article_groups.similar_to IS 'Of an original in the story of others: the article that it resembles most, by which it joined, or by which the story that it began became a part of that one; null: a copy, or the first of its story.';

COMMENT ON VIEW name_mentions IS 'One row an entity and article on topic that names it, with the facts of the article.
kind: person, org or place.
country: ISO 3166 code of the country of a place; null: none, or no place.';

COMMENT ON VIEW named_entities IS 'One row an entity that coverage names: how often, in which spellings, and where first.
kind: person, org or place.
articles: Number of articles that name it.
originals: Those of them that are neither copies nor translations.
stories: Number of stories in which it is named.
outlets: Number of outlets that name it.
languages: Languages of these articles.
spellings: All spellings with which they name it, in every script.
first_named_at: When the first article that names it was reported (reported_at), UTC.
first_article_id: That article.
first_outlet: The outlet of that article.
last_named_at: When the last article that names it was reported, UTC.
country: ISO 3166 code of the country of a place; null: none, or no place.';

COMMENT ON VIEW rising_names IS 'Entities that at least 3 stories of the last 7 days with coverage name, and more than twice as many as usual.
kind: person, org or place.
stories: Number of stories that name it, of these 7 days.
usual: The same per week of the 28 days before.
ratio: How many times as many as usual, each with 1 added, so that few stories do not count as much.';

COMMENT ON VIEW event_places IS 'Where the events of coverage happened, one row an article whose dateline, title or lead says it.
country: ISO 3166 code of the country of the place.';
