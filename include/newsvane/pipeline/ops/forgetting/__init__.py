"""Remove articles from everywhere by request: what a request is about, the steps, and the proof."""

from newsvane.pipeline.ops.forgetting.forget import Find, Forgotten, apply_list, forget, resume
from newsvane.pipeline.ops.forgetting.proof import Scan, scan
from newsvane.pipeline.ops.forgetting.request import Found, find_articles, find_outlet, find_person

__all__ = [
    "Find",
    "Forgotten",
    "Found",
    "Scan",
    "apply_list",
    "find_articles",
    "find_outlet",
    "find_person",
    "forget",
    "resume",
    "scan",
]
