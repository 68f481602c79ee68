"""The demo's world through the containers of `docker-compose.yml`: what no other check starts.

The driver (`python -m tests.containers`) starts them under a project name of its own and ends them; the world, its
receivers and the comparison with the ground truth run in one more container (`within`), on the same networks.
"""
