"""`make check`: formatting, lint, types, import contracts and the unit tests, all at once, in less than a minute.

Each part says how it went as soon as it ends; one that failed shows its output. The exit code is 1 if any part failed.
Hypothesis tries a fifth of its examples here (`tests.support.examples`); `make test` tries all.
"""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PYTEST = ("pytest", "tests/unit", "-n2", "--dist=worksteal", "--hypothesis-profile=quick")
PARTS: dict[str, tuple[str, ...]] = {
    "unit tests": PYTEST,
    "types": ("mypy",),
    "import contracts": ("lint-imports", "--no-logo"),
    "lint": ("ruff", "check", "--output-format=concise", "."),
    "formatting": ("ruff", "format", "--check", "."),
}


def main() -> int:
    """Run all parts at once; return 1 if one failed."""
    began = time.monotonic()
    failed: list[str] = []
    threads = [threading.Thread(target=_run, args=(name, failed)) for name in PARTS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    print(f"FAILED: {', '.join(failed)} ({took:.0f} s)" if failed else f"all checks passed ({took:.0f} s)")
    return bool(failed)


def _run(name: str, failed: list[str]) -> None:
    program, *arguments = PARTS[name]
    command = [str(Path(sys.executable).with_name(program)), *arguments]
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=PROJECT, env={**os.environ, "PYTHONUTF8": "1"}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    took = time.monotonic() - began
    if done.returncode:
        failed.append(name)
        print(f"FAILED {name} ({took:.0f} s)\n{done.stdout.strip()}\n", flush=True)
    else:
        print(
            f"ok     {name} ({took:.0f} s): {done.stdout.strip().rpartition(chr(10))[2] or 'nothing found'}", flush=True
        )


if __name__ == "__main__":
    sys.exit(main())
