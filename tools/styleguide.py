"""Draw the style guide without the application: python tools/styleguide.py FOLDER

Writes FOLDER/fr/*.html and FOLDER/ar/*.html (index: every component; the others: sample pages)
and the static files beside them. A development tool: its content is in French.
"""

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace as Thing

import django
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "src/parvis/core"
PAGES = ["index", "home", "process", "contribution", "answer", "desk"]

THEME = ":root{--primary:#1d3a5f;--on-primary:#fff;--accent:#b4451f;--on-accent:#fff;--sun:#f0b840}"


def configure() -> None:
    settings.configure(
        DEBUG=True,
        USE_TZ=True,
        STATIC_URL="/static/",
        FORM_RENDERER="django.forms.renderers.TemplatesSetting",
        LOCALE_PATHS=[ROOT / "src/parvis/locale"],
        INSTALLED_APPS=["django.contrib.staticfiles", "django.forms"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [CORE / "templates"],
                "APP_DIRS": True,
                "OPTIONS": {"libraries": {"parvis": "parvis.core.templatetags.parvis"}},
            }
        ],
    )
    sys.path.insert(0, str(ROOT / "src"))
    django.setup()


class Notice(Thing):
    def __str__(self):
        return self.text


def things(fields: str, *rows) -> list[Thing]:
    """Objects with the same named fields, one per row."""
    names = fields.split()
    return [Thing(**dict(zip(names, row, strict=False))) for row in rows]


def sample_form():
    from django import forms

    class Idea(forms.Form):
        title = forms.CharField(label="Votre idée en une phrase", max_length=90)
        body = forms.CharField(
            label="Dites-en plus",
            help_text="Ce qui se passe aujourd’hui, ce qui vous manque.",
            max_length=600,
            widget=forms.Textarea,
            required=False,
        )
        link = forms.ChoiceField(
            label="Votre lien avec le territoire",
            choices=[("home", "J’y habite"), ("work", "J’y travaille"), ("study", "J’y étudie")],
            widget=forms.RadioSelect,
        )
        when = forms.MultipleChoiceField(
            label="Quand prenez-vous le bus ?",
            choices=[("am", "Le matin"), ("pm", "Le soir")],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        town = forms.ChoiceField(label="Commune", choices=[("", "Choisir…"), ("04070", "Digne-les-Bains")])
        day = forms.DateField(
            label="Depuis quand ?", widget=forms.DateInput(attrs={"type": "date"}), required=False
        )
        picture = forms.ImageField(label="Une photo", help_text="JPEG ou PNG, 5 Mo au plus.", required=False)
        told = forms.BooleanField(label="Prévenez-moi de la suite", required=False)

    return Idea({"title": "", "body": "Le dernier passe à 18 h 40.", "link": "study", "town": ""})


def content() -> dict:
    line = "label detail state kind"
    return {
        "site": Thing(
            name="Provence Alpes Agglomération",
            tagline="On en parle ensemble",
            home_url="#",
            phone="04 00 00 00 00",
            phone_link="+33400000000",
            phone_hours="mardi et jeudi, 9 h – 12 h",
        ),
        "theme": Thing(url="../static/theme.css", primary="#1d3a5f"),
        "nav": [
            ("Participer", "#", True),
            ("Agenda", "#", False),
            ("Comprendre", "#", False),
            ("Ce qui a changé", "#", False),
        ],
        "my_url": "#",
        "public_url": "#",
        "note_url": "#",
        "user_url": "#",
        "user_name": "Olga",
        "desk_nav": [
            ("sun", "Aujourd’hui", "#", True, 9),
            ("megaphone", "Démarches", "#", False, 0),
            ("message-circle", "Contributions", "#", False, 0),
            ("shield-check", "Modération", "#", False, 4),
            ("message-square-reply", "Réponses", "#", False, 3),
            ("", "Autour", "", False, 0),
            ("calendar", "Rencontres", "#", False, 0),
            ("mail", "Messages et lettre", "#", False, 0),
            ("settings", "Réglages", "#", False, 0),
        ],
        "footer": Thing(
            links=[
                ("Accessibilité : non conforme", "#"),
                ("Mentions légales", "#"),
                ("Données personnelles", "#"),
                ("Plan du site", "#"),
                ("Contact", "#"),
            ],
            software_url="#",
            funders=[Thing(sentence="Avec le soutien de l’Union européenne, programme LEADER.")],
        ),
        "crumbs": [("Participer", "#"), ("Mobilités", "#"), ("Transport urbain dignois", "#")],
        "levels": range(1, 6),
        "phases": things(
            line,
            ("Préparation", "3 oct. · comité technique", "done"),
            ("Vous donnez votre avis", "jusqu’au 3 déc. · ici, bus, marché", "now"),
            ("Ateliers", "8 et 10 déc.", "todo"),
            ("Résumé publié", "janvier", "todo"),
            ("Décision", "4 février", "todo"),
            ("Mise en service", "sept. 2027", "todo"),
        ),
        "life": things(
            line,
            ("Reçue", "14 novembre", "done"),
            ("Lue", "17 novembre", "done"),
            ("Étudiée", "service Mobilités", "done"),
            ("Réponse donnée", "20 novembre", "now"),
            ("Décidée", "4 février", "todo"),
            ("Réalisée", "", "todo"),
        ),
        "merged": things(
            line,
            ("Reçue", "14 novembre", "done", ""),
            ("Lue", "17 novembre", "done", ""),
            ("Réunie avec TUD-0031", "18 novembre · la suite se lit là-bas", "branch", "merged"),
        ),
        "abandoned": things(
            line,
            ("Reçue", "14 novembre", "done", ""),
            ("Réponse donnée", "20 novembre", "done", ""),
            ("Décidée", "4 février", "done", ""),
            ("Abandonnée", "le terrain n’est pas à la commune", "branch", "abandoned"),
        ),
        "promise": Thing(
            open=things(
                "text",
                ("Les horaires, jour par jour",),
                ("L’emplacement de 14 arrêts",),
                ("La desserte du marché et du lycée",),
            ),
            decided=things(
                "text url link",
                ("Le tracé de la ligne 1,", "#", "délibération du 12 mars"),
                ("La gratuité pour les moins de 18 ans", "", ""),
            ),
            elsewhere=things(
                "text url link",
                ("Les cars régionaux (Région Sud)", "", ""),
                ("Le stationnement :", "#", "autre démarche"),
            ),
            facts=things(
                "label text url",
                ("Qui décide ?", "Le conseil communautaire, le 4 février", ""),
                ("Réponse à chacun", "avant le 15 mars", ""),
                ("Élue référente", "l’élue aux mobilités", ""),
                ("À qui parler", "Olga, en mairie le mardi", "#"),
            ),
        ),
        "reply": Thing(
            verdict=Thing(
                key="studying",
                label="À l’étude jusqu’au 4 février",
                detail="Débattue à l’atelier du 8 décembre.",
            ),
            html="Un départ à 22 h 15 les mercredis, vendredis et samedis coûterait 41 000 € par an. "
            "Nous le mettons au débat de l’atelier du 8 décembre avec deux autres options.",
            signature="Réponse du service Mobilités, validée par l’élue aux mobilités",
            date="20 novembre",
            delay="dans le délai promis",
        ),
        "verdicts": things(
            "key label detail",
            ("accepted", "Retenue", "Le bus de 22 h 15 roule dès septembre."),
            ("partly", "Retenue en partie", "Le samedi seulement."),
            ("declined", "Pas retenue", "Le trottoir ne laisse pas la place d’un abri."),
            ("studying", "À l’étude jusqu’au 4 février", ""),
            ("already", "Déjà fait", "Depuis le 1er octobre."),
            ("forwarded", "Ne dépend pas de nous : transmise à la Région", "Courrier du 18 novembre."),
        ),
        "channels": [("en ligne", 165), ("sur papier", 92), ("de vive voix", 61)],
        "figures": things(
            "value label base url",
            ("1 204", "avis lus", "", ""),
            ("87 %", "des réponses données à temps", "sur 640 promises", ""),
            ("23", "décisions changées", "", "#"),
        ),
        "contributions": things(
            "title url kind where state tone excerpt supports comments answered",
            (
                "Un bus après 19 h pour les internes et le cinéma",
                "#",
                "Besoin",
                "Arrêt Lycée · dit au marché",
                "À l’étude",
                "sun",
                "« Le dernier passe à 18 h 40. Le mercredi on rentre à pied le long de la nationale. »",
                "46 « moi aussi »",
                "12 commentaires",
                "Réponse donnée le 20 novembre",
            ),
            (
                "Déplacer l’arrêt de la poste devant la maison de santé",
                "#",
                "Proposition",
                "Quartier des Sièyes · papier",
                "Lue",
                "plain",
                "",
                "31 soutiens",
                "5 commentaires",
                "",
            ),
        ),
        "processes": things(
            "title url summary place deadline level people minutes action",
            (
                "Transport urbain dignois : quels arrêts, quels horaires ?",
                "#",
                "Le réseau est redessiné pour 2027. Le tracé de la ligne 1 est décidé, les horaires et "
                "les arrêts sont ouverts.",
                "Digne-les-Bains",
                "Encore 12 jours",
                3,
                "318 personnes",
                "4 min",
                "Donner mon avis",
            ),
            (
                "La concertation… sur la concertation",
                "#",
                "Avant de consulter, se mettre d’accord : à quoi doivent servir ces échanges ?",
                "46 communes",
                "Encore 26 jours",
                4,
                "94 personnes",
                "3 min",
                "Répondre",
            ),
            (
                "10 000 € pour Volonne : vos projets",
                "#",
                "Déposez une idée seul·e ou à plusieurs. La commune étudie, vous choisissez au marché de juin.",
                "Volonne",
                "Dépôt jusqu’au 14 déc.",
                5,
                "37 idées",
                "5 min",
                "Déposer une idée",
            ),
        ),
        "agenda": things(
            "weekday day month title where",
            ("sam.", "28", "nov.", "Stand au marché de Digne", "8 h – 12 h, place du Général-de-Gaulle"),
            (
                "mar.",
                "8",
                "déc.",
                "Atelier « dessine ta ligne »",
                "18 h 30, salle des fêtes · accessible en fauteuil",
            ),
        ),
        "files": things(
            "title url kind size",
            ("Le plan des trois options", "#", "PDF", "1,2 Mo"),
            ("Le coût, poste par poste", "#", "ODS", "38 ko"),
        ),
        "notices": [
            Notice(level_tag="success", text="Votre idée est déposée. Nous la lisons sous deux jours."),
            Notice(level_tag="warning", text="Il reste deux jours pour répondre."),
            Notice(level_tag="error", text="La photo est trop lourde : 5 Mo au plus."),
            Notice(level_tag="info", text="Les ateliers sont déplacés au 10 décembre."),
        ],
        "tasks": things(
            "tone kind title detail gestures urgent",
            (
                "late",
                "Promesse en retard",
                "3 réponses promises avant le 18 novembre",
                "Transport dignois · service Mobilités, relancé il y a 4 jours",
                ["Réponse d’attente", "Relancer la direction"],
                True,
            ),
            (
                "sun",
                "À modérer",
                "4 messages",
                "2 premiers messages, 1 signalement « hors sujet », 1 lien",
                ["Ouvrir la file"],
                False,
            ),
            (
                "",
                "À rappeler",
                "7 personnes sans e-mail attendent une réponse publiée",
                "Liste d’appel avec codes · affiche pour 3 mairies prête",
                ["Ouvrir la liste"],
                False,
            ),
            (
                "",
                "Bientôt",
                "Le dépôt d’idées de Volonne ferme lundi 14 décembre",
                "37 idées, 9 hameaux sur 11",
                ["Écrire aux relais"],
                False,
            ),
        ),
        "picture": "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'%3E%3Cpath d='M0 3V2l1-1 1 1 1-1 1 1v1z' fill='%239db0c6'/%3E%3C/svg%3E",
    }


def draw(folder: Path) -> None:
    from django.template.loader import render_to_string
    from django.utils import translation

    for language in ("fr", "ar"):
        target = folder / language
        target.mkdir(parents=True, exist_ok=True)
        with translation.override(language):
            for page in PAGES:
                context = content() | {
                    "form": sample_form(),
                    "request": Thing(csp_nonce="guide"),
                    "languages": [
                        (code, name, f"../{code}/{page}.html", code == language)
                        for code, name in (("fr", "Français"), ("en", "English"), ("ar", "العربية"))
                    ],
                }
                html = render_to_string(f"styleguide/{page}.html", context)
                (target / f"{page}.html").write_text(html.replace('"/static/', '"../static/'))
    shutil.copytree(CORE / "static", folder / "static", dirs_exist_ok=True)
    (folder / "static" / "theme.css").write_text(THEME)


if __name__ == "__main__":
    configure()
    draw(Path(sys.argv[1]))
