from django.urls import path

from parvis.accounts.views import identify, keys, mine

app_name = "accounts"

urlpatterns = [
    path("", mine.mine, name="mine"),
    path("identifier/", identify.identify, name="identify"),
    path("identifier/code/", identify.code, name="identify_code"),
    path("identifier/code/nouveau/", identify.again, name="identify_again"),
    path("identifier/qui/", identify.who, name="identify_who"),
    path("identifier/bienvenue/", identify.welcome, name="identify_welcome"),
    path("identifier/parent/", identify.parent, name="identify_parent"),
    path("quitter/", identify.leave, name="leave"),
    path("seconde-cle/", keys.second_key, name="second_key"),
]
