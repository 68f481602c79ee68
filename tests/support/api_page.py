"""Print the API reference from docstrings: `python -m tests.support.api_page > docs/reference/api.md`."""

import inspect
import re
from importlib import import_module
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

FUNCTIONS = (
    "newsvane.entries.parse_feed",
    "newsvane.articles.read_article",
    "newsvane.language.identify",
    "newsvane.topics.compile_query",
    "newsvane.stories.group",
    "newsvane.lake.connect",
    "newsvane.texts.text_hash",
    "newsvane.texts.words",
)
CLASSES = (
    *(f"newsvane.records.{name}" for name in ("Article", "Entry", "Feed", "Grouping", "Page", "ParsedFeed", "Skipped")),
    "newsvane.records.Language",
    "newsvane.topics.Query",
)
HEAD = """# API

After reading this page you can use Newsvane as a library: which functions there are, what they take, and what they
return. `pip install newsvane` is enough; Airflow is not needed. The functions that read, parse, identify and group need
no settings, no home and no watch folder, and write nothing.

```python
from newsvane.articles import read_article
from newsvane.entries import parse_feed
from newsvane.language import identify
from newsvane.stories import group

feed = b'<rss version="2.0"><channel><title>Outlet</title></channel></rss>'
print(parse_feed(feed, url="https://outlet.example/feed.xml").title)
print(identify("Presidenti tha se bisedimet do të vazhdojnë javën e ardhshme.").code)
print(read_article(b"<p>Not found</p>", url="https://outlet.example/2026/11/story").reason)
print(group([]))
```

**Semantic versioning covers** the names on this page with their parameters and fields; commands with their options and
exit codes; settings; tables, columns and macros of the lake; fields of the watch files; ids of DAGs, assets and the
pool. All other names may change in any version. Before 1.0, a breaking change raises the second number. The package has
type annotations (`py.typed`).
"""


def render() -> str:
    """Return the page."""
    functions = "\n".join(_describe_function(name) for name in FUNCTIONS)
    classes = "\n".join(_describe_class(name) for name in CLASSES)
    return f"{HEAD}\n## Functions\n\n{functions}\n## Records\n\nAll are frozen.\n\n{classes}".rstrip() + "\n"


def _load(name: str) -> Any:
    module, _, attribute = name.rpartition(".")
    return getattr(import_module(module), attribute)


def _describe_function(name: str) -> str:
    found = _load(name)
    signature = inspect.signature(found)
    parameters = [_shorten(str(each)) for each in signature.parameters.values()]
    kinds = [each.kind for each in signature.parameters.values()]
    if inspect.Parameter.KEYWORD_ONLY in kinds:
        parameters.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    returns = _shorten(inspect.formatannotation(signature.return_annotation))
    head = f"{name.rpartition('.')[2]}(\n" + "".join(f"    {each},\n" for each in parameters) + f") -> {returns}"
    return f"### {name}\n\n```text\n{head}\n```\n\n{inspect.getdoc(found)}\n"


def _describe_class(name: str) -> str:
    found = _load(name)
    text = f"### {name}\n\n{inspect.getdoc(found)}\n"
    if not (isinstance(found, type) and issubclass(found, BaseModel)):
        public = [each for each in vars(found) if not each.startswith("_") and inspect.isfunction(vars(found)[each])]
        lines = [f"- `{each}`: {(inspect.getdoc(vars(found)[each]) or '').splitlines()[0]}" for each in public]
        return text + ("\n" + "\n".join(lines) + "\n" if lines else "")
    rows = [
        f"| `{field}` | `{_name_type(info.annotation).replace('|', chr(92) + '|')}` |"
        for field, info in found.model_fields.items()
    ]
    return text + "\n| field | type |\n|---|---|\n" + "\n".join(rows) + "\n"


def _name_type(annotation: Any) -> str:
    """Return the type of a field in words, without the checks that its values pass."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _name_type(inside[0])
    if origin in {Union, UnionType}:
        return " | ".join(map(_name_type, inside))
    if origin is Literal:
        return " | ".join(map(repr, inside))
    if inside:
        return f"{origin.__name__}[{', '.join(map(_name_type, inside))}]"
    if annotation is type(None):
        return "None"
    if annotation is Ellipsis:
        return "..."
    return str(getattr(annotation, "__name__", annotation))


def _shorten(annotation: str) -> str:
    """Return an annotation without the modules of its names."""
    return re.sub(
        r"\b(?:newsvane|collections|datetime|pathlib|typing|duckdb|_duckdb)(?:\.\w+)*\.(?=\w)", "", annotation
    )


if __name__ == "__main__":
    print(render(), end="")
