"""Remove articles from everywhere by request: what a request is about, the steps, and the proof."""

from newsvane.pipeline.ops.forgetting.forget import Find, Forgotten, forget, forget_listed, resume
from newsvane.pipeline.ops.forgetting.proof import Scan, scan
from newsvane.pipeline.ops.forgetting.request import Found, find_articles, find_outlet, find_person

__all__ = [
    "Find",
    "Forgotten",
    "Found",
    "Scan",
    "find_articles",
    "find_outlet",
    "find_person",
    "forget",
    "forget_listed",
    "resume",
    "scan",
]
