"""Print `.env.example` with a secret of its own for each empty one. Needs Python alone; keeps nothing."""

import base64
import re
import secrets
from pathlib import Path

SECRET = re.compile(r"^(\w+_(?:KEY|SECRET|PASSWORD)=)$", re.MULTILINE)


def _fresh() -> str:
    """32 random bytes, as Fernet takes them; fit for a URL as they are."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


if __name__ == "__main__":
    example = Path(__file__).parents[1] / ".env.example"
    print(SECRET.sub(lambda found: found[0] + _fresh(), example.read_text("utf-8")), end="")
