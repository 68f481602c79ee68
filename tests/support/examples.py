"""How many examples hypothesis tries: all of them in the full run, a fifth in `make check`, twenty times as many on
demand (`pytest --hypothesis-profile=thorough FILE`)."""

from hypothesis import settings

QUICK = "quick"
"""The hypothesis profile of `make check` (`pytest --hypothesis-profile=quick`)."""
THOROUGH = "thorough"
"""The hypothesis profile for thousands of examples."""
SHARE = 5
TIMES = 20


def examples(number: int) -> int:
    """Return how many examples to try in the current profile. For `@settings(max_examples=examples(100))`."""
    match settings.get_current_profile_name():
        case name if name == QUICK:
            return max(5, number // SHARE)
        case name if name == THOROUGH:
            return number * TIMES
        case _:
            return number
