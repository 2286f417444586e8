"""What each degree promises, in words: context §2 (IAP2, Arnstein), practice E; degree 5 as practice C18."""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.core.rights import Sentence
from parvis.processes.models import Degree


@dataclass(frozen=True, kw_only=True)
class Weight:
    """How much a voice weighs: the name, a short sentence, a long one that names who decides."""

    degree: Degree
    name: Sentence
    short: Sentence
    long: Sentence
    question: Sentence  # « what do you want from residents? », for the animator who chooses

    def said(self, who: str = "") -> str:
        """The long sentence, with who decides."""
        return str(self.long) % {"who": _in_the_sentence(who) or gettext("the council")}


WEIGHTS = {
    weight.degree: weight
    for weight in (
        Weight(
            degree=Degree.INFORMATION,
            name=Degree.INFORMATION.label,
            short=_("You are informed"),
            long=_("We inform you; %(who)s decides."),
            question=_("Everything is decided: I only want people to know."),
        ),
        Weight(
            degree=Degree.CONSULTATION,
            name=Degree.CONSULTATION.label,
            short=_("Your opinion is asked"),
            long=_("We collect your opinions and say what we do with them; %(who)s decides."),
            question=_("I want opinions before a decision, and I will say what becomes of them."),
        ),
        Weight(
            degree=Degree.CONCERTATION,
            name=Degree.CONCERTATION.label,
            short=_("Your opinion weighs"),
            long=_("It is discussed and it weighs on the choices; %(who)s decides."),
            question=_("I want people to discuss with one another and with us, and to weigh on the choices."),
        ),
        Weight(
            degree=Degree.CO_CONSTRUCTION,
            name=Degree.CO_CONSTRUCTION.label,
            short=_("We write it together"),
            long=_("We work it out together and give the reason for every difference; %(who)s decides."),
            question=_("I want to write the project with residents, from the blank page."),
        ),
        Weight(
            degree=Degree.CO_DECISION,
            name=Degree.CO_DECISION.label,
            short=_("You choose, the council votes"),
            long=_("You choose; %(who)s votes on your choice as it is. Every difference is explained in public."),
            question=_("I will put to the vote, as they are, the projects residents choose."),
        ),
    )
}


def weight(degree: int) -> Weight:
    return WEIGHTS[Degree(degree)]


def _in_the_sentence(who: str) -> str:
    """« Le conseil communautaire » in the middle of a sentence loses its capital; « Élise » keeps hers."""
    first, _space, rest = who.strip().rstrip(".").partition(" ")
    article = first.lower() in {"le", "la", "les", "the"} or first[:2] in {"L’", "L'"}
    return " ".join(filter(None, [first[:1].lower() + first[1:] if article else first, rest]))
