"""Metrics of all versions: which columns they take, and how they say what they measure."""

from datetime import timedelta

import pytest

from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind, Severity, Sign
from tests.importers.dbt.small_projects import entry, manifest

ORDERS = entry("model.shop.orders")
SALES = entry(
    "semantic_model.shop.sales",
    "model.shop.orders",
    defaults={"agg_time_dimension": "sold"},
    measures=[
        {"name": "total", "agg": "sum", "expr": None},
        {"name": "big", "agg": "sum", "expr": "case when total > 9 then 1 else 0 end"},
        {"name": "rows", "agg": "count", "expr": "1", "agg_time_dimension": "paid"},
        {"name": "broken", "agg": "sum", "expr": "case when ("},
    ],
    dimensions=[
        {"name": "sold", "type": "time", "expr": "sold_at"},
        {"name": "paid", "type": "time", "expr": None},
        {"name": "land", "type": "categorical", "expr": "country_code"},
    ],
    entities=[{"name": "order", "type": "primary", "expr": "order_id"}],
)


def by_measure(*names, **keys):
    """A metric since v10 that takes these measures."""
    parameters = {
        "measure": {"name": names[0], "filter": None},
        "input_measures": [{"name": n, "filter": None} for n in names],
    }
    return entry("metric.shop.m", "semantic_model.shop.sales", type="simple", type_params=parameters, **keys)


def in_itself(agg, expr, **keys):
    """A metric since dbt 1.12, which holds its measure itself."""
    parameters = {
        "expr": expr,
        "metric_aggregation_params": {"semantic_model": "sales", "agg": agg, "agg_time_dimension": "paid"},
    }
    return entry("metric.shop.m", "semantic_model.shop.sales", type="simple", type_params=parameters, **keys)


def of_old(**keys):
    """A metric until v9, which names its model itself."""
    return entry("metric.shop.m", "model.shop.orders", **keys)


WHERE = {"where_filters": [{"where_sql_template": "{{ Dimension('order__land') }} = 'de'"}]}


@pytest.mark.parametrize(
    ("metric", "columns"),
    [
        (by_measure("total"), ("total", "sold_at")),
        (by_measure("total", filter=WHERE), ("total", "sold_at", "country_code")),
        (by_measure("total", filter="{{ Entity('order') }} is not null"), ("total", "sold_at", "order_id")),
        (by_measure("total", filter="{{ Dimension('customer__age') }} > 9"), ("total", "sold_at")),
        (by_measure("big"), ("total", "sold_at")),
        (by_measure("rows"), ("paid",)),
        (by_measure("total", "rows"), ("total", "sold_at", "paid")),
        (by_measure("broken"), None),
        (by_measure("nowhere"), None),
        (in_itself("count_distinct", "customer_id"), ("customer_id", "paid")),
        (in_itself("sum", None), ("m", "paid")),
        (of_old(calculation_method="sum", expression="total", timestamp="sold_at"), ("total", "sold_at")),
        (of_old(type="count", sql="*", timestamp="sold_at"), ("sold_at",)),
        (of_old(type="sum", sql="total * rate", filters=[{"field": "kind"}]), ("rate", "total", "kind")),
        (of_old(expression="{{ jinja }}", timestamp="sold_at"), None),
        (of_old(), None),
    ],
)
def test_a_metric_takes_the_columns_of_its_expression_its_time_and_its_conditions(read, metric, columns):
    """In the words of each version; where one part is not understood, nothing is claimed."""
    graph, problems = read(manifest(ORDERS, SALES, metric))
    edge = graph.edges[EdgeKey("model.shop.orders", "metric.shop.m", EdgeKind.MEASURES)]
    assert set(edge.fields or ()) == set(columns or ())
    assert ((edge.fields is None), problems) == ((columns is None), [])


@pytest.mark.parametrize(
    ("metric", "window", "extra"),
    [
        (
            in_itself("sum", "price", filter="a > 1"),
            None,
            {"metric_type": "simple", "aggregation": "sum", "expression": "price", "filter": "a > 1"},
        ),
        (
            of_old(type="sum", sql="price", window={"count": 7, "period": "day"}),
            timedelta(days=7),
            {"metric_type": "sum", "expression": "price", "window": "7 day"},
        ),
        (
            of_old(
                calculation_method="sum",
                expression="p",
                filters=[{"field": "a", "operator": ">", "value": "1"}],
            ),
            None,
            {"aggregation": "sum", "expression": "p", "filter": "a > 1"},
        ),
        (
            entry(
                "metric.shop.m",
                type="cumulative",
                type_params={"cumulative_type_params": {"window": "2 weeks"}},
            ),
            timedelta(weeks=2),
            {"metric_type": "cumulative", "window": "2 weeks"},
        ),
        (
            entry(
                "metric.shop.m",
                type="cumulative",
                type_params={"window": {"count": 1, "granularity": "month"}},
            ),
            None,
            {"metric_type": "cumulative", "window": "1 month"},
        ),
        (by_measure("total"), None, {"metric_type": "simple", "measures": ["total"]}),
    ],
)
def test_how_a_metric_is_measured_is_told(read, metric, window, extra):
    """Sort, aggregation, expression and condition as text; a window as a length where its unit always has one."""
    graph, _ = read(manifest(ORDERS, SALES, metric))
    node = graph.nodes["metric.shop.m"]
    assert (node.window, node.extra) == (window, extra)


def test_a_metric_in_no_known_words_is_a_node_all_the_same(read):
    """What it measures is not read, and the sentence says so."""
    graph, problems = read(manifest(ORDERS, SALES, by_measure("total", filters=7)))
    assert "metric.shop.m" in graph.nodes
    assert [(p.message, p.severity) for p in problems] == [
        (
            "What “m” measures is not read: filters should be a list or nothing, but is a whole number.",
            Severity.WARNING,
        )
    ]


@pytest.mark.parametrize(
    ("type_", "above", "below", "signs"),
    [
        ("ratio", {"name": "late"}, {"name": "all"}, (Sign.PLUS, Sign.MINUS)),
        ("ratio", "late", "all", (Sign.PLUS, Sign.MINUS)),
        ("ratio", {"name": "late"}, {"name": "late"}, (None, None)),
        ("derived", None, None, (None, None)),
    ],
)
def test_a_ratio_goes_up_with_what_is_above_and_down_with_what_is_below(read, type_, above, below, signs):
    """That is arithmetic; what another formula does with its parts is not worked out."""
    rate = entry(
        "metric.shop.rate",
        "metric.shop.late",
        "metric.shop.all",
        type=type_,
        type_params={"numerator": above, "denominator": below},
    )
    graph, problems = read(manifest(entry("metric.shop.late"), entry("metric.shop.all"), rate))
    driven = {e.from_id: e.sign for e in graph.edges.values() if e.kind is EdgeKind.DRIVES}
    assert (driven["metric.shop.late"], driven["metric.shop.all"], problems) == (*signs, [])


def test_a_saved_query_tells_where_it_is_kept(read):
    """The tables of its exports, under the alias that they are given."""
    exports = [
        {"name": "e", "config": {"schema_name": "mart", "alias": "weekly"}},
        {"name": "f", "config": None},
    ]
    graph, _ = read(manifest(entry("saved_query.shop.q", exports=exports)))
    assert graph.nodes["saved_query.shop.q"].extra["exports"] == ["mart.weekly", "f"]
