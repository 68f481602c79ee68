"""Landing in parts: what is bad is found and set aside, the rest lands, and errors of ours blame nobody."""

from collections.abc import Callable, Collection, Sequence

import pytest

from newsvane.errors import LakeBusy
from newsvane.pipeline.ingest.isolation import MAX_FAILURES, land_isolated


class Lake:
    """Lands items named "outlet number"; raises for bad ones. `landings`: the items of each landing, in order."""

    def __init__(self, is_bad: Callable[[str], bool], error: Exception | None = None) -> None:
        self._is_bad, self._error = is_bad, error or ValueError("odd")
        self.landings: list[list[str]] = []
        self.failures = 0

    def land(self, items: Sequence[str]) -> dict[str, int]:
        if any(map(self._is_bad, items)):
            self.failures += 1
            raise self._error
        self.landings.append(list(items))
        return {"new": len(items), "to_read": 7}

    def land_isolated(self, items: Collection[str]) -> dict[str, int]:
        return land_isolated(
            list(items), self.land, source=lambda item: item.split()[0], set_aside=lambda item, why: f"aside {why}"
        )


def outlets(count: int, size: int) -> list[str]:
    """Return the items of outlets "a00", "a01" …, mixed."""
    return [f"a{outlet:02} {number}" for number in range(size) for outlet in range(count)]


def test_a_batch_without_bad_items_lands_at_once_and_in_its_order() -> None:
    lake, items = Lake(lambda _: False), outlets(3, 4)
    assert lake.land_isolated(items) == {"new": 12, "to_read": 7}
    assert lake.landings == [items]


def test_one_bad_item_of_two_thousand_is_found_in_few_steps() -> None:
    lake, items = Lake(lambda item: item == "a33 17"), outlets(50, 40)
    assert lake.land_isolated(items) == {"new": 2_000, "to_read": 7}
    assert lake.landings[-1] == ["aside landing it failed with ValueError: odd"]
    assert sorted(item for part in lake.landings[:-1] for item in part) == sorted(set(items) - {"a33 17"})
    assert lake.failures == len(lake.landings) == 12


def test_a_hundred_bad_items_of_one_outlet() -> None:
    """They stay together, so the other outlets land in a few parts and before the search for the bad ones."""
    lake, items = Lake(lambda item: item.startswith("bad")), [*outlets(50, 38), *(f"bad {n}" for n in range(100))]
    assert lake.land_isolated(items)["new"] == 2_000
    assert lake.failures < MAX_FAILURES
    assert sum(len(part) for part in lake.landings[:6]) > 1_800


@pytest.mark.parametrize("items", [["a 1"], ["a 1", "a 2", "b 1"]])
def test_a_batch_of_one_or_two_outlets_may_be_all_bad(items: list[str]) -> None:
    lake = Lake(lambda item: not item.startswith("aside"))
    assert lake.land_isolated(items)["new"] == len(items)
    assert len(lake.landings) == 1


@pytest.mark.parametrize("items", [outlets(3, 1), outlets(50, 40)])
def test_if_nothing_of_several_outlets_lands_nothing_is_set_aside(items: list[str]) -> None:
    """A version that cannot land anything must not use up the tries of every page."""
    lake = Lake(lambda item: not item.startswith("aside"))
    with pytest.raises(ValueError, match="odd"):
        lake.land_isolated(items)
    assert lake.failures <= 64
    assert lake.landings == []


def test_an_empty_batch_that_does_not_land() -> None:
    def land(_: Sequence[str]) -> dict[str, int]:
        raise ValueError("odd")

    with pytest.raises(ValueError, match="odd"):
        land_isolated([], land, source=str, set_aside=lambda item, _: item)


def test_the_search_ends_after_so_many_failures() -> None:
    """What has landed until then has landed; the rest stays pending."""
    lake = Lake(lambda item: item < "a25")
    with pytest.raises(ValueError, match="odd"):
        lake.land_isolated(outlets(50, 40))
    assert lake.failures == MAX_FAILURES + 1
    assert [len(part) for part in lake.landings] == [1_000]


@pytest.mark.parametrize("error", [LakeBusy("another writer"), OSError("no space left on device")])
def test_errors_of_lake_and_machine_are_raised_at_once(error: Exception) -> None:
    lake = Lake(lambda item: item == "a1 1", error)
    with pytest.raises(type(error)):
        lake.land_isolated([*outlets(3, 4), "a1 1"])
    assert lake.failures == 1
