"""What PHP reads out of our batch commands."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landing_app.bitrix24.php import encode, has_reference


def test_booleans_null_and_empty_lists() -> None:
    assert encode({"a": True, "b": False, "c": None, "d": [], "e": {}}) == "a=1&b=0"


def test_nested_values_and_special_signs() -> None:
    query = encode({"meta": {"name": "50 % & #1 — Ärger+", "section": ["text", "last"]}, "n": 1.5})
    assert parse_qsl(query) == [
        ("meta[name]", "50 % & #1 — Ärger+"),
        ("meta[section][0]", "text"),
        ("meta[section][1]", "last"),
        ("n", "1.5"),
    ]
    assert "#" not in query


@pytest.mark.parametrize("lost", [None, [], {}])
def test_a_filter_never_loses_a_condition(lost: object) -> None:
    with pytest.raises(ValueError, match="would be lost"):
        encode({"params": {"select": ["ID"], "filter": {"SITE_ID": 3, "ID": lost}}})


def test_more_values_than_php_reads_are_refused() -> None:
    with pytest.raises(ValueError, match="more than PHP reads"):
        encode({"lid": list(range(1000))})


def test_bytes_have_no_spelling() -> None:
    with pytest.raises(ValueError, match="no spelling"):
        encode({"file": b"x"})


def test_references_are_found_at_any_depth() -> None:
    assert has_reference({"meta": {"name": ["a", "$Result[c0]"]}})
    assert not has_reference({"meta": {"name": "result[c0] costs $5"}})


_keys = st.text(st.characters(categories=("L", "N"), include_characters="_@=<>! "), min_size=1, max_size=8)
_names = st.from_regex(r"[a-zA-Z_]\w{0,8}", fullmatch=True)
_values = st.recursive(
    st.text(max_size=20) | st.integers(-(10**12), 10**12) | st.booleans(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4) | st.dictionaries(_keys, inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


def as_php_sees(value: Any) -> Any:
    """Scalars as text; a map with the keys 0 to n-1 and a list are the same array."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dict):
        parts = {str(key): as_php_sees(part) for key, part in value.items()}
        return list(parts.values()) if list(parts) == [str(i) for i in range(len(parts))] else parts
    if isinstance(value, list):
        return [as_php_sees(part) for part in value]
    return str(value)


@settings(deadline=None)
@given(st.dictionaries(_names, _values, min_size=1, max_size=5))
def test_the_emulated_php_reads_back_what_was_encoded(params: dict[str, Any]) -> None:
    from portal_emulator.rest import php_forms

    if "filter" in params:
        params["other"] = params.pop("filter")
    assert php_forms.parse(encode(params)) == {name: as_php_sees(value) for name, value in params.items()}
