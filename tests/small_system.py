"""A small system for tests: four nodes of three teams in a row, events → ranker → scores → page."""

SMALL = """
ripplemap: 1
system: small
owner: recs
datasets:
  events: {owner: platform, access: controlled}
  scores: {subtype: predictions}
models:
  ranker: {version: 3, inputs: [events], outputs: [scores]}
consumers:
  page: {owner: web, inputs: [scores]}
"""
