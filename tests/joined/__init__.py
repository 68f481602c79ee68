"""An Airflow that belongs to others, with a DAG and a pool of theirs, which Newsvane joins and leaves.

- `foreign`: that Airflow, and what is in its database.
- `wheel`: the wheel, built and unpacked without a network.
- `python -m tests.joined --python PYTHON` runs the demo's ground truth on the Airflow of any Python.
"""
