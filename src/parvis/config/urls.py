"""The addresses of Parvis. French words, in every language: an address printed on a poster does not change."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from parvis.core.registry import all_methods
from parvis.site.views import look

urlpatterns = [
    path("", include("parvis.site.machine_urls")),
    path("theme/<slug:slug>.<str:digest>.css", look.theme, name="theme"),
    path("medias/", include("parvis.files.urls")),
    *i18n_patterns(
        path("participer/<slug:slug>/cadre-juridique/", include("parvis.legal.urls")),
        path("", include("parvis.site.urls")),
        path("avis/", include("parvis.contributions.urls")),
        path("avis/", include("parvis.comments.urls")),
        path("avis/", include("parvis.supports.urls")),
        path("signaler/", include("parvis.moderation.urls")),
        path("suivre/", include("parvis.follows.urls")),
        path("nouvelles/", include("parvis.notifications.urls")),
        path("courrier/", include("parvis.incoming.urls")),
        path("recherche/", include("parvis.search.urls")),
        path("territoires/", include("parvis.territories.urls")),
        path("organismes/", include("parvis.organisations.urls")),
        path("mon-suivi/", include("parvis.accounts.urls")),
        path("compte/", include("parvis.accounts.allauth_urls")),
        path("documents/", include("parvis.papers.urls")),
        path("bureau/", include("parvis.desk.urls")),
        *(
            path("participer/<slug:process>/<slug:step>/", include(method.urls))
            for method in all_methods()
            if method.urls
        ),
        path("", include("parvis.subjects.urls")),
        path("", include("parvis.editorial.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "parvis.site.views.errors.bad_request"
handler500 = "parvis.site.views.errors.server_error"

if settings.DEMO:
    urlpatterns.insert(0, path("demo/", include("parvis.demo.urls")))
