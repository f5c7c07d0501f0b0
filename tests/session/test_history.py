"""Undo as a walk at random: whatever is done, undone and redone, the project is what the changes make of it."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from explorer.domain.changes import RenameSystem
from explorer.session.loading import Loaded
from explorer.session.session import Session
from explorer.storage import saving
from tests.domain.test_changes import changes
from tests.storage.projects import contents, small_project


class Walk(RuleBasedStateMachine):
    """Edits, undo, redo and saving in any order, against a plain list of the projects there were."""

    def __init__(self):
        super().__init__()
        self.session = Session(Loaded(small_project(), ()))
        self.states = [self.session.project]  # every state on the way that is now valid
        self.names = []
        self.at = 0
        self.saved = 0
        self.told = 0
        self.session.subscribe(self.tell)
        self.expected_told = 0

    def tell(self):
        self.told += 1

    @rule(data=st.data())
    def edit(self, data):
        change = data.draw(changes(self.session.project))
        expected = change.apply(self.session.project)
        self.session.apply(change)
        if self.saved is not None and self.saved > self.at:
            self.saved = None
        del self.states[self.at + 1 :], self.names[self.at :]
        self.states.append(expected)
        self.names.append(change.name)
        self.at += 1
        self.expected_told += 1

    @rule()
    def undo(self):
        self.expected_told += self.at > 0
        self.at = max(0, self.at - 1)
        self.session.undo()

    @rule()
    def redo(self):
        self.expected_told += self.at < len(self.names)
        self.at = min(len(self.names), self.at + 1)
        self.session.redo()

    @rule()
    def save(self):
        # The history's part of saving; the file has tests of its own.
        self.session._history.mark_saved()
        self.saved = self.at

    @precondition(lambda self: self.at)
    @rule()
    def refused(self):
        """A change that does not fit changes nothing."""
        before = self.session.project

        class Misfit(RenameSystem):
            def apply(self, project):
                raise ValueError

        try:
            self.session.apply(Misfit("misfit", "x"))
        except ValueError:
            assert self.session.project is before

    @invariant()
    def is_what_the_list_says(self):
        assert contents(self.session.project) == contents(self.states[self.at])
        assert self.session.undo_name == (self.names[self.at - 1] if self.at else None)
        assert self.session.redo_name == (self.names[self.at] if self.at < len(self.names) else None)
        assert self.session.dirty == (self.saved != self.at)
        assert self.told == self.expected_told


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)


def test_the_oldest_steps_are_forgotten_and_the_file_with_them():
    """A bound on steps: undo goes so far back, and what was saved before that is never taken for saved."""
    from explorer.session.history import History

    history = History(limit=3)
    project = small_project()
    for number in range(5):
        project = history.do(RenameSystem(f"rename {number}", str(number)), project)
    for _ in range(3):
        project = history.undo(project)
    assert (project.graph.name, history.undo_name, history.at_saved) == ("1", None, False)


def test_backup_name_is_the_one_that_messages_name():
    """The sentence of a damaged project points at the file that saving leaves."""
    assert saving.BACKUP == ".bak"
