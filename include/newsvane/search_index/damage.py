"""Turn whatever the library says when it cannot read or write an index into one error."""

import contextlib
import errno
import os
from collections.abc import Iterator

from newsvane.errors import describe_unforeseen
from newsvane.search_index.store import Missing

_FULL = "No space left on device"


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Raise OSError if the disk is full, and Missing if the library fails in any other way.

    It panics on some damaged files, which is no Exception in Python. Only calls of the library belong into the block.
    """
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        if _FULL in str(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise Missing(f"it is damaged ({describe_unforeseen(error, 'using it')})") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Missing("it is damaged") from error
