"""Ripplemap: what a machine-learning system is made of, and what happens when something in it changes.

The way of the data is the order of the packages; higher may import lower, never the reverse:
__main__ > cli > ui > session > export > drawing > importers | analysis | layout | storage > domain > errors.
"""

__version__ = "0.1.0"
