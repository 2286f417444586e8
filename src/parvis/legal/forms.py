"""What the animator fills in about the law. The verbs judge again."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.core.files import DOCUMENTS, IMAGES, check_upload
from parvis.core.forms import TranslatedFormField
from parvis.core.images import check_image
from parvis.files.forms import DocumentUploadField
from parvis.legal import actions
from parvis.legal.frames import Version
from parvis.legal.models import ACT_KINDS, Act, Arrangement, Entry, Evidence, Piece, Register, Regulation
from parvis.processes.forms.base import VerbForm, day_field
from parvis.processes.models import Process

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

REASON = _("What is corrected, and why")


class ProofField(forms.FileField):
    """A photo or a document."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.odt,.docx,image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload:
            kind = check_upload(upload.file, upload.name, allowed=DOCUMENTS | IMAGES)
            if kind.extension in IMAGES:
                check_image(upload.file)
        return upload


class ReasonMixin(VerbForm):
    """A reason is asked once the démarche is public: its correction is read by everyone."""

    def ask_reason(self, process: Process) -> None:
        if process.state in Process.PUBLIC_STATES:
            self.fields["reason"] = forms.CharField(
                label=REASON, max_length=200, help_text=_("Everyone will read it, with what was said before.")
            )


class FrameChoiceForm(ReasonMixin):
    frame = forms.ChoiceField(label=_("Which text applies?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, process: Process, versions: list[Version], by: "Actor", **kwargs: Any) -> None:
        kept: Regulation | None = getattr(process, "regulation", None)
        kwargs.setdefault("initial", {"frame": kept.frame if kept else None})
        super().__init__(*args, **kwargs)
        self.process, self.by = process, by
        self.fields["frame"].choices = [(version.frame, str(version.title)) for version in versions]
        if kept:
            self.ask_reason(process)

    def write(self) -> Regulation:
        return actions.choose_frame(process=self.process, by=self.by, **self.cleaned_data)


class ActForm(ReasonMixin):
    kind = forms.ChoiceField(label=_("What it is"), choices=ACT_KINDS)
    number = forms.CharField(label=_("Number or reference"), max_length=80, required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    on = day_field(_("Date"), required=True)
    until = day_field(_("Posted until"), help_text=_("For a notice: the last day it stays posted."))
    where = forms.CharField(label=_("Where it is posted or published"), max_length=200, required=False)
    url = forms.URLField(label=_("Link to it"), required=False, assume_scheme="https")
    upload = DocumentUploadField(label=_("The file itself"), required=False, help_text=_("PDF, ODT or DOCX."))

    def __init__(self, *args: Any, process: Process, by: "Actor", act: Act | None = None, **kwargs: Any) -> None:
        if act:
            kwargs["initial"] = {name: getattr(act, name) for name in actions.ACT_FIELDS}
        super().__init__(*args, **kwargs)
        self.process, self.by, self.act = process, by, act
        if act:
            self.ask_reason(process)

    def write(self) -> Act:
        if self.act:
            return actions.correct_act(act=self.act, by=self.by, **self.cleaned_data)
        return actions.record_act(process=self.process, by=self.by, **self.cleaned_data)


class PieceForm(VerbForm):
    """A new document of the file, or a newer version of one."""

    title = TranslatedFormField(label=_("Title"), max_length=120)
    what_changed = forms.CharField(label=pgettext_lazy("file", "What changed"), max_length=200)
    upload = DocumentUploadField(label=_("The file itself"), help_text=_("PDF, ODT or DOCX."))

    def __init__(
        self, *args: Any, process: Process, by: "Actor", piece: Piece | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.process, self.by, self.piece = process, by, piece
        del self.fields["title" if piece else "what_changed"]

    def write(self) -> Any:
        if self.piece:
            return actions.replace_piece(piece=self.piece, by=self.by, **self.cleaned_data)
        return actions.add_piece(process=self.process, by=self.by, **self.cleaned_data)


class ArrangementForm(ReasonMixin):
    what = TranslatedFormField(
        label=_("What is announced"),
        max_length=200,
        help_text=_("One at a time: “Register at the town hall”, “Public meeting”, “Posters”."),
    )
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"))
    where = forms.CharField(label=_("Where"), max_length=200, required=False)

    def __init__(
        self, *args: Any, process: Process, by: "Actor", arrangement: Arrangement | None = None, **kwargs: Any
    ) -> None:
        if arrangement:
            kwargs["initial"] = {name: getattr(arrangement, name) for name in actions.ANNOUNCED}
        super().__init__(*args, **kwargs)
        self.process, self.by, self.arrangement = process, by, arrangement
        if arrangement:
            self.ask_reason(process)

    def write(self) -> Arrangement:
        if self.arrangement:
            return actions.correct_arrangement(arrangement=self.arrangement, by=self.by, **self.cleaned_data)
        return actions.announce(process=self.process, by=self.by, **self.cleaned_data)


class KeptForm(VerbForm):
    kept_on = day_field(_("Kept on"))
    kept_note = forms.CharField(
        label=_("How it went"), max_length=300, required=False, help_text=_("“42 people came.”")
    )
    not_kept_reason = forms.CharField(label=_("Or why it was not kept"), max_length=300, required=False)

    def __init__(self, *args: Any, arrangement: Arrangement, by: "Actor", **kwargs: Any) -> None:
        names = ("kept_on", "kept_note", "not_kept_reason")
        kwargs["initial"] = {name: getattr(arrangement, name) for name in names}
        super().__init__(*args, **kwargs)
        self.arrangement, self.by = arrangement, by
        self.fields["kept_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def write(self) -> Arrangement:
        return actions.say_kept(arrangement=self.arrangement, by=self.by, **self.cleaned_data)


class EvidenceForm(VerbForm):
    title = forms.CharField(
        label=_("What it shows"),
        max_length=200,
        help_text=_(
            "“The notice on the town hall’s board, on 3 March.” It is read aloud to those who do not see it."
        ),
    )
    upload = ProofField(
        label=_("A photo or a file"), required=False, help_text=_("JPEG, PNG, WebP, PDF, ODT, DOCX.")
    )
    url = forms.URLField(label=_("Or a link"), required=False, assume_scheme="https")
    text = forms.CharField(
        label=_("Or in words"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, arrangement: Arrangement, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arrangement, self.by = arrangement, by

    def write(self) -> Evidence:
        return actions.add_evidence(arrangement=self.arrangement, by=self.by, **self.cleaned_data)


class RegisterForm(VerbForm):
    closing_time = forms.TimeField(
        label=_("Closes at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("On the last day of the calendar. Empty: midnight."),
    )
    paper_until = day_field(
        _("Paper and letters entered until"),
        required=True,
        help_text=_("A few days after the closing: the post, the sheets left at the town hall."),
    )

    def __init__(self, *args: Any, process: Process, by: "Actor", **kwargs: Any) -> None:
        kept = getattr(process, "register", None)
        if kept:
            kwargs["initial"] = {"closing_time": kept.closing_time, "paper_until": kept.paper_until}
        super().__init__(*args, **kwargs)
        self.process, self.by = process, by

    def write(self) -> Register:
        return actions.open_register(process=self.process, by=self.by, **self.cleaned_data)


class ScanForm(VerbForm):
    upload = DocumentUploadField(
        label=_("The scan"), help_text=_("PDF. The team alone will read it: it bears a name, a signature.")
    )

    def __init__(self, *args: Any, entry: Entry, by: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry, self.by = entry, by

    def write(self) -> Entry:
        return actions.attach_scan(entry=self.entry, by=self.by, **self.cleaned_data)


class RemovalForm(VerbForm):
    """Taking something back: the reason stays."""

    reason = forms.CharField(label=_("Why it is taken back"), max_length=200)

    def __init__(self, *args: Any, verb: Any, is_required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verb = verb
        self.fields["reason"].required = is_required

    def write(self) -> None:
        self.verb(reason=self.cleaned_data["reason"])
