"""Desk addresses: the mail that goes to services and comes back."""

from django.urls import path

from parvis.desk.views import mail

urlpatterns = [
    path("courrier/", mail.mails, name="mails_in"),
    path("courrier/<int:pk>/brouillon/", mail.take, name="mail_in_take"),
    path("courrier/<int:pk>/ecarter/", mail.put_aside, name="mail_in_aside"),
    path("courrier/<int:pk>/fichiers/<int:file>/", mail.joined_file, name="mail_in_file"),
    path("courrier/envoye/", mail.links, name="mail_links"),
    path("courrier/envoye/<int:pk>/annuler/", mail.revoke, name="mail_link_revoke"),
    path("courrier/envoye/<int:pk>/renvoyer/", mail.send_again, name="mail_link_again"),
]
