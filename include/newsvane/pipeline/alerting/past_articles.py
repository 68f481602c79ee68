"""Turn stored articles into landed ones, so that the alert rules can look at them again."""

from newsvane import alerts, lake
from newsvane.records import Article

_SHARED_FIELDS = alerts.LandedArticle.model_fields.keys() - {"copied", "earlier_originals", "version", "rivals"}
"""The fields that both records have."""


def as_landed(
    past: lake.PastArticle, *, copied: Article | None = None, earlier_originals: tuple[Article, ...] = ()
) -> alerts.LandedArticle:
    """Return the article as the rules see it when it lands. `copied`, `earlier_originals`: as in `LandedArticle`."""
    shared = {name: getattr(past, name) for name in _SHARED_FIELDS}
    return alerts.LandedArticle(copied=copied, earlier_originals=earlier_originals, **shared)
