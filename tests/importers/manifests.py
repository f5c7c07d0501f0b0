"""A manifest with every section, relation and attribute in it, about a shop that does not exist."""

EVERYTHING = """\
ripplemap: 1
system: bookshop-search
as_of: 2026-03-01
owner: search
teams:
  search: {contact: "#search", name: Search and ranking}
  shop: {}
  data: {contact: data@example.com}
world:
  readers: {inputs: [result-page]}
datasets:
  clicks-log: {subtype: stream, owner: data, access: controlled, freshness: 5m, fields: [book, user, dwell],
    inputs: [{from: readers, confidence: 0.85}], contract: {enforced: [schema, freshness]}}
  catalogue: {description: All books., access: open, cadence: 1d, tags: [core], url: "https://example.com/c"}
  pairs: {subtype: training, tests: [not_null, unique], join_keys: [book]}
  labels: {subtype: labels, inputs: [{from: clicks-log, columns: {label: [dwell]}, columns_complete: true}]}
  scores: {subtype: predictions, access: none, read_log: {log: audit, since: 2026-01-01, until: 2026-02-28}}
  old-scores: {subtype: unknown, lifecycle: deprecated, last_used: 2024-01-31, superseded_by: scores}
jobs:
  make-pairs:
    language: python
    glue: true
    inputs:
      - clicks-log
      - from: catalogue
        fields: [book, title]
        select_all: false
        on_schema_change: fail
        tolerance: 2d
    outputs: [pairs]
    triggers: [nightly-report]
producers:
  scanner: {versioning: announced, outputs: [catalogue]}
artifacts:
  title-embedding: {owner: data, version: 1.10, versioning: silent, inputs: [catalogue]}
features:
  recency: {view: book, inputs: [clicks-log],
    importance: {value: 0.03, se: 0.01, metric: ndcg, method: lofo, at: 2026-02-01}}
  title-vector: {view: book, bundle: text, correlated: text,
    inputs: [{from: title-embedding, pin: pinned, version: 1.10}]}
models:
  reranker: {version: 3,
    attested: [{test: data-1, at: 2026-01-01, link: "https://example.org"}],
    retrain: scheduled, cadence: 7d, criticality: high,
    success_metric: [ndcg, {to: ctr, confidence: 0.5}],
    inputs: [recency, title-vector, pairs, labels, {from: clicks-log, kind: feeds}], outputs: [scores]}
consumers:
  result-page: {owner: shop, subtype: ui,
    inputs: [{from: scores, fields: [book, score], exploration: 0.05, fallback: cached,
    filter: {field: score, op: ">=", value: 0.3}}]}
  nightly-report: {principal: service, subtype: batch, owner: unknown, evidence: observed, same_as: [cron/report],
    inputs: [{from: scores, evidence: observed, first_seen: 2026-01-01, last_seen: 2026-02-27, count: 58}]}
metrics:
  ctr: {role: success, inputs: [clicks-log], direction: up, baseline: 0.1, target: 0.12, unit: clicks per view,
    window: 7d, reviewed: 2026-01-10,
    drives: [{to: books-sold, sign: "+", relation: influence, backing: analysis, delay: 1w}, {to: ndcg, sign: "-"}]}
  ndcg: {role: quality, lag: 1d, inputs: [labels],
    suppress: [{rule: offline-only, reason: known, until: 2027-01-01}]}
objectives:
  books-sold: {owner: shop, direction: up, target: two more a month}
monitors:
  late-clicks: {watches: [clicks-log, {from: scores, confidence: 1}], detects: [time, availability], lag: 1h}
"""

EDGES = """
clicks-log make-pairs feeds
catalogue make-pairs feeds
make-pairs pairs produces
make-pairs nightly-report triggers
scanner catalogue produces
catalogue title-embedding derives
clicks-log recency feeds
clicks-log labels derives
title-embedding title-vector feeds
recency reranker feeds
title-vector reranker feeds
pairs reranker trains
labels reranker trains
clicks-log reranker feeds
reranker scores produces
reranker ndcg optimises
reranker ctr optimises
scores result-page feeds
scores nightly-report feeds
result-page readers influences
readers clicks-log influences
clicks-log ctr measures
labels ndcg measures
ctr books-sold drives
ctr ndcg drives
clicks-log late-clicks watches
scores late-clicks watches
"""
