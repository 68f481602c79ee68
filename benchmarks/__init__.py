"""Measure what Newsvane costs, mostly as a ratio to bare libraries in the same run: `python -m benchmarks`.

Modules named in `__main__` have a function `run`. It returns ratios (`list[Ratio]`) or a report in Markdown. The
content is synthetic, the same in every run.
"""
