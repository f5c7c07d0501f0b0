"""Names short enough for a list."""

from hypothesis import given
from hypothesis import strategies as st

from explorer.importers.short_names import endings, short_names

PATHS = st.sets(st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join), max_size=8)


@given(PATHS)
def test_the_shortest_ending_that_nobody_shares(paths):
    """Tried out for every path: no shorter end of it is unique, and the one that is given is."""
    given_names = short_names({path: endings(path, "/") for path in paths})
    for path in paths:
        parts = path.split("/")
        expected = path
        for count in range(1, len(parts) + 1):
            ending = "/".join(parts[-count:])
            if not any(other != path and f"/{other}".endswith(f"/{ending}") for other in paths):
                expected = ending
                break
        assert given_names[path] == expected


def test_the_last_name_where_none_is_unique():
    """It is the whole, which is told apart elsewhere."""
    assert short_names({"x": ["a", "x/a"], "y": ["a", "x/a"]}) == {"x": "x/a", "y": "x/a"}
