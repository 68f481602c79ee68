"""Open the pages of a real Airflow with the demo's lake in a real Chromium, for tests and for screenshots."""
