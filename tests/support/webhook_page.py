"""The example and the schema in docs/guides/webhooks.md. `python -m tests.support.webhook_page` writes the example."""

import json
import re
from typing import Any

from newsvane.notify.webhook import build_payload
from newsvane.records import Message
from tests.support.alert_factories import landed, messages, rule
from tests.support.scene import PROJECT

PAGE = PROJECT / "docs" / "guides" / "webhooks.md"
_BLOCK = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def message() -> Message:
    """The alert of the example."""
    item = landed("camp", title="Camp near Manëz stays under guard", story_id="s1_1df37cdc93d014aefdf5")
    (found,) = messages([rule(id="mek-in-albania", title="The MEK in Albania")], [item])
    return found


def example() -> str:
    """The JSON that a webhook gets for the alert of the example."""
    return json.dumps(build_payload(message()), indent=2, ensure_ascii=False)


def blocks() -> tuple[str, dict[str, Any]]:
    """The example and the schema as the page shows them."""
    shown, schema = _BLOCK.findall(PAGE.read_text("utf-8"))
    return shown.strip(), json.loads(schema)


def main() -> None:
    page = PAGE.read_text("utf-8")
    PAGE.write_text(_BLOCK.sub(lambda _: f"```json\n{example()}\n```", page, count=1), "utf-8")


if __name__ == "__main__":
    main()
