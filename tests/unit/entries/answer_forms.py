"""Answers of news APIs in their own forms: each lists the same two articles, ARTICLES, among what it has besides."""

import json
from typing import Any

URLS = ("https://a.example/news/1", "https://b.example/news/2?id=7")
TITLES = ("Ferries stop & start", "Quay closed")
SECONDS = (1795428000, 1795431600)
"""23 November 2026, 10:00 and 11:00 UTC."""

_HOURS = (10, 11)
_ISO = tuple(f"2026-11-23T{hour}:00:00Z" for hour in _HOURS)
_SPACED = tuple(f"2026-11-23 {hour}:00:00" for hour in _HOURS)
_PAIRS = tuple(zip(URLS, TITLES, _ISO, _SPACED, SECONDS, strict=True))
_IMAGE = "https://a.example/i.jpg"


def _each(make: Any) -> list[Any]:
    return [make(url, title, iso, spaced, seconds) for url, title, iso, spaced, seconds in _PAIRS]


ANSWERS: dict[str, Any] = {
    "NewsAPI": {
        "status": "ok", "totalResults": 2, "articles": _each(lambda url, title, iso, *_: {
            "source": {"id": None, "name": "Island News"}, "author": "Ann", "title": title,
            "description": "A sentence.",
            "url": url, "urlToImage": _IMAGE, "publishedAt": iso, "content": "A sen… [+99 chars]",
        }),
    },
    "Guardian": {
        "response": {"status": "ok", "total": 2, "results": _each(lambda url, title, iso, *_: {
            "id": "world/1", "type": "article", "webPublicationDate": iso, "webTitle": title, "webUrl": url,
            "apiUrl": "https://content.example/1", "fields": {
                "headline": "Other words", "shortUrl": "https://gu.example/p/1", "thumbnail": _IMAGE,
                "trailText": "With a <a href='https://a.example/about'>link</a>",
            },
            "tags": [{"webTitle": f"Ann {n}", "webUrl": f"https://a.example/profile/{n}"} for n in range(5)],
        })},
    },
    "New York Times": {
        "status": "OK", "copyright": "C", "response": {"meta": {"hits": 2, "offset": 0}, "docs": _each(
            lambda url, title, iso, *_: {
                "abstract": "A sentence.", "web_url": url, "snippet": "A", "uri": "nyt://article/1",
                "headline": {"main": title, "kicker": "Ports", "print_headline": "FERRIES"}, "pub_date": iso,
                "multimedia": [{"url": "images/1.jpg", "caption": "x"}], "byline": {"original": "By Ann"},
                "keywords": [{"name": "subject", "value": "Ferries"}],
            }
        )},
    },
    "newsdata": {
        "status": "success", "totalResults": 2, "results": _each(lambda url, title, iso, spaced, *_: {
            "article_id": "1", "title": title, "link": url, "keywords": ["a"], "creator": ["Ann"], "pubDate": spaced,
            "pubDateTZ": "UTC", "image_url": _IMAGE, "source_id": "island", "source_url": "https://a.example",
            "language": "english", "duplicate": False,
        }),
        "nextPage": "17",
    },
    "Currents": {
        "status": "ok", "news": _each(lambda url, title, iso, spaced, *_: {
            "id": "4f", "title": title, "description": "A", "url": url, "author": "Ann", "image": "None",
            "published": f"{spaced} +0000",
        }),
    },
    "Event Registry": {
        "articles": {"page": 1, "totalResults": 2, "results": _each(lambda url, title, iso, *_: {
            "uri": "8312345", "lang": "eng", "date": "2026-11-23", "time": iso[11:19], "dateTime": iso, "url": url,
            "title": title, "body": "A text.", "source": {"uri": "a.example", "title": "Island News"},
            "authors": [{"uri": "ann@a.example", "name": "Ann"}],
        })},
    },
    "Bing": {
        "_type": "News", "value": _each(lambda url, title, iso, *_: {
            "name": title, "url": url, "image": {"thumbnail": {"contentUrl": _IMAGE}}, "description": "A",
            "provider": [{"_type": "Organization", "name": "Island"}], "datePublished": iso.replace("Z", ".0000000Z"),
        }),
        "sort": [{"name": "Best match", "id": "relevance", "url": "https://api.bing.example/news?sort=1"}],
    },
    "WordPress": _each(lambda url, title, iso, *_: {
        "id": 1, "date": "2026-11-23T22:00:00", "date_gmt": iso[:19], "modified": iso, "link": url, "type": "post",
        "guid": {"rendered": f"{url}&p=1"}, "title": {"rendered": title.replace("&", "&#038;")}, "author": 7,
        "excerpt": {"rendered": "<p>A sentence.</p>\n", "protected": False},
        "_links": {
            "self": [{"href": "https://a.example/wp-json/posts/1"}], "author": [{"href": "https://a.example/wp-json/1"}],
        },
    }),
    "Hacker News": {
        "hits": _each(lambda url, title, iso, spaced, seconds: {
            "_highlightResult": {"title": {"value": f"<em>{title}</em>", "matchLevel": "full"}, "url": {"value": url}},
            "author": "ann", "created_at": iso, "created_at_i": seconds, "objectID": "1", "story_id": 1,
            "title": title, "url": url,
        }),
        "nbHits": 2, "params": "query=ferry",
    },
    "Reddit": {
        "kind": "Listing", "data": {"after": None, "children": _each(lambda url, title, iso, spaced, seconds: {
            "kind": "t3", "data": {
                "title": title, "permalink": "/r/islands/comments/1/", "url": url, "created_utc": float(seconds),
                "thumbnail": "https://b.example/t.jpg", "subreddit": "islands", "author": "ann",
            },
        })},
    },
    "Elasticsearch": {
        "took": 3, "hits": {"total": {"value": 2}, "hits": _each(lambda url, title, iso, spaced, seconds: {
            "_index": "news", "_id": "https://index.example/doc/1", "_score": 1.5,
            "_source": {"url": url, "title": title, "published": seconds * 1000, "lang": "en"},
        })},
    },
    "Solr": {
        "responseHeader": {"status": 0, "params": {"q": "x"}}, "response": {"numFound": 2, "docs": _each(
            lambda url, title, iso, *_: {"id": "1", "url": [url], "title": [title], "published_date": [iso]},
        )},
    },
    "GraphQL": {
        "data": {"search": {"pageInfo": {"endCursor": "x"}, "edges": _each(
            lambda url, title, iso, *_: {
                "cursor": "x", "node": {"headline": title, "canonicalUrl": url, "publishedAt": iso},
            },
        )}},
    },
    "JSON:API": {
        "jsonapi": {"version": "1.0"}, "links": {"self": {"href": "https://a.example/jsonapi"}}, "data": _each(
            lambda url, title, iso, *_: {
                "type": "node--article", "id": "1", "links": {"self": {"href": "https://a.example/jsonapi/1"}},
                "attributes": {"title": title, "url": url, "created": iso, "changed": "2026-11-23T12:00:00Z"},
                "relationships": {"uid": {"links": {"related": {"href": "https://a.example/jsonapi/1/uid"}}}},
            }
        ),
    },
    "HAL": {
        "_links": {"self": {"href": "https://api.example/articles"}}, "_embedded": {"articles": _each(
            lambda url, title, iso, *_: {
                "title": title, "releaseDate": iso,
                "_links": {"self": {"href": "https://api.example/articles/1"}, "canonical": {"href": url}},
            }
        )},
    },
    "Feedly": {
        "id": "feed/1", "items": _each(lambda url, title, iso, spaced, seconds: {
            "id": "x=_1", "originId": "tag:1", "title": title, "published": seconds * 1000, "crawled": 1795780000000,
            "alternate": [{"href": url, "type": "text/html"}], "origin": {"title": "Island", "htmlUrl": "https://a.example"},
        }),
    },
    "Blogger": {
        "version": "1.0", "feed": {
            "link": [{"rel": "self", "href": "https://a.example/feeds"}], "title": {"type": "text", "$t": "Blog"},
            "entry": _each(lambda url, title, iso, *_: {
                "id": {"$t": "tag:blogger.com,1999:blog-1.post-1"}, "published": {"$t": iso}, "updated": {"$t": iso},
                "title": {"type": "text", "$t": title}, "author": [{"name": {"$t": "Ann"}}], "link": [
                    {"rel": "replies", "type": "text/html", "href": "https://a.example/comments"},
                    {"rel": "self", "type": "application/atom+xml", "href": "https://a.example/feeds/1"},
                    {"rel": "alternate", "type": "text/html", "href": url, "title": title},
                ],
            }),
        },
    },
    "schema.org": {
        "@type": "ItemList", "itemListElement": _each(lambda url, title, iso, *_: {
            "@type": "ListItem", "position": 1,
            "item": {"@type": "NewsArticle", "headline": title, "mainEntityOfPage": {"@id": url}, "datePublished": iso,
                     "image": {"url": _IMAGE}},
        }),
    },
    "Google Custom Search": {
        "kind": "customsearch#search", "url": {"template": "https://api.example/?q={searchTerms}"},
        "queries": {"request": [{"title": "Google Custom Search - ferry", "totalResults": "2"}]},
        "items": _each(lambda url, title, iso, *_: {
            "title": title, "htmlTitle": f"<b>{title}</b>", "link": url, "displayLink": "a.example", "snippet": "A",
            "pagemap": {"newsarticle": [{"headline": "Other", "url": "https://a.example/other", "datepublished": iso}],
                        "cse_image": [{"src": _IMAGE}]},
        }),
    },
    "canonical beside mobile and AMP": {
        "stories": _each(lambda url, title, iso, *_: {
            "url": "https://m.a.example/x/1", "ampUrl": "https://a.example/amp/1", "url_mobile": "https://m.a.example/1",
            "canonical": url, "name": title, "image": {"url": _IMAGE, "title": "A ferry"}, "first_published_at": iso,
        }),
    },
    "an API's address beside the page": {
        "results": _each(lambda url, title, iso, *_: {
            "url": "https://api.example/v1/1", "web_url": url, "title": {"en": title, "fr": "Titre"}, "date": iso,
        }),
    },
    "lists by section": {
        "sections": [
            {"title": "News", "url": "https://a.example/news", "articles": each} for each in (_each(
                lambda url, title, iso, *_: {"title": title, "link": url, "date": iso, "related": [
                    {"title": f"Older {n}", "link": f"https://a.example/old/{n}", "date": iso} for n in range(9)
                ]}
            ), [])
        ],
    },
    "by ids": {"status": 200, "list": {f"17{n}": each for n, each in enumerate(_each(
        lambda url, title, iso, spaced, seconds: {"title": title, "url": url, "time": seconds}
    ))}},
    "beside other lists": {
        "sources": [{"name": f"Outlet {n}", "url": f"https://o{n}.example/home"} for n in range(9)],
        "mostRead": [{"title": "Old", "url": "https://a.example/old", "date": _ISO[0]}] * 9,
        "menu": [{"title": "Home", "href": "/home"}, {"title": "Ports", "href": "/ports"}],
        "articles": _each(lambda url, title, iso, *_: {"title": title, "url": url, "date": iso}),
        "images": [{"title": "A ferry", "url": "https://a.example/photo/1", "date": _ISO[0]}],
    },
    "Microsoft's dates": {
        "d": {"results": _each(lambda url, title, iso, spaced, seconds: {
            "Title": title, "PageUrl": {"Url": url}, "PublicationDate": f"/Date({seconds}000)/",
        })},
    },
    "Persian names": {"items": _each(lambda url, title, iso, *_: {"عنوان": title, "لینک": url, "تاریخ": iso})},
}  # fmt: skip

JSON_LINES = "\n".join(map(json.dumps, ANSWERS["Elasticsearch"]["hits"]["hits"]))
BULK = "".join(f'{{"index": {{}}}}\n{line}\n' for line in JSON_LINES.split("\n"))
CSV = "Date,Link,Title\r\n" + "".join(f'{iso},{url},"{title}"\r\n' for url, title, iso, *_ in _PAIRS)
TEXTS: dict[str, str] = {
    **{name: json.dumps(answer) for name, answer in ANSWERS.items()},
    "indented": json.dumps(ANSWERS["NewsAPI"], indent=2),
    "lines": JSON_LINES,
    "lines with instructions": BULK,
    "a call": f"/**/ show.it({json.dumps(ANSWERS['NewsAPI'])});",
    "guarded": f")]}}'\n{json.dumps(ANSWERS['NewsAPI'])}",
    "CSV": CSV,
    "TSV": CSV.replace(",", "\t").replace("\r\n", "\n"),
    "semicolons": CSV.replace(",", ";").replace("\r\n", "\r"),
    "Excel's CSV": "\ufeffsep=,\r\n" + CSV,
}
