"""Edits as outlets make them of the articles of others, by rule and always the same."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

EDITS = (
    "new headline",
    "cut to 40 %",
    "lead added",
    "promotion appended",
    "paragraphs reordered",
    "quotes trimmed",
    "two stitched together",
)
EACH = 300
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_QUOTE = re.compile(r"[“\"][^“”\"]{20,300}[”\"]")


@dataclass(frozen=True)
class Source:
    """An article as it is given."""

    name: str
    title: str
    text: str
    outlet: str


def edited(sources: Sequence[Source]) -> Iterator[tuple[str, Source, tuple[str, ...]]]:
    """The edit, the edited article, and the names of what it was made of."""
    draw = random.Random("battery")
    promotion = " ".join(_sentences(draw.choice(sources))[:2])
    for kind in EDITS:
        chosen = draw.sample([source for source in sources if kind != "quotes trimmed" or _quoted(source)], EACH)
        for number, source in enumerate(chosen):
            other = draw.choice([each for each in draw.sample(sources, 3) if each is not source])
            text, title, origins = source.text, source.title, (source.name,)
            if kind == "new headline":
                title = other.title
            elif kind == "cut to 40 %":
                text = _cut(source.text, 0.4)
            elif kind == "lead added":
                text = f"{' '.join(_sentences(other)[:2])}\n\n{text}"
            elif kind == "promotion appended":
                text = f"{text}\n\n{promotion}"
            elif kind == "paragraphs reordered":
                text = _reordered(source, draw)
            elif kind == "quotes trimmed":
                text = _QUOTE.sub("", text)
            else:
                text, origins = f"{text}\n\n{other.text}", (source.name, other.name)
            outlet = "promoting.example" if kind == "promotion appended" else f"copy-{number}.example"
            yield kind, Source(f"{kind.replace(' ', '-')}-{number}", title, text, outlet), origins


def _sentences(source: Source) -> list[str]:
    return _SENTENCE.split(source.text)


def _cut(text: str, share: float) -> str:
    found = text.split()
    return " ".join(found[: round(len(found) * share)])


def _reordered(source: Source, draw: random.Random) -> str:
    """In paragraphs of three sentences, for the source keeps none."""
    sentences = _sentences(source)
    paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    draw.shuffle(paragraphs)
    return "\n\n".join(paragraphs)


def _quoted(source: Source) -> bool:
    """Whether quotes make up a tenth to a half of it."""
    return 0.1 <= sum(map(len, _QUOTE.findall(source.text))) / len(source.text) <= 0.5
