"""Mutate pages, and check what is read from each. Every case follows from its seed, so it can be made again.

It makes a page in a fraction of the time that hypothesis needs (`page_strategies`), which for its part makes stranger
ones. `make fuzz` searches for as long as it is told (`tests.fuzz`); the suite checks fifty cases.
"""

import random
from functools import cache

from tests.support.mutations import change_bytes, change_tokens, replace_value, splice
from tests.translation_cases import cases
from tests.unit.articles.page_factories import TITLE, breadcrumbs, json_ld, page
from tests.unit.articles.page_strategies import WHOLE

_FIGURES = "".join(
    f"<figure><img src='/{n}.jpg' alt='x'><figcaption>The harbour in picture {n}</figcaption></figure>"
    for n in range(1, 7)
)
_POSTS = "".join(f"<div class='post'><time>1{n}:40</time><p>The harbour reopens, part {n}.</p></div>" for n in range(6))
_TEASERS = "".join(f"<li><h3><a href='/news/{n}'>News of the harbour {n}</a></h3></li>" for n in range(6))
_COMMENTS = (
    "<h2>Comments</h2><ol><li itemscope itemtype='https://schema.org/Comment'><b itemprop='author'>Ben</b>"
    "<time>2 hours ago</time><p>This text was translated by a machine.</p><a href='#'>Reply</a></li></ol>"
)
_PAGES = (
    WHOLE.decode(),
    page(_FIGURES, head=json_ld("ImageGallery", name=TITLE)).decode(),
    page(_POSTS, head=json_ld("LiveBlogPosting", headline=TITLE, liveBlogUpdate=[{"articleBody": "x"}])).decode(),
    page("<video src='/v.mp4'></video>", head=json_ld("VideoObject", name=TITLE, uploadDate="2026-11-19")).decode(),
    page(f"<ul>{_TEASERS}</ul>", head=breadcrumbs("Home", "World")).decode(),
    page(_COMMENTS, head="<meta property='article:published_time' content='2026-11-19'>").decode(),
    page("<table><tr><td>1<td>2<tr><td>3</table>", head="<meta property='og:type' content='product'>").decode(),
)


def mutated_page(seed: int) -> bytes:
    """Return a page with changes of any kind."""
    draw = random.Random(seed)
    pages = _bases()
    text = draw.choice(pages)
    for _ in range(draw.randint(1, 6)):
        match draw.randrange(4):
            case 0 | 1:
                text = change_tokens(draw, text)
            case 2:
                text = replace_value(draw, text)
            case _:
                text = splice(draw, text, draw.choice(pages))
    body = text.encode(draw.choice(["utf-8"] * 8 + ["utf-16", "cp1252"]), "replace")
    return change_bytes(draw, body) if draw.random() < 0.2 else body


@cache
def _bases() -> tuple[str, ...]:
    """Return each kind of page as often as there are pages about translation, all together."""
    translated = tuple(case.html for case in cases())
    return translated + _PAGES * (len(translated) // len(_PAGES))
