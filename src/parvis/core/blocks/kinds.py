"""The closed list of blocks, as data: the validator, the editor and the page all read it here."""

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

from parvis.core.rights import Sentence


class Shape(Enum):
    """What a field of a block holds, and so how it is asked, checked and shown."""

    LINE = "line"  # one line, in each language
    LINES = "lines"  # plain paragraphs, in each language
    RICH = "rich"  # cleaned HTML, in each language
    URL = "url"  # an address of the site or of another
    CHOICE = "choice"
    TICK = "tick"
    IMAGE = "image"  # id of a stored image
    DOCUMENT = "document"  # id of a stored document
    STEP = "step"  # code of a démarche's step

    @property
    def is_text(self) -> bool:
        return self in {Shape.LINE, Shape.LINES, Shape.RICH}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a block. ``missing``: the sentence when it is required and empty."""

    name: str
    label: Sentence
    shape: Shape = Shape.LINE
    missing: Sentence = ""
    help: Sentence = ""
    longest: int = 200
    choices: tuple[tuple[str, Sentence], ...] = ()

    @property
    def is_required(self) -> bool:
        return bool(self.missing)


@dataclass(frozen=True, kw_only=True)
class BlockKind:
    """A kind of block. ``items``: the fields of a list inside it (the questions of an FAQ)."""

    key: str
    label: Sentence
    icon: str
    fields: tuple[Field, ...] = ()
    items: tuple[Field, ...] = ()
    item_label: Sentence = ""
    no_items: Sentence = ""
    help: Sentence = ""


def _picture(missing: Sentence) -> tuple[Field, ...]:
    return (
        Field(name="image", label=_("Image"), shape=Shape.IMAGE, missing=missing),
        Field(
            name="alt",
            label=_("What the image shows"),
            help=_("For people who cannot see it: one sentence."),
        ),
        Field(name="decorative", label=_("Decorative: nothing to say"), shape=Shape.TICK),
        Field(name="caption", label=_("Caption, credit")),
    )


_BLOCKS = (
    BlockKind(
        key="text",
        label=_("Text"),
        icon="pencil",
        fields=(
            Field(name="html", label=_("Text"), shape=Shape.RICH, longest=20_000, missing=_("Write the text.")),
        ),
    ),
    BlockKind(
        key="heading",
        label=_("Heading"),
        icon="list",
        fields=(
            Field(name="text", label=_("Heading"), missing=_("Write the heading."), longest=120),
            Field(
                name="level",
                label=_("Size"),
                shape=Shape.CHOICE,
                choices=(("2", _("Large")), ("3", _("Small"))),
            ),
        ),
    ),
    BlockKind(key="image", label=_("Image"), icon="image", fields=_picture(_("Choose an image."))),
    BlockKind(
        key="gallery",
        label=_("Gallery"),
        icon="layers",
        items=_picture(_("Choose an image.")),
        item_label=_("Image"),
        no_items=_("Add at least one image."),
    ),
    BlockKind(
        key="files",
        label=_("Files"),
        icon="files",
        items=(
            Field(name="document", label=_("File"), shape=Shape.DOCUMENT, missing=_("Choose a file.")),
            Field(name="title", label=_("Title"), missing=_("Give the file a title.")),
        ),
        item_label=_("File"),
        no_items=_("Add at least one file."),
        help=_("Plans, costs, studies, deliberations: what people need to judge."),
    ),
    BlockKind(
        key="action",
        label=_("Call to action"),
        icon="arrow-right",
        fields=(
            Field(name="text", label=_("Sentence before the button"), shape=Shape.LINES, longest=300),
            Field(name="label", label=_("Words of the button"), longest=60, missing=_("Write the button.")),
            Field(name="url", label=_("Where it leads"), shape=Shape.URL, missing=_("Give the address.")),
        ),
    ),
    BlockKind(
        key="steps",
        label=_("Steps"),
        icon="signpost",
        items=(
            Field(name="title", label=_("Title"), longest=120, missing=_("Give each step a title.")),
            Field(name="text", label=_("What happens"), shape=Shape.LINES, longest=1000),
        ),
        item_label=_("Step"),
        no_items=_("Add at least one step."),
    ),
    BlockKind(
        key="faq",
        label=_("Questions and answers"),
        icon="circle-help",
        items=(
            Field(name="question", label=_("Question"), missing=_("Write the question.")),
            Field(
                name="answer",
                label=_("Answer"),
                shape=Shape.LINES,
                longest=4000,
                missing=_("Write the answer."),
            ),
        ),
        item_label=_("Question"),
        no_items=_("Add at least one question."),
    ),
    BlockKind(
        key="figures",
        label=_("Key figures"),
        icon="trending-up",
        items=(
            Field(name="value", label=_("Figure"), longest=30, missing=_("Give the figure.")),
            Field(name="label", label=_("What it counts"), longest=120, missing=_("Say what it counts.")),
            Field(
                name="base",
                label=_("Out of how many, or source"),
                longest=160,
                help=_("A figure alone says nothing: “of 412 answers”."),
            ),
        ),
        item_label=_("Figure"),
        no_items=_("Add at least one figure."),
    ),
    BlockKind(
        key="quote",
        label=_("Quote"),
        icon="quote",
        fields=(
            Field(name="text", label=_("Words"), shape=Shape.LINES, longest=1000, missing=_("Write the words.")),
            Field(name="author", label=_("Who says it"), longest=120),
        ),
    ),
    BlockKind(
        key="video",
        label=_("Video"),
        icon="video",
        fields=(
            Field(name="url", label=_("Address of the video"), shape=Shape.URL, missing=_("Give the address.")),
            Field(name="title", label=_("Title"), missing=_("Give the video a title.")),
            Field(
                name="transcript",
                label=_("What is said and shown, in text"),
                shape=Shape.LINES,
                longest=20_000,
                help=_("For people who cannot hear or see it, and for those short of data."),
            ),
        ),
        help=_("Nothing is loaded from the other site before the reader asks for it."),
    ),
    BlockKind(
        key="map",
        label=_("Map of the territory"),
        icon="map",
        fields=(Field(name="caption", label=_("Caption")),),
    ),
    BlockKind(
        key="step",
        label=_("Take part"),
        icon="hand",
        fields=(
            Field(
                name="code",
                label=_("Step"),
                shape=Shape.STEP,
                missing=_("Choose a step."),
                help=_("The card of a step, always up to date."),
            ),
        ),
    ),
)

KINDS: dict[str, BlockKind] = {kind.key: kind for kind in _BLOCKS}
