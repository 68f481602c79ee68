"""Measure the throughput of the whole pipeline under Airflow, from polled feeds to delivered alerts."""
