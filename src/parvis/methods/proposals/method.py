from django.utils.translation import gettext_lazy as _

from parvis.core.registry import Method, register

register(
    Method(
        key="proposals",
        label=_("Ideas and needs"),
        description=_("People say what they need, worry about, think or propose; others support and discuss it."),
        icon="lightbulb",
        model="proposals.Proposal",
        verbs={"create": _("Submit"), "comment": _("Add a comment"), "support": _("Support")},
        default_verbs=("create", "comment", "support"),
        urls="parvis.methods.proposals.urls",
        list_view="parvis.methods.proposals.views.listing.list_view",
        act="proposals:submit",
        act_label=_("Say what you think"),
        settings_form="parvis.methods.proposals.forms.SettingsForm",
        note_form="parvis.methods.proposals.noting.NoteForm",
        card_template="components/card_contribution.html",
        supports=frozenset({"place", "print", "import", "export"}),
    )
)
