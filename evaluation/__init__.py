"""Evaluate Newsvane on data with ground truth that is not part of the project: `python -m evaluation DATA`."""
