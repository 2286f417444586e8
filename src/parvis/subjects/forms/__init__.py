"""The forms of this room: residents’, then the team’s."""

from parvis.subjects.forms.ideas import GroupForm, IdeaForm
from parvis.subjects.forms.qualifying import QualifyForm
from parvis.subjects.forms.subjects import MoveForm, ProposeForm, SubjectForm

__all__ = ["GroupForm", "IdeaForm", "MoveForm", "ProposeForm", "QualifyForm", "SubjectForm"]
