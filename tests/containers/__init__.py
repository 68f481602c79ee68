"""Run the news world through the containers of `docker-compose.yml`, which no other test starts.

`python -m tests.containers` starts them under a project name of its own and removes them at the end. The news world,
the receivers and the comparison with the ground truth run in another container (`within`) on the same networks.
"""
