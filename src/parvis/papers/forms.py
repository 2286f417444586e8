"""What the team fills in to write a paper and to have it approved."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import User
from parvis.contributions.forms import PlainTextField
from parvis.core.forms import RichTextField, RowsField
from parvis.papers import actions
from parvis.papers.kinds import Kind
from parvis.papers.models import Paper, Section
from parvis.papers.queries import approvers_of, colleagues_of
from parvis.processes.forms.base import VerbForm, day_field
from parvis.processes.models import Process
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


class BeginForm(VerbForm):
    """Where it belongs, and its title. `spaces` and `processes`: where this person may write."""

    process = forms.ModelChoiceField(
        label=_("Démarche"), queryset=Process.objects.none(), required=False, empty_label=_("None")
    )
    space = forms.ModelChoiceField(
        label=_("Space"), queryset=Space.objects.none(), required=False, empty_label=None
    )
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        spaces: QuerySet[Space],
        processes: QuerySet[Process],
        by: "Actor",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.by = kind, by
        self.fields["process"].queryset = processes
        self.fields["space"].queryset = spaces
        self.fields["space"].initial = spaces.first()
        if kind.needs_process:
            self.fields["process"].required = True
            self.fields["process"].empty_label = None
            del self.fields["space"]
        self.fields["title"].help_text = _("Leave it empty: we will propose one.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("process") and not given.get("space") and not self.errors:
            self.add_error("process", _("Choose the démarche it is about."))
        return given

    def write(self) -> Paper:
        given = self.cleaned_data
        process = given.get("process")
        return actions.begin_paper(
            kind=self.kind.key,
            process=process,
            space=process.space if process else given["space"],
            title=given["title"],
            language=given["language"],
            by=self.by,
        )


class SectionForm(VerbForm):
    title = forms.CharField(label=_("Title of the section"), max_length=160)
    body = RichTextField(label=_("Text"), required=False, max_length=60_000)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, section: Section, hint: Any, by: "Actor", **kwargs: Any) -> None:
        mark = actions.section_mark(section)
        kwargs["initial"] = {"title": section.title, "body": section.body, "seen": mark}
        super().__init__(*args, **kwargs)
        self.section, self.by = section, by
        self.fields["body"].widget.language = section.paper.language
        self.fields["body"].help_text = hint

    def write(self) -> None:
        given = self.cleaned_data
        actions.write_section(
            section=self.section, title=given["title"], body=given["body"], seen=given["seen"] or None, by=self.by
        )

    def overtaken(self) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = actions.section_mark(Section.objects.get(pk=self.section.pk))


class NewSectionForm(VerbForm):
    title = forms.CharField(label=_("Title of a new section"), max_length=160)

    def __init__(self, *args: Any, paper: Paper, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper, self.by = paper, by

    def write(self) -> Section:
        return actions.add_section(paper=self.paper, by=self.by, **self.cleaned_data)


class FrameForm(VerbForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    level = forms.ChoiceField(
        label=_("Who may read it"),
        choices=Paper.Level.choices,
        widget=forms.RadioSelect,
        help_text=_("Everyone: once it is final. Above, each reader is written in a log."),
    )
    readers = RowsField(label=_("People named"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, paper: Paper, by: "Actor", **kwargs: Any) -> None:
        kwargs["initial"] = {
            "title": paper.title,
            "language": paper.language,
            "level": paper.level,
            "readers": [reader.pk for reader in paper.readers.all()],
        }
        super().__init__(*args, **kwargs)
        self.paper, self.by = paper, by
        self.fields["readers"].queryset = colleagues_of(paper)

    def write(self) -> None:
        actions.frame_paper(paper=self.paper, by=self.by, **self.cleaned_data)


class AskForm(VerbForm):
    approver = forms.ModelChoiceField(
        label=_("To be approved by"), queryset=User.objects.none(), empty_label=_("Choose")
    )
    text = PlainTextField(
        label=_("A word for this colleague"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, paper: Paper, by: "Actor", **kwargs: Any) -> None:
        kwargs["initial"] = {"approver": paper.approver_id}
        super().__init__(*args, **kwargs)
        self.paper, self.by = paper, by
        self.fields["approver"].queryset = approvers_of(paper)

    def write(self) -> None:
        actions.ask_approval(paper=self.paper, by=self.by, **self.cleaned_data)


class AnswerForm(VerbForm):
    text = PlainTextField(
        label=_("What you think of it"), required=False, max_length=4000, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *args: Any, paper: Paper, is_approved: bool, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper, self.is_approved, self.by = paper, is_approved, by

    def write(self) -> None:
        actions.answer_approval(paper=self.paper, is_approved=self.is_approved, by=self.by, **self.cleaned_data)


class RemarkForm(VerbForm):
    text = PlainTextField(label=_("Your comment"), max_length=4000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, paper: Paper, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper, self.by = paper, by

    def write(self) -> None:
        actions.say_remark(paper=self.paper, by=self.by, **self.cleaned_data)


class AdoptForm(VerbForm):
    adopted_as = forms.CharField(
        label=_("Deliberation"), max_length=160, help_text=_("Its number and the assembly, as the minutes say it.")
    )
    adopted_on = day_field(_("Adopted on"), required=True)

    def __init__(self, *args: Any, paper: Paper, by: "Actor", **kwargs: Any) -> None:
        kwargs["initial"] = {"adopted_as": paper.adopted_as, "adopted_on": paper.adopted_on}
        super().__init__(*args, **kwargs)
        self.paper, self.by = paper, by

    def write(self) -> None:
        actions.adopt_paper(paper=self.paper, by=self.by, **self.cleaned_data)
