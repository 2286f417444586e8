"""What search engines read in a page (schema.org, JSON-LD): an article, an event."""

from typing import Any

from django.conf import settings

from parvis.editorial.models import Article, Gathering


def article_data(article: Article) -> dict[str, Any]:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": str(article.title),
        "description": str(article.summary),
        "inLanguage": article.title.language,
        "datePublished": article.published_at.isoformat(),
        "dateModified": max(article.updated_at, article.published_at).isoformat(),
        "mainEntityOfPage": address(article),
        "publisher": {"@type": "GovernmentOrganization", "name": article.space.name},
    }
    if article.image:
        data["image"] = article.image.share_url
    return data


def event_data(gathering: Gathering) -> dict[str, Any]:
    state = "EventCancelled" if gathering.is_cancelled else "EventScheduled"
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": str(gathering.title),
        "description": str(gathering.description),
        "startDate": gathering.starts_at.isoformat(),
        "eventStatus": f"https://schema.org/{state}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": gathering.place, "address": gathering.address or gathering.place},
        "isAccessibleForFree": True,
        "organizer": {"@type": "GovernmentOrganization", "name": gathering.space.name},
        "url": address(gathering),
    }
    if gathering.ends_at:
        data["endDate"] = gathering.ends_at.isoformat()
    return data


def address(row: Article | Gathering) -> str:
    return settings.BASE_URL + row.get_absolute_url()
