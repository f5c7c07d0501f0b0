"""What edited parts were, in the file: what is not sound is refused in a sentence."""

import pytest

from explorer.storage.original_records import EDGE, NODE, GatheredOriginals


@pytest.mark.parametrize(
    ("tag", "identity", "body", "sentence"),
    [
        (NODE, 3, {}, "under its id"),
        (NODE, "a", {"was": "b"}, "is a mapping"),
        (NODE, "a", {"was": {"kind": "cat"}}, "kind must be one of"),
        (EDGE, ["a", "b"], {}, "its two ends and its kind"),
        (EDGE, ["a", "b", "eats"], {}, "No edge is of the kind “eats”"),
    ],
)
def test_what_is_not_sound_is_refused(tag, identity, body, sentence):
    """As the rest of a project's file is."""
    with pytest.raises(ValueError, match=sentence):
        GatheredOriginals().take(tag, identity, body)
