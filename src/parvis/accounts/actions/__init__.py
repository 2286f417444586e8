"""What is written about persons, accounts, the team and how long things are kept."""

from parvis.accounts.actions.door import (
    Check,
    check_code,
    make_code,
    make_login_link,
    note_login,
    open_account,
    recognise_person,
    use_login_link,
    welcome_person,
)
from parvis.accounts.actions.persons import (
    change_address,
    claim_participant,
    edit_profile,
    erase_person,
    register_person,
    withdraw_consent,
)
from parvis.accounts.actions.retention import change_retention, ensure_default_retention, purge_expired
from parvis.accounts.actions.team import end_role, grant_role, make_first_administrator
from parvis.accounts.persons import AddressTaken

__all__ = [
    "AddressTaken",
    "Check",
    "change_address",
    "change_retention",
    "check_code",
    "claim_participant",
    "edit_profile",
    "end_role",
    "ensure_default_retention",
    "erase_person",
    "grant_role",
    "make_code",
    "make_first_administrator",
    "make_login_link",
    "note_login",
    "open_account",
    "purge_expired",
    "recognise_person",
    "register_person",
    "use_login_link",
    "welcome_person",
    "withdraw_consent",
]
