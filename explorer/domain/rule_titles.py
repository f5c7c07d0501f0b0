"""The rules of findings as a person reads them; in a manifest and in `--json` they go by their codes: `no-owner`.

`wording.spoken` makes these titles of the codes.
"""

from __future__ import annotations

from explorer.language import marked_in

RULES = (
    marked_in("rule", "Aligned by assumption"),
    marked_in("rule", "Circular labels"),
    marked_in("rule", "Circular metric"),
    marked_in("rule", "Correction cascade"),
    marked_in("rule", "Cross team without contract"),
    marked_in("rule", "Dangling reference"),
    marked_in("rule", "Dead end job"),
    marked_in("rule", "Dead experimental path"),
    marked_in("rule", "Duplicate id"),
    marked_in("rule", "Entanglement"),
    marked_in("rule", "Feedback loop"),
    marked_in("rule", "Fixed threshold"),
    marked_in("rule", "Guardrail unwatched"),
    marked_in("rule", "Latent grant"),
    marked_in("rule", "Many languages"),
    marked_in("rule", "Metric against direction"),
    marked_in("rule", "Metric against objective"),
    marked_in("rule", "Metric measured nowhere"),
    marked_in("rule", "Metric not defined"),
    marked_in("rule", "Metric not reviewed"),
    marked_in("rule", "Metric out of reach"),
    marked_in("rule", "Metric shared"),
    marked_in("rule", "Metric without objective"),
    marked_in("rule", "Mixed versions"),
    marked_in("rule", "Models apart"),
    marked_in("rule", "No owner"),
    marked_in("rule", "No reader seen"),
    marked_in("rule", "No success metric"),
    marked_in("rule", "Offline only"),
    marked_in("rule", "One owner"),
    marked_in("rule", "Open access"),
    marked_in("rule", "Opposite signs"),
    marked_in("rule", "Orphan producer"),
    marked_in("rule", "Outdated manifest"),
    marked_in("rule", "Pipeline jungle"),
    marked_in("rule", "Prototype in use"),
    marked_in("rule", "Proxy without guardrail"),
    marked_in("rule", "Reads deprecated"),
    marked_in("rule", "Self fulfilling metric"),
    marked_in("rule", "Stale consumer"),
    marked_in("rule", "Unconfirmed consumer"),
    marked_in("rule", "Undeclared consumer"),
    marked_in("rule", "Unstable dependency"),
    marked_in("rule", "Unused feature"),
)
VARIANTS = (
    marked_in("rule", "Structural"),
    marked_in("rule", "Legacy"),
    marked_in("rule", "Correlated"),
    marked_in("rule", "Negligible"),
    marked_in("rule", "Bundled"),
    marked_in("rule", "Inconclusive"),
    marked_in("rule", "Learning"),
    marked_in("rule", "Serving time"),
    marked_in("rule", "Two model"),
    marked_in("rule", "Component"),
    marked_in("rule", "Sign unknown"),
    marked_in("rule", "Belief"),
    marked_in("rule", "No experiment"),
    marked_in("rule", "Behind a filter"),
    marked_in("rule", "Metric"),
    marked_in("rule", "Labels"),
)
"""The cases of a rule, of those rules that have several."""
