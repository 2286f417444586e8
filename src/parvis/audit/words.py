"""What each verb is called in the trail, and the details it keeps: read by the DPO and the IT department."""

from typing import Any

from django.utils.translation import pgettext_lazy

from parvis.core.text import normalise

GESTURES = {
    # people
    "grant_role": pgettext_lazy("trail", "Role given"),
    "end_role": pgettext_lazy("trail", "Role ended"),
    "make_first_administrator": pgettext_lazy("trail", "First administrator named"),
    "make_login_link": pgettext_lazy("trail", "Login link made"),
    "use_login_link": pgettext_lazy("trail", "Login link used"),
    "welcome_person": pgettext_lazy("trail", "Person welcomed"),
    "open_account": pgettext_lazy("trail", "Account opened"),
    "register_person": pgettext_lazy("trail", "Person registered"),
    "claim_participant": pgettext_lazy("trail", "Words claimed as one’s own"),
    "edit_profile": pgettext_lazy("trail", "Profile changed"),
    "change_address": pgettext_lazy("trail", "Address changed"),
    "withdraw_consent": pgettext_lazy("trail", "Consent withdrawn"),
    "erase_person": pgettext_lazy("trail", "Account deleted"),
    "change_retention": pgettext_lazy("trail", "Retention period changed"),
    "export": pgettext_lazy("trail", "Data taken away"),
    # organisations
    "found_collective": pgettext_lazy("trail", "Collective founded"),
    "add_organisation": pgettext_lazy("trail", "Organisation added"),
    "edit_organisation": pgettext_lazy("trail", "Organisation changed"),
    "verify_organisation": pgettext_lazy("trail", "Organisation verified"),
    "join_organisation": pgettext_lazy("trail", "Organisation joined"),
    "leave_organisation": pgettext_lazy("trail", "Organisation left"),
    "name_representative": pgettext_lazy("trail", "Representative named"),
    # territories
    "add_area": pgettext_lazy("trail", "Territory added"),
    "add_neighbourhood": pgettext_lazy("trail", "Neighbourhood added"),
    "edit_territory": pgettext_lazy("trail", "Territory corrected"),
    "retire_territory": pgettext_lazy("trail", "Territory retired"),
    "put_back_territory": pgettext_lazy("trail", "Territory put back"),
    "import_territories": pgettext_lazy("trail", "Perimeters imported"),
    "undo_import_territories": pgettext_lazy("trail", "Import of perimeters undone"),
    "link_territories": pgettext_lazy("trail", "Territories linked"),
    "unlink_territories": pgettext_lazy("trail", "Territories unlinked"),
    "open_space": pgettext_lazy("trail", "Space opened"),
    "edit_space": pgettext_lazy("trail", "Space changed"),
    "dress_space": pgettext_lazy("trail", "Colours changed"),
    "set_space_logo": pgettext_lazy("trail", "Logo changed"),
    "set_space_favicon": pgettext_lazy("trail", "Icon changed"),
    "set_space_banner": pgettext_lazy("trail", "Banner changed"),
    "remove_space_logo": pgettext_lazy("trail", "Logo removed"),
    "remove_space_favicon": pgettext_lazy("trail", "Icon removed"),
    "remove_space_banner": pgettext_lazy("trail", "Banner removed"),
    "switch_features": pgettext_lazy("trail", "Features switched"),
    "save_funder": pgettext_lazy("trail", "Funder mention saved"),
    "move_funder": pgettext_lazy("trail", "Funder mention moved"),
    "remove_funder": pgettext_lazy("trail", "Funder mention removed"),
    # démarches
    "create_process": pgettext_lazy("trail", "Process created"),
    "duplicate_process": pgettext_lazy("trail", "Process duplicated"),
    "update_frame": pgettext_lazy("trail", "Frame changed"),
    "update_promise": pgettext_lazy("trail", "Commitments changed"),
    "update_content": pgettext_lazy("trail", "File of the process changed"),
    "set_phases": pgettext_lazy("trail", "Calendar changed"),
    "set_openings": pgettext_lazy("trail", "Openings changed"),
    "add_step": pgettext_lazy("trail", "Step added"),
    "update_step": pgettext_lazy("trail", "Step changed"),
    "move_step": pgettext_lazy("trail", "Step moved"),
    "remove_step": pgettext_lazy("trail", "Step removed"),
    "write_log_entry": pgettext_lazy("trail", "Logbook written"),
    "add_to_team": pgettext_lazy("trail", "Colleague added"),
    "remove_from_team": pgettext_lazy("trail", "Colleague removed"),
    "review": pgettext_lazy("trail", "Proofreading given"),
    "schedule_publication": pgettext_lazy("trail", "Publication scheduled"),
    "publication_failed": pgettext_lazy("trail", "Scheduled publication refused"),
    "publish_process": pgettext_lazy("trail", "Process published"),
    "unpublish_process": pgettext_lazy("trail", "Process unpublished"),
    "close_process": pgettext_lazy("trail", "Process closed"),
    "archive_process": pgettext_lazy("trail", "Process archived"),
    "reorder_processes": pgettext_lazy("trail", "Processes put in order"),
    "create_theme": pgettext_lazy("trail", "Theme created"),
    "update_theme": pgettext_lazy("trail", "Theme changed"),
    "merge_themes": pgettext_lazy("trail", "Themes merged"),
    # contributions
    "submit_proposal": pgettext_lazy("trail", "Contribution submitted"),
    "note_proposal": pgettext_lazy("trail", "Contribution noted for someone"),
    "edit_contribution": pgettext_lazy("trail", "Contribution changed"),
    "withdraw_contribution": pgettext_lazy("trail", "Contribution withdrawn"),
    "comment": pgettext_lazy("trail", "Comment written"),
    "add_photo": pgettext_lazy("trail", "Photo added"),
    "join_document": pgettext_lazy("trail", "Document added"),
    "take_file_off": pgettext_lazy("trail", "File taken off"),
    "invite_coauthor": pgettext_lazy("trail", "Co-author invited"),
    "accept_coauthor": pgettext_lazy("trail", "Co-author accepted"),
    "mark_read": pgettext_lazy("trail", "Marked as read"),
    "set_status": pgettext_lazy("trail", "Status set"),
    "save_status": pgettext_lazy("trail", "Status word saved"),
    "move_status": pgettext_lazy("trail", "Status word moved"),
    "remove_status": pgettext_lazy("trail", "Status word removed"),
    "merge_contribution": pgettext_lazy("trail", "Contributions merged"),
    "split_proposal": pgettext_lazy("trail", "Contribution split"),
    "move_to_territory": pgettext_lazy("trail", "Commune changed"),
    "put_in_category": pgettext_lazy("trail", "Category changed"),
    "set_categories": pgettext_lazy("trail", "Categories changed"),
    "put_forward": pgettext_lazy("trail", "Put forward"),
    "take_back": pgettext_lazy("trail", "No longer put forward"),
    # answers
    "assign": pgettext_lazy("trail", "Entrusted to a service"),
    "finish_assignment": pgettext_lazy("trail", "Studied by the service"),
    "write_note": pgettext_lazy("trail", "Internal note written"),
    "draft_reply": pgettext_lazy("trail", "Answer begun"),
    "update_reply": pgettext_lazy("trail", "Answer changed"),
    "submit_reply": pgettext_lazy("trail", "Answer sent for validation"),
    "send_back_reply": pgettext_lazy("trail", "Answer sent back"),
    "validate_reply": pgettext_lazy("trail", "Answer validated"),
    "publish_reply": pgettext_lazy("trail", "Answer published"),
    "correct_reply": pgettext_lazy("trail", "Published answer corrected"),
    "discard_reply": pgettext_lazy("trail", "Answer thrown away"),
    "record_outcome": pgettext_lazy("trail", "What it changed: written"),
    "update_outcome": pgettext_lazy("trail", "What it changed: corrected"),
    "complete_outcome": pgettext_lazy("trail", "What it changed: done"),
    "abandon_outcome": pgettext_lazy("trail", "What it changed: abandoned"),
    # moderation
    "report": pgettext_lazy("trail", "Report"),
    "moderation_approve": pgettext_lazy("trail", "Published by moderation"),
    "moderation_hide": pgettext_lazy("trail", "Hidden by moderation"),
    "moderation_restore": pgettext_lazy("trail", "Shown again by moderation"),
    "moderation_keep": pgettext_lazy("trail", "Kept by moderation"),
    "undo_moderation": pgettext_lazy("trail", "Moderation undone"),
    "appeal": pgettext_lazy("trail", "Appeal"),
    "decide_appeal": pgettext_lazy("trail", "Appeal decided"),
    "pause": pgettext_lazy("trail", "Discussion calmed"),
    "lift_pause": pgettext_lazy("trail", "Discussion reopened"),
    "set_moderation_policy": pgettext_lazy("trail", "Moderation rules changed"),
    # publications
    "write_page": pgettext_lazy("trail", "Page written"),
    "publish_page": pgettext_lazy("trail", "Page published"),
    "unpublish_page": pgettext_lazy("trail", "Page unpublished"),
    "write_article": pgettext_lazy("trail", "News written"),
    "publish_article": pgettext_lazy("trail", "News published"),
    "unpublish_article": pgettext_lazy("trail", "News unpublished"),
    "write_gathering": pgettext_lazy("trail", "Meeting written"),
    "publish_gathering": pgettext_lazy("trail", "Meeting published"),
    "unpublish_gathering": pgettext_lazy("trail", "Meeting unpublished"),
    "cancel_gathering": pgettext_lazy("trail", "Meeting cancelled"),
    "reinstate_gathering": pgettext_lazy("trail", "Meeting reinstated"),
    "record_accessibility_audit": pgettext_lazy("trail", "Accessibility audit recorded"),
    "store_image": pgettext_lazy("trail", "Image stored"),
    "describe_image": pgettext_lazy("trail", "Image described"),
    "store_document": pgettext_lazy("trail", "Document stored"),
    # imports
    "make_process_for_import": pgettext_lazy("trail", "Process made for an import"),
    "erase_process_of_import": pgettext_lazy("trail", "Process of an import erased"),
    "import_contributions": pgettext_lazy("trail", "Contributions imported"),
    "refuse_import": pgettext_lazy("trail", "Import refused"),
    "give_up_import": pgettext_lazy("trail", "Import given up"),
    "undo_import": pgettext_lazy("trail", "Import undone"),
}

# Names of what a gesture changed.
DETAILS = {
    "reason": pgettext_lazy("trail", "reason"),
    "role": pgettext_lazy("trail", "role"),
    "person": pgettext_lazy("trail", "person"),
    "user": pgettext_lazy("trail", "account"),
    "from": pgettext_lazy("trail", "from"),
    "until": pgettext_lazy("trail", "until"),
    "fields": pgettext_lazy("trail", "fields"),
    "service": pgettext_lazy("trail", "service"),
    "due_on": pgettext_lazy("trail", "before"),
    "contributions": pgettext_lazy("trail", "contributions"),
    "name": pgettext_lazy("trail", "name"),
    "commune": pgettext_lazy("trail", "commune"),
    "territory": pgettext_lazy("trail", "territory"),
    "created": pgettext_lazy("trail", "created"),
    "updated": pgettext_lazy("trail", "updated"),
    "left": pgettext_lazy("trail", "left out"),
    "imported": pgettext_lazy("trail", "imported"),
    "batch": pgettext_lazy("trail", "import no."),
    "errors": pgettext_lazy("trail", "errors"),
    "verdict": pgettext_lazy("trail", "verdict"),
    "status": pgettext_lazy("trail", "status"),
    "state": pgettext_lazy("trail", "state"),
    "word": pgettext_lazy("trail", "word"),
    "rank": pgettext_lazy("trail", "rank"),
    "what": pgettext_lazy("trail", "what"),
    "days": pgettext_lazy("trail", "days"),
    "channel": pgettext_lazy("trail", "channel"),
    "blueprint": pgettext_lazy("trail", "model"),
    "publish_at": pgettext_lazy("trail", "publication on"),
    "at": pgettext_lazy("trail", "on"),
    "into": pgettext_lazy("trail", "into"),
    "step": pgettext_lazy("trail", "step"),
    "purpose": pgettext_lazy("trail", "purpose"),
    "keeps_texts": pgettext_lazy("trail", "texts kept"),
    "kind": pgettext_lazy("trail", "kind"),
    "version": pgettext_lazy("trail", "version"),
    "ending": pgettext_lazy("trail", "ending"),
    "decision": pgettext_lazy("trail", "decision"),
}


def gesture(verb: str) -> str:
    return str(GESTURES.get(verb) or verb)


def verbs_called(text: str) -> list[str]:
    """The verbs whose name, in the reader’s language, holds these words."""
    sought = normalise(text)
    return [verb for verb in GESTURES if sought in normalise(gesture(verb))]


def details(changes: dict[str, Any]) -> str:
    return " · ".join(f"{DETAILS.get(name, name)}: {_arrow(value)}" for name, value in changes.items())


def _arrow(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{value[0]} → {value[1]}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
