"""`adapters`: what can be read."""


def test_every_importer_is_listed_with_what_it_recognises(ripplemap):
    """For people in columns, for scripts as JSON."""
    ran = ripplemap("adapters")
    assert (ran.status, ran.err) == (0, "")
    listed = ripplemap("adapters", "--json").json["adapters"]
    assert [a["name"] for a in listed][:4] == ["manifest", "dbt", "feast", "database"]
    for adapter, line in zip(listed, ran.out.splitlines(), strict=True):
        assert line.startswith(adapter["name"])
        assert line.endswith(adapter["recognises"])
