"""Language detection gives the same answer in every thread of a process that has just started."""

import json
import random
import subprocess
import sys

from newsvane.language import identify
from tests.support.sentences import CODE, NAMES, SENTENCES

COLD_START = """
import json, random, sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from newsvane.language import identify, identify_blocks
texts = json.load(sys.stdin)
barrier = Barrier(16)
def work(seed):
    order = random.Random(seed).sample(range(len(texts)), len(texts))
    barrier.wait()
    found = {number: identify(texts[number]).model_dump() for number in order}
    blocks, _ = identify_blocks(texts)
    return [[found[number] for number in range(len(texts))], blocks.model_dump()]
with ThreadPoolExecutor(16) as pool:
    answers = list(pool.map(work, range(16)))
assert all(answer == answers[0] for answer in answers), "threads disagree"
print(json.dumps(answers[0][0]))
"""


def test_same_answer_in_any_order_in_sixteen_threads_that_start_cold() -> None:
    texts = [*SENTENCES.values(), *(text[:25] for text in SENTENCES.values()), NAMES, CODE, "Ora e fundit"]
    given = json.dumps(texts)
    done = subprocess.run(
        [sys.executable, "-c", COLD_START], input=given, capture_output=True, text=True, check=True, timeout=120
    )
    random.Random(7).shuffle(texts)
    here = {text: identify(text).model_dump() for text in texts}
    assert json.loads(done.stdout) == [here[text] for text in json.loads(given)]
