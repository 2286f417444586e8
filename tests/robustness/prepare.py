"""Fill the data directory of a real server: ``python -m tests.robustness.prepare PERSONS POSTS``, as JSON.

One démarche open to all, one contribution to support, persons whose browsers are already known (their sessions are
in the database), and signed forms as old as a form a person took a minute to fill in.
"""

import json
import os
import sys
import time
from typing import Any


def main(persons: int, posts: int) -> dict[str, Any]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.config.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.signing import TimestampSigner, b62_encode

    from parvis.accounts.models import User
    from parvis.contributions.forms import SALT
    from parvis.methods.proposals.actions import submit_proposal
    from parvis.operations.database import upgrade
    from tests.personas import build_world, person

    class AMinuteAgo(TimestampSigner):
        def timestamp(self) -> str:
            return b62_encode(int(time.time()) - 60)

    def browser_of(user: User) -> str:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        return session.session_key

    upgrade()
    world = build_world()
    supported = submit_proposal(
        step=world.step, by=world.actor("alice"), title="Un abri à la gare", body="Il pleut."
    )
    people = [person(f"person{number}") for number in range(persons)]
    return {
        "submit": f"/participer/{world.process.slug}/{world.step.slug}/deposer/",
        "support": f"/avis/{supported.code}/soutenir/",
        "supported": supported.code,
        "sessions": [browser_of(user) for user in people],
        "tokens": [AMinuteAgo(salt=SALT).sign(f"form-{number}") for number in range(posts)],
    }


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))  # noqa: T201
