"""How many examples hypothesis tries: all of them in the full run, a fifth in `make check`."""

from hypothesis import settings

QUICK = "quick"
"""The hypothesis profile of `make check` (`pytest --hypothesis-profile=quick`)."""
SHARE = 5


def examples(number: int) -> int:
    """Return `number`, or a fifth of it in the quick profile. For `@settings(max_examples=examples(100))`."""
    return max(5, number // SHARE) if settings.get_current_profile_name() == QUICK else number
