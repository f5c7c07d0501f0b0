"""What is one thing with several names, in the file: what is not sound is refused in a sentence."""

import pytest

from explorer.storage.identity_records import DECISION, JOINED, JOINED_EDGE, GatheredIdentities


@pytest.mark.parametrize(
    ("tag", "identity", "body", "sentence"),
    [
        (DECISION, ["same", "a"], {}, "is not sound"),
        (DECISION, ["twins", "a", "b", ""], {}, "twins"),
        (JOINED, "", {"members": [], "why": {}}, "length"),
        (JOINED, "a", {"members": "b", "why": {}}, "members"),
        (JOINED, "a", {"members": [{"id": "a", "kind": "cat"}], "why": {}}, "kind must be one of"),
        (JOINED, "a", {"members": [], "why": {"b": [{"start": "b", "end": "a", "rule": "whim"}]}}, "whim"),
        (JOINED_EDGE, ["a", "b"], {"edge": {}, "kind_stated": True}, "is not sound"),
    ],
)
def test_what_is_not_sound_is_refused(tag, identity, body, sentence):
    """As the rest of a project's file is."""
    with pytest.raises(ValueError, match=sentence):
        GatheredIdentities().take(tag, identity, body)
