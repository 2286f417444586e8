"""Words from which a plausible, invented territory is filled by ``parvis volumetry``: French as residents write it."""

FIRST_NAMES = [
    "Nadia",
    "Karim",
    "Josette",
    "Michel",
    "Fatou",
    "Lucie",
    "Antoine",
    "Yasmine",
    "Paul",
    "Inès",
    "Robert",
    "Chloé",
    "Mehdi",
    "Simone",
    "Hugo",
    "Amina",
    "Claude",
    "Léa",
    "Bernard",
    "Sofia",
    "Gérard",
    "Manon",
    "Idriss",
    "Colette",
    "Théo",
    "Naïma",
    "Alain",
    "Jade",
    "Samir",
    "Odile",
    "Romain",
    "Awa",
    "Denise",
    "Lucas",
    "Leïla",
]

PROCESSES = (
    ("Mobilités du quotidien", "Horaires, arrêts, marche et vélo : dites comment vous vous déplacez.", "MOB"),
    ("Nos écoles et nos cantines", "Cours, repas, trajets : ce qui compte pour les enfants.", "ECO"),
    ("Eau et sécheresse", "Partager l’eau quand elle manque : usages, jardins, troupeaux.", "EAU"),
    ("Bien vieillir ici", "Logement, soins, visites : rester chez soi sans être seul.", "VIE"),
    ("Centre-bourg vivant", "Commerces, places, bancs : ce qui donnerait envie d’y passer.", "BOU"),
    ("Jeunes du territoire", "Lieux, loisirs, logement : la parole aux moins de trente ans.", "JEU"),
    ("Plan climat", "Chauffage, arbres, soleil : que faire ensemble, et par quoi commencer.", "CLI"),
    ("Santé près de chez soi", "Médecins, pharmacies, urgences : où cela manque, ce qui aiderait.", "SAN"),
)

WANTS = (
    "Un bus", "Un banc", "Un abri", "Un trottoir", "Une piste cyclable", "Un local", "Un four partagé", "Des arbres",
    "Un lampadaire", "Une fontaine", "Un panneau", "Un marché", "Une permanence", "Un passage piéton", "Un composteur",
    "Une salle de jeux", "Un jardin partagé", "Une navette", "Un point d’eau", "Une aire de covoiturage",
    "Une boîte à livres", "Un terrain de boules", "Une cantine bio", "Un ralentisseur", "Un distributeur de billets",
)  # fmt: skip
WHERE = (
    "devant l’école", "près de la mairie", "sur la place", "à la gare", "au lotissement du haut", "le long du canal",
    "au marché", "à la maison de santé", "devant la bibliothèque", "au stade", "à l’entrée du village", "au cimetière",
    "sur le chemin du château", "à la zone commerciale", "au hameau", "près du collège", "à la salle des fêtes",
    "sous les platanes", "au rond-point", "sur la route de la vallée",
)  # fmt: skip
WHEN = ("", " le soir", " le dimanche", " en été", " l’hiver", " aux vacances", " le matin", " le samedi")

FACTS = (
    "On attend en plein vent, parfois une demi-heure.",
    "Ma mère ne peut plus marcher jusque-là.",
    "Les enfants traversent entre les voitures.",
    "Il faut prendre la voiture pour un kilomètre.",
    "Cela existait il y a dix ans, puis plus rien.",
    "Tout le monde en parle et rien ne bouge.",
    "L’été il fait quarante degrés sous le préau.",
    "Le dernier passe à dix-huit heures quarante.",
    "On ne sait jamais qui appeler.",
    "Le samedi le parking déborde sur le trottoir.",
    "Les personnes âgées restent chez elles.",
    "C’est le seul endroit où l’on se croise encore.",
    "Deux voisins sont tombés cet hiver.",
    "Le bruit dure jusqu’à minuit.",
    "On paie déjà cher pour un service qui ferme à midi.",
    "La commune d’à côté l’a fait et cela marche.",
)
IDEAS = (
    "Un essai de trois mois suffirait pour voir.",
    "On peut le faire avec des habitants volontaires.",
    "Commençons par un seul endroit, le plus fréquenté.",
    "Il suffirait de déplacer ce qui existe déjà.",
    "Je veux bien aider le week-end.",
    "Demandez aussi à ceux qui ne viennent pas aux réunions.",
    "Un simple numéro à appeler rendrait service.",
    "Cela coûterait moins cher que de ne rien faire.",
    "Mettez-le près des commerces, pas à l’écart.",
    "Pensez aux poussettes et aux fauteuils.",
)
AGREE = (
    "Tout à fait d’accord.", "Chez nous aussi.", "Oui, et il faut le faire avant l’hiver.", "Très bonne idée.",
    "Je signe.", "Enfin quelqu’un le dit.", "Oui, surtout pour les plus âgés.",
)  # fmt: skip
DISAGREE = (
    "Je ne suis pas convaincu.", "Trop cher pour peu de monde.", "Nous l’avons déjà eu, personne ne venait.",
    "Ce n’est pas le bon endroit.", "Et qui va l’entretenir ?", "D’autres besoins passent avant.",
)  # fmt: skip
NUANCE = (
    "D’accord, mais pas partout.", "Pourquoi pas un essai d’abord ?", "Cela dépend du prix.",
    "Il faudrait demander aux commerçants.", "À étudier avec la commune voisine.",
)  # fmt: skip
ANSWERS = (
    "Le service a étudié votre demande sur place. Voici ce que nous pouvons faire, et quand.",
    "Merci de votre signalement. La commission en a débattu et sa décision est la suivante.",
    "Votre idée rejoint quatre autres. Nous les traitons ensemble dans le prochain budget.",
)
CATEGORIES = ("Rues et places", "Se déplacer", "Nature", "Se retrouver", "Services", "Sécurité", "Budget", "Autre")
