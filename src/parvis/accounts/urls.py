from django.urls import path

from parvis.accounts.views import claims, data, identify, keys, links, mine, profile

app_name = "accounts"

urlpatterns = [
    path("", mine.mine, name="mine"),
    path("compte/", mine.open_account, name="open_account"),
    path("identifier/", identify.identify, name="identify"),
    path("identifier/code/", identify.code, name="identify_code"),
    path("identifier/code/nouveau/", identify.again, name="identify_again"),
    path("identifier/qui/", identify.who, name="identify_who"),
    path("identifier/bienvenue/", identify.welcome, name="identify_welcome"),
    path("identifier/parent/", identify.parent, name="identify_parent"),
    path("quitter/", identify.leave, name="leave"),
    path("reprendre/", claims.choose, name="claim"),
    path("reprendre/code/", claims.slip, name="claim_slip"),
    path("reprendre/adresse/", claims.other_address, name="claim_address"),
    path("profil/", profile.profile, name="profile"),
    path("adresse/", profile.address, name="address"),
    path("appareils/", profile.sessions, name="sessions"),
    path("appareils/<int:pk>/", profile.end_session, name="end_session"),
    path("mes-donnees/", data.data, name="data"),
    path("mes-donnees/fichier/", data.download, name="download"),
    path("mes-donnees/accord/<int:pk>/", data.withdraw, name="withdraw_consent"),
    path("partir/", data.leave_for_good, name="leave_for_good"),
    path("seconde-cle/", keys.second_key, name="second_key"),
    path("lien/<str:token>/", links.login_link, name="login_link"),
]
