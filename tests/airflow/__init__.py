"""Tests against a real Airflow: DAGs, pages, the demo, the browser and the cluster."""
