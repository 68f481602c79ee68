"""Edit articles in the way outlets edit articles that they copy. The edits are the same in every run."""

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
EDITS_PER_KIND = 300
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_QUOTE = re.compile(r"[“\"][^“”\"]{20,300}[”\"]")


@dataclass(frozen=True)
class Source:
    """An article before or after an edit."""

    name: str
    title: str
    text: str
    outlet: str


def make_edits(sources: Sequence[Source]) -> Iterator[tuple[str, Source, tuple[str, ...]]]:
    """Yield the kind of an edit, the edited article, and the names of the articles it was made of."""
    rng = random.Random("battery")
    promotion = " ".join(_split_sentences(rng.choice(sources))[:2])
    for kind in EDITS:
        chosen = rng.sample(
            [source for source in sources if kind != "quotes trimmed" or _has_quotes(source)], EDITS_PER_KIND
        )
        for number, source in enumerate(chosen):
            other = rng.choice([each for each in rng.sample(sources, 3) if each is not source])
            text, title = source.text, source.title
            origins: tuple[str, ...] = (source.name,)
            if kind == "new headline":
                title = other.title
            elif kind == "cut to 40 %":
                text = _cut(source.text, 0.4)
            elif kind == "lead added":
                text = f"{' '.join(_split_sentences(other)[:2])}\n\n{text}"
            elif kind == "promotion appended":
                text = f"{text}\n\n{promotion}"
            elif kind == "paragraphs reordered":
                text = _reorder(source, rng)
            elif kind == "quotes trimmed":
                text = _QUOTE.sub("", text)
            else:
                text, origins = f"{text}\n\n{other.text}", (source.name, other.name)
            outlet = "promoting.example" if kind == "promotion appended" else f"copy-{number}.example"
            yield kind, Source(f"{kind.replace(' ', '-')}-{number}", title, text, outlet), origins


def _split_sentences(source: Source) -> list[str]:
    return _SENTENCE.split(source.text)


def _cut(text: str, share: float) -> str:
    found = text.split()
    return " ".join(found[: round(len(found) * share)])


def _reorder(source: Source, rng: random.Random) -> str:
    """Shuffle paragraphs of three sentences each. They are formed here, because a source has no paragraphs."""
    sentences = _split_sentences(source)
    paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    rng.shuffle(paragraphs)
    return "\n\n".join(paragraphs)


def _has_quotes(source: Source) -> bool:
    """Return whether quotes make up a tenth to a half of the text."""
    return 0.1 <= sum(map(len, _QUOTE.findall(source.text))) / len(source.text) <= 0.5
