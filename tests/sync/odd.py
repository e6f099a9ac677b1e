"""Odd values: what stands in JSON where something else is expected."""

from typing import Any

from hypothesis import strategies as st

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
# What stands where something else is expected: numbers beyond every column, texts that are no ids, zero bytes …
ODD = (
    st.sampled_from(
        [
            None,
            "",
            "\0",
            "x" * 5000,
            "\ufeff\u202e",
            "../../etc/passwd",
            "<script>alert(1)</script>",
            "' OR 1=1 --",
            "2026-02-30",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59+23:59",
            "0001-01-01T00:00:00+23:59",
            -1,
            0,
            2**31,
            2**63,
            10**400,
            -(10**400),
            1e308,
            True,
            [],
            {},
            [[]],
            "0" * 64,
            "00000000-0000-0000-0000-000000000000",
        ]
    )
    | ANY_JSON
)


def whole(value: Any) -> Any:
    """The same JSON with 3 in the place of 3.0: one number to a schema, not to who reads it strictly."""
    if isinstance(value, dict):
        return {key: whole(one) for key, one in value.items()}
    if isinstance(value, list):
        return [whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
