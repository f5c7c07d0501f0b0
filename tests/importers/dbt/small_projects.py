"""dbt manifests of our own, about a shop that does not exist."""


def entry(entry_id, *parents, **keys):
    """An entry of a manifest that is made from `parents`."""
    resource, package, *name = entry_id.split(".")
    return {
        "resource_type": resource,
        "package_name": package,
        "name": name[-1],
        "unique_id": entry_id,
        "depends_on": {"nodes": list(parents), "macros": []},
        **keys,
    }


def manifest(*entries, version=12, groups=(), **sections):
    """A manifest with each entry in the section of its resource type."""
    places = {"source": "sources", "exposure": "exposures", "metric": "metrics", "function": "functions"}
    places |= {
        "semantic_model": "semantic_models",
        "saved_query": "saved_queries",
        "unit_test": "unit_tests",
    }
    content = {
        "metadata": {
            "dbt_schema_version": f"https://schemas.getdbt.com/dbt/manifest/v{version}.json",
            "project_name": "shop",
            "generated_at": "2026-03-04T05:06:07Z",
        },
        "nodes": {},
        "groups": {f"group.shop.{g['name']}": g for g in groups},
        "disabled": {"model.shop.off": [entry("model.shop.off", "model.shop.orders")]},
    }
    for e in entries:
        content.setdefault(places.get(e["resource_type"], "nodes"), {})[e["unique_id"]] = e
    return content | sections


def results(*each, which="build", **keys):
    """A run_results.json of these results."""
    about = {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json"}
    about["generated_at"] = "2026-03-05T07:00:00Z"
    return {"metadata": about, "args": {"which": which}, "results": list(each), **keys}


def result(unique_id, status="success", **keys):
    """What a run did with one entry, on 5 March at five past six."""
    timing = [
        {"name": "compile", "completed_at": "2026-03-05T06:05:00.1Z"},
        {"name": "execute", "completed_at": "2026-03-05T06:05:01.5Z"},
    ]
    return {"unique_id": unique_id, "status": status, "timing": timing, "execution_time": 1.40004, **keys}


def catalog(**tables):
    """A catalog.json; each table by the name of its model, or by its id with __ for dots: its columns and types."""
    nodes = {}
    for name, columns in tables.items():
        table_id = name.replace("__", ".") if "__" in name else f"model.shop.{name}"
        listed = {c: {"type": t, "index": n, "name": c} for n, (c, t) in enumerate(columns.items(), 1)}
        nodes[table_id] = {"metadata": {"type": "BASE TABLE", "owner": "etl"}, "columns": listed, "stats": {}}
    about = {"dbt_schema_version": "https://schemas.getdbt.com/dbt/catalog/v1.json"}
    return {"metadata": about, "nodes": nodes, "sources": {}}
