"""Run other libraries that read news pages, in an interpreter that has them.

`PYTHON benchmarks/peer_page_readers.py NAME < pages.jsonl`: each line of the input is `{"url", "html"}`, with the page
as base64. Prints the CPU-seconds for all pages, after one page to warm up. A page on which a library raises an
exception counts as read: it took its time.
"""

import base64
import contextlib
import json
import logging
import sys
import time


def mcmetadata(url: str, html: bytes) -> None:
    from mcmetadata import extract

    extract(url, html.decode("utf-8", "replace"))


def newspaper4k(url: str, html: bytes) -> None:
    from newspaper import Article

    article = Article(url, fetch_images=False)
    article.download(input_html=html.decode("utf-8", "replace"))
    article.parse()


PEERS = {"mcmetadata": mcmetadata, "newspaper4k": newspaper4k}


def main(name: str) -> None:
    logging.disable(logging.CRITICAL)
    rows = map(json.loads, sys.stdin)
    pages = [(row["url"], base64.b64decode(row["html"])) for row in rows]
    for number, (url, html) in enumerate(pages[:1] + pages):
        if number == 1:
            start = time.process_time()
        with contextlib.suppress(Exception):
            PEERS[name](url, html)
    print(time.process_time() - start)


main(sys.argv[1])
