"""Turn the bytes of a web page into an `Article`, or into a `Skipped` record that says why there is none.

`read_article` is the entry point. The package does no I/O and reads neither settings nor environment. It is the only
package that imports trafilatura.
"""

from newsvane.articles.article_reader import read_article

__all__ = ["read_article"]
