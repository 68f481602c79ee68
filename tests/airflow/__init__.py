"""Tests against a real Airflow: DAGs, pages, the demo, the browser and the cluster."""

import pytest

RUNNING_AIRFLOW = pytest.mark.xdist_group("a running Airflow")
"""Mark tests that start all of Airflow: one worker runs them, so that two Airflows never share the machine."""
