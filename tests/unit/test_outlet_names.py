"""Names of outlets as people write them."""

import pytest

from newsvane.outlet_names import explain_outlet


@pytest.mark.parametrize("name", ["bbc.co.uk", "t.me/harbour_desk", "medium.com/@name", "name.substack.com"])
def test_a_domain_and_an_account_are_outlets(name: str) -> None:
    assert explain_outlet(name) == ""


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        pytest.param("http://zz.example", 'write "zz.example"', id="an address"),
        pytest.param("https://www.zz.example/news", 'write "zz.example"', id="an address of a page"),
        pytest.param("www.zz.example", 'its articles count as those of "zz.example"; write that', id="a host"),
        pytest.param("ZZ.example", 'its articles count as those of "zz.example"; write that', id="capital letters"),
        pytest.param("ZZ Daily", 'write its domain, such as "example.com"', id="a title"),
        pytest.param("zz", 'write its domain, such as "example.com"', id="one word"),
    ],
)
def test_any_other_name_says_what_to_write(name: str, advice: str) -> None:
    assert explain_outlet(name) == f"{name!r} is no outlet: {advice}"
