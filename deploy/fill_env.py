"""Print `.env.example` with a new secret for each empty one. Needs only Python and stores nothing."""

import base64
import re
import secrets
from pathlib import Path

SECRET = re.compile(r"^(\w+_(?:KEY|SECRET|PASSWORD)=)$", re.MULTILINE)


def _make_secret() -> str:
    """Return 32 random bytes in the format of a Fernet key, which is also safe in a URL."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


if __name__ == "__main__":
    example = Path(__file__).parents[1] / ".env.example"
    print(SECRET.sub(lambda found: found[0] + _make_secret(), example.read_text("utf-8")), end="")
