"""A real Chromium at a real Airflow with the demo's lake: what the tests walk through, and what screenshots show."""
