"""`what-if`, the part about what can be done: where to measure, what helps, what to cut."""


def test_probes_are_said_as_actions(ripplemap, shop):
    """How many, whether fewer would do, what each shows; what cannot be measured at the end."""
    out = " ".join(ripplemap("what-if", shop, "--change", "outage:ranker").out.split())
    assert "Where to measure: " in out
    assert "the fewest that show all that can be shown" in out
    assert "monitor on " in out


def test_what_helps_is_told_with_effort(ripplemap, samples):
    """The best first, who would do it, and how much work it is."""
    out = ripplemap("what-if", samples / "streamly.yaml", "--change", "new-version:image-embedding").out
    told = " ".join(out[out.index("What helps") :].split())
    assert told.startswith(
        "What helps · keep the old image-embedding beside the new one until each reader has moved:"
    )
    assert "some work for vision" in told


def test_a_node_is_isolated_on_request(ripplemap, samples):
    """The cuts as actions, or that there are none; the same as data."""
    asked = ("what-if", samples / "streamly.yaml", "--change", "new-version:image-embedding", "--isolate")
    assert (
        "To keep home-page untouched, cut 1 edge (no fewer would do):" in ripplemap(*asked, "home-page").out
    )
    assert "it is what changes" in " ".join(ripplemap(*asked, "image-embedding").out.split())
    written = ("what-if", samples / "streamly.yaml", "--change", "corrupt:ranker", "--isolate", "rank-scores")
    assert "this way cannot be cut" in ripplemap(*written).out
    plain = ripplemap(*asked, "home-page", "--json").json["isolation"]
    assert [c["edge"]["to"] for c in plain["cuts"]] == ["home-page"]
    ran = ripplemap(*asked, "nowhere-at-all")
    assert (ran.status, ran.out) == (2, "")


def test_an_untouched_node_needs_no_cut(ripplemap, samples):
    """And that is said."""
    ran = ripplemap(
        "what-if", samples / "streamly.yaml", "--change", "outage:rights-dashboard", "--isolate", "ranker"
    )
    assert "ranker is untouched; nothing needs to be cut." in ran.out
