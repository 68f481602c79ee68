"""The soak test's criterion for unbounded growth."""

import pytest

from tests.soak import Sample, growing


@pytest.mark.parametrize(
    ("name", "values", "grows"),
    [
        pytest.param("scheduler MB", [180, 200, 210, 211, 210, 212], False, id="memory that settles"),
        pytest.param("scheduler MB", [180, 210, 250, 300, 350, 400], True, id="memory that leaks"),
        pytest.param("scheduler handles", [30, 30, 34, 31, 30, 33], False, id="handles come and go"),
        pytest.param("scheduler handles", [30, 60, 90, 120, 150, 180], True, id="handles that are not closed"),
        pytest.param("api-server connections", [2, 3, 9, 3, 2, 3], False, id="connections come and go"),
        pytest.param("api-server connections", [2, 9, 16, 23, 30, 37], True, id="connections that stay open"),
        pytest.param("delivery files", [40, 80, 120, 160, 160, 160], False, id="as many files as are kept"),
        pytest.param("delivery files", [400, 800, 1200, 1600, 2000, 2400], True, id="files that nobody removes"),
    ],
)
def test_growth(name: str, values: list[float], grows: bool) -> None:
    samples = [Sample(minute, {name: value}) for minute, value in enumerate(values)]
    assert bool(growing(samples)) is grows


def test_too_few_measurements_are_reported() -> None:
    with pytest.raises(ValueError, match="let it run longer"):
        growing([Sample(0, {})] * 5)
