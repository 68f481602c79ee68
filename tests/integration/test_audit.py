"""The secret scan finds planted secrets; the dependency audit respects exceptions and says if it could not run."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.audit import PROJECT, dependencies, secrets

TODAY = date(2026, 11, 25)
LOCK = "one==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\ntwo==2.0 \\\n    --hash=sha256:" + "1" * 64 + "\n"


@pytest.mark.parametrize(
    ("name", "line", "kind"),
    [
        pytest.param("a.py", 'API_KEY = "{}"', "Secret Keyword", id="a key in code"),
        pytest.param("a.toml", 'url = "https://user:{}@hooks.example/1"', "Basic Auth Credentials", id="in an address"),
        pytest.param(".env", "SLACK=xoxb-123456789012-{}", "Slack Token", id="a token of a service"),
        pytest.param("docs/a.md", "-----BEGIN RSA PRIVATE " + "KEY-----\n{}", "Private Key", id="a private key"),
    ],
)
def test_a_planted_secret_is_found(tmp_path: Path, name: str, line: str, kind: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(line.format("Zx81" + "kQ9vR2mT7w") + "\n", "utf-8")
    found = secrets.unknown(tmp_path, [name], kept=tmp_path / "kept.json")
    assert any(each.startswith(f"{name}:1: {kind}") for each in found)
    assert secrets.unknown(tmp_path, [name], kept=tmp_path / "kept.json") == found, "what is kept is found again"


def test_every_exception_names_a_file_that_is_tracked() -> None:
    named = {name for each in secrets.allowed("secret", TODAY) for name in each["files"]}
    assert named <= {*secrets.tracked(PROJECT)}


@contextmanager
def advisories(known: dict[str, str], status: int = 200) -> Iterator[str]:
    """A service that speaks the OSV protocol: package -> advisory."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["package"]
            affected = {"package": asked, "ranges": [{"type": "ECOSYSTEM", "events": [{"fixed": "9.0"}]}]}
            found = [{"id": each, "affected": [affected]} for name, each in known.items() if name == asked["name"]]
            body = json.dumps({"vulns": found} if found else {}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/query"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("exception", "left"),
    [
        pytest.param("", ["two 2.0: GHSA-1, mended in 9.0"], id="an advisory is found"),
        pytest.param('id = "GHSA-1"\nwhy = "not called"\nuntil = 2026-11-25', [], id="excepted, on its last day"),
        pytest.param(
            'id = "GHSA-1"\nwhy = "not called"\nuntil = 2026-11-24',
            ["two 2.0: GHSA-1, mended in 9.0"],
            id="an exception that is over",
        ),
        pytest.param(
            'id = "GHSA-2"\nwhy = "another"\nuntil = 2027-01-01',
            ["two 2.0: GHSA-1, mended in 9.0"],
            id="another advisory is excepted",
        ),
    ],
)
def test_an_advisory_counts_unless_it_is_excepted(tmp_path: Path, exception: str, left: list[str]) -> None:
    (tmp_path / "requirements.lock").write_text(LOCK)
    (tmp_path / "allowed.toml").write_text(f'[[advisory]]\nname = "two"\n{exception}\n' if exception else "")
    with advisories({"two": "GHSA-1"}) as service:
        found = dependencies.asked(tmp_path / "requirements.lock", service)
    assert dependencies.unknown(found, TODAY, tmp_path / "allowed.toml") == left


@pytest.mark.parametrize("status", [pytest.param(503, id="it fails"), pytest.param(None, id="nobody is there")])
def test_a_service_out_of_reach_is_said_and_is_no_failure(tmp_path: Path, status: int | None) -> None:
    (tmp_path / "requirements.lock").write_text(LOCK)
    with advisories({}, status or 200) as service:
        where = service if status else "http://127.0.0.1:1/v1/query"
        with pytest.raises(dependencies.NotAudited):
            dependencies.asked(tmp_path / "requirements.lock", where)


def test_the_image_installs_nothing_but_what_is_audited_and_no_test_tools() -> None:
    everything, image = (
        set(re.findall(r"^(\S+==\S+.*(?:\n    --hash=.*)+)", path.read_text("utf-8"), re.MULTILINE))
        for path in (PROJECT / "requirements.lock", PROJECT / "deploy" / "requirements.lock")
    )
    assert image < everything
    left_out = {pin.partition("==")[0] for pin in everything - image}
    assert {"pytest", "playwright", "moto", "mypy"} <= left_out


def test_an_exception_says_why(tmp_path: Path) -> None:
    (tmp_path / "allowed.toml").write_text('[[advisory]]\nname = "two"\nid = "GHSA-1"\n')
    with pytest.raises(ValueError, match="needs a `why`"):
        dependencies.unknown([], TODAY, tmp_path / "allowed.toml")
