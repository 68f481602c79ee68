"""What labels say of a topic that is tried: which labelled articles it gains, loses and gets wrong, and what helps."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from newsvane.analysis.label_suggestions import MIN_SUPPORT, LabelledArticle, Suggestion, render_toml, suggest
from newsvane.cli.console import print_words
from newsvane.plurals import count_noun
from newsvane.printable import printable
from newsvane.topics import find


@dataclass(frozen=True)
class LabelledChange:
    """How many labelled articles are about a topic (`about`) or not (`not_about`), and what its query does with them.

    `found`, `gained`, `lost`: of those about it: matched, matched newly, no longer matched. `missed`: not matched, now
    or before. `wrong`, `corrected`: of those not about it: matched, no longer matched.
    """

    about: int
    found: int
    gained: int
    lost: int
    missed: int
    not_about: int
    wrong: int
    corrected: int


@dataclass(frozen=True)
class LabelFinding:
    """What labels say of a topic."""

    counts: LabelledChange
    suggestions: Sequence[Suggestion]

    def as_json(self, topic: str) -> Mapping[str, object]:
        """Return the finding for JSON, each suggestion with its TOML."""
        suggested = [asdict(each) | {"toml": render_toml(topic, each)} for each in self.suggestions]
        return {"labels": asdict(self.counts), "suggestions": suggested}

    def show(self, topic: str) -> None:
        """Print the finding."""
        counts = self.counts
        about = f"of {count_noun(counts.about, 'article')} labelled as about it, {counts.found:,} matched"
        about += f" ({counts.gained:,} newly), {counts.lost:,} lost, {counts.missed:,} still missed"
        not_about = f"of {counts.not_about:,} labelled as not about it, {counts.wrong:,} matched"
        print_words(f"labels: {about}; {not_about}, {counts.corrected:,} no longer", indent=2)
        for each in self.suggestions:
            print_words(f"\n{printable(render_toml(topic, each))}")
        if counts.wrong and not self.suggestions:
            print_words(_explain_silence(counts), indent=2, style="dim")


def _explain_silence(counts: LabelledChange) -> str:
    """Say why nothing is suggested although articles are wrong."""
    if min(counts.wrong, counts.found) < MIN_SUPPORT:
        return (
            f"A suggestion needs {MIN_SUPPORT} labelled articles that match and are wrong, and as many that are right."
        )
    return f"No words near the matches tell {MIN_SUPPORT} of the wrong articles from all that are right."


def examine(topic: str, query: str, labelled: Sequence[LabelledArticle]) -> LabelFinding:
    """Return what labels say of a topic with this query. The articles have the topics that the lake gives them."""
    about, not_about = ([each.article for each in labelled if each.is_about is answer] for answer in (True, False))
    matched = {each.article.article_id for each in labelled if find(query, each.article)}
    had = {each.article.article_id for each in labelled if topic in each.article.topics}
    ids = {each.article_id for each in about}
    wrong = {each.article_id for each in not_about}
    return LabelFinding(
        LabelledChange(
            about=len(ids),
            found=len(ids & matched),
            gained=len(ids & matched - had),
            lost=len(ids & had - matched),
            missed=len(ids - matched - had),
            not_about=len(wrong),
            wrong=len(wrong & matched),
            corrected=len(wrong & had - matched),
        ),
        suggest(query, labelled),
    )
