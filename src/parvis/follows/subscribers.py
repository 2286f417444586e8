from parvis.accounts.events import PersonClaimed, PersonErased
from parvis.contributions.events import ContributionMerged, ContributionReceived, WishedToFollow
from parvis.core.events import on
from parvis.follows.actions import begin, bring_along, end
from parvis.follows.models import TARGETS, Follow
from parvis.processes.events import ThemesMerged


@on(ContributionReceived)
def follow_ones_own(event: ContributionReceived) -> None:
    """Whoever speaks is told what became of it, unless she says otherwise."""
    begin(event.contribution.author, event.contribution)


@on(WishedToFollow)
def follow_what_was_ticked(event: WishedToFollow) -> None:
    begin(event.by.participant, event.contribution.root or event.contribution)


@on(ContributionMerged)
def follow_what_it_was_brought_to(event: ContributionMerged) -> None:
    bring_along(event.contribution, event.into)


@on(PersonClaimed)
def drop_what_both_follow(event: PersonClaimed) -> None:
    hers = Follow.objects.filter(participant=event.source)
    for name in TARGETS:
        kept = Follow.objects.filter(participant=event.target, **{f"{name}__isnull": False}).values(name)
        end(hers.filter(**{f"{name}__in": kept}))


@on(PersonErased)
def stop_following(event: PersonErased) -> None:
    end(Follow.objects.filter(participant=event.participant))


@on(ThemesMerged)
def follow_the_theme_kept(event: ThemesMerged) -> None:
    already = Follow.objects.filter(theme=event.into).values("participant")
    Follow.objects.filter(theme=event.theme, participant__in=already).delete()
    Follow.objects.filter(theme=event.theme).update(theme=event.into)
