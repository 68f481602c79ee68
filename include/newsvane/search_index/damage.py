"""Turn whatever the library says about an index that it cannot read into one error."""

import contextlib
from collections.abc import Iterator

from newsvane.errors import describe_unforeseen
from newsvane.search_index.store import Missing


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Raise Missing if the library fails. It panics on some damaged files, which is no Exception in Python."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise Missing(f"it is damaged ({describe_unforeseen(error, 'reading')})") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Missing("it is damaged") from error
