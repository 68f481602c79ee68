"""Names of runs: commands that a script starts within one second do not share what they read."""

from newsvane.cli.run_names import make_run_name


def test_runs_of_one_second_have_different_names() -> None:
    names = [make_run_name() for _ in range(100)]
    assert len(set(names)) == 100
    assert {name[:4] for name in names} == {"cli-"}
    assert make_run_name("check").startswith("check-20")
