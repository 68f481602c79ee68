"""Tests with a real lake, real HTTP and the command line, without Airflow."""
