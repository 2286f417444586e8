"""What we keep of allauth's pages: second keys, passwords, log-out. Its other doors lead to ours."""

from typing import Any

from allauth.account import views
from django.urls import include, path, reverse_lazy
from django.views.generic import RedirectView


class LoginView(views.LoginView):
    """Password or passkey. allauth's « site » would hide the shell's."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context


identify = RedirectView.as_view(url=reverse_lazy("accounts:identify"), query_string=True)

urlpatterns = [
    path("connexion/", LoginView.as_view(), name="account_login"),
    path("inscription/", identify, name="account_signup"),
    path("sortir/", views.logout, name="account_logout"),
    path("suspendu/", views.account_inactive, name="account_inactive"),
    path("confirmer/", views.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", views.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", identify, name="account_reset_password"),
    path("adresse/", RedirectView.as_view(url=reverse_lazy("accounts:address")), name="account_email"),
    path("cles/", include("allauth.mfa.urls")),
]
