"""Desk addresses: the mail that goes to services and comes back."""

from django.urls import path

from parvis.desk.views import mail

urlpatterns = [
    path("courrier/envoye/", mail.links, name="mail_links"),
    path("courrier/envoye/<int:pk>/annuler/", mail.revoke, name="mail_link_revoke"),
    path("courrier/envoye/<int:pk>/renvoyer/", mail.send_again, name="mail_link_again"),
]
