"""The whole answer: it can be cancelled, is the same every time, and leaves the system as it is."""

from time import perf_counter

import pytest

from explorer.analysis.localisation.answer_json import located_to_json
from explorer.analysis.localisation.located import locate
from explorer.analysis.localisation.marks import sightings
from explorer.errors import Cancelled
from tests.analysis.localisation.generated import generated, incident


def test_it_stops_when_it_is_asked_to():
    """However late the asking comes, it raises Cancelled."""
    one = incident(generated(200, 1), 1, 2)
    asked = []
    locate(one.graph, sightings(one.noticed), check=lambda: asked.append(perf_counter()))

    for last in (0, len(asked) // 2, len(asked) - 1):
        left = [None] * last

        def check(left=left):
            if not left:
                raise Cancelled
            left.pop()

        with pytest.raises(Cancelled):
            locate(one.graph, sightings(one.noticed), check=check)


def test_the_same_marks_give_the_same_answer_and_leave_the_system_alone():
    """Nothing is drawn by chance; the graph is a value."""
    one = incident(generated(200, 2), 3, 2)
    before = (dict(one.graph.nodes), dict(one.graph.edges))
    answers = [located_to_json(locate(one.graph, sightings(one.noticed))) for _ in range(2)]
    assert answers[0] == answers[1]
    assert before == (dict(one.graph.nodes), dict(one.graph.edges))
