"""Join an Airflow that other teams use, too, leave it without a trace, and say what is missing.

The commands `newsvane airflow init`, `newsvane airflow remove` and `newsvane doctor --airflow` load this package, on a
machine with access to Airflow's metadata database. It never changes what belongs to another team.

- `ownership`: which DAGs, pools and bundles are ours. `configuration`: the bundles that this Airflow is told to use.
- `joining`, `leaving`: what the commands do. `checks`: what the doctor says.
"""
