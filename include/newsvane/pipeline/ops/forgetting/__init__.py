"""Remove articles from everywhere by request: what a request is about, the steps, the proof, and how to lift it."""

from newsvane.pipeline.ops.forgetting.forget import Find, Forgotten, forget, forget_listed, resume
from newsvane.pipeline.ops.forgetting.lift import Lifted, lift
from newsvane.pipeline.ops.forgetting.proof import Scan, scan
from newsvane.pipeline.ops.forgetting.request import (
    Found,
    KeptOut,
    UnknownArticle,
    find_articles,
    find_outlet,
    find_person,
    require_domain,
)

__all__ = [
    "Find",
    "Forgotten",
    "Found",
    "KeptOut",
    "Lifted",
    "Scan",
    "UnknownArticle",
    "find_articles",
    "find_outlet",
    "find_person",
    "forget",
    "forget_listed",
    "lift",
    "require_domain",
    "resume",
    "scan",
]
