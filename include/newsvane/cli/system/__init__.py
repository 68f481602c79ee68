"""Run, watch over and start Newsvane: `run`, `poll`, `doctor` and `up`."""
