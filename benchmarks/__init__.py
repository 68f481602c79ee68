"""What Newsvane costs, as ratios against bare libraries in the same run: `python -m benchmarks`.

Each module of benchmarks has `run() -> list[Ratio]`. Material is made up, the same in every run.
"""
