"""Compare how many texts of two sets contain a term. Pure.

G² is the log-likelihood ratio of T. Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence",
Computational Linguistics 19(1), 1993; it also holds for rare terms. It says how clear a difference is, and
`count_doublings` how large. Texts are counted rather than words, so one text that repeats a word has no weight.
"""

from math import log, log2


def log_likelihood(one: int, other: int, texts_one: int, texts_other: int) -> float:
    """Return G² of the numbers of texts with and without a term. `one`, `other`: texts with it in each set."""
    total = texts_one + texts_other
    cells = (
        (one, texts_one * (one + other) / total),
        (other, texts_other * (one + other) / total),
        (texts_one - one, texts_one * (total - one - other) / total),
        (texts_other - other, texts_other * (total - one - other) / total),
    )
    return 2 * sum(count * log(count / expected) for count, expected in cells if count)


def count_doublings(one: int, other: int, texts_one: int, texts_other: int) -> float:
    """Return how many times the share of texts with a term doubles from the other set to the one.

    Half a text is added to both counts, so that a term without texts has a share.
    """
    return log2((one + 0.5) / (texts_one + 1)) - log2((other + 0.5) / (texts_other + 1))
