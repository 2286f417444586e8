from parvis.contributions.events import ContributionShown
from parvis.core.events import on
from parvis.replies.promise import due_date


@on(ContributionShown)
def promise_an_answer(event: ContributionShown) -> None:
    """The promise is dated once, when the words are first shown; restoring a message does not renew it."""
    contribution = event.contribution
    if contribution.answer_due is None and contribution.answered_at is None:
        contribution.answer_due = due_date(contribution)
        contribution.save(update_fields=["answer_due"])
