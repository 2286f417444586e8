"""The sentence proposed to the moderator for each reason; she may change it before it is sent."""

from django.utils.translation import gettext_lazy as _

from parvis.moderation.models import Reason

STATEMENTS = {
    Reason.ILLEGAL: _(
        "Your message contains words that the law forbids (hatred, threat or defamation). We have hidden it."
    ),
    Reason.PERSONAL: _(
        "Your message gives somebody’s personal details. We have hidden it to protect that person. "
        "You can write it again without them."
    ),
    Reason.INSULT: _(
        "Your message attacks a person. One may disagree with ideas, not insult people. "
        "We have hidden it; you can say the same thing in other words."
    ),
    Reason.SPAM: _("Your message advertises something. This space is for the subject being discussed."),
    Reason.OFF_TOPIC: _(
        "Your message is about something else than the subject discussed here. "
        "Call us: we will tell you where to say it."
    ),
    Reason.DUPLICATE: _("You had already said this here. We kept your first message and hid this one."),
    Reason.OTHER: _("We have hidden your message. Here is why:"),
}
