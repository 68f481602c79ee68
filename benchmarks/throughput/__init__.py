"""The whole way under Airflow, as fast as it goes: feeds polled, pages read, articles landed and told of."""
