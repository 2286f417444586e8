"""The words of the demonstration, in French: what residents, services and élus say here is plausible, and invented.

Dates are days relative to today, so that the demonstration is always in the middle of its life.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A contribution. ``by``: a persona's key, or « » for somebody met elsewhere, shown as ``shown``."""

    title: str
    body: str
    nature: str = "proposal"
    commune: str = ""
    channel: str = "web"
    by: str = ""
    shown: str = ""
    occasion: str = ""
    days_ago: int = 10
    supports: int = 0
    comments: tuple["Comment", ...] = ()
    link: str = "lives"
    point: tuple[float, float] | None = None  # latitude, longitude


@dataclass(frozen=True)
class Comment:
    body: str
    stance: int | None = None
    shown: str = ""
    agreed: int = 0


TRANSPORT = (
    Said(
        "Un bus après 19 h pour les internes et le cinéma",
        "Le dernier passe à 18 h 40. Le mercredi on rentre à pied le long de la nationale, et on ne va jamais à la "
        "séance de 20 h. Même un seul bus à 22 h 15 changerait tout.",
        nature="need",
        commune="04070",
        channel="field",
        shown="Une lycéenne, Digne",
        occasion="Marché de Digne",
        days_ago=7,
        supports=46,
        link="studies",
        comments=(
            Comment(
                "À deux voitures près on ferait du covoiturage, mais pas à 16 ans.", 1, "Une lycéenne, Digne", 9
            ),
            Comment("Les infirmières du soir aussi finissent à 21 h 45.", 1, "Une infirmière", 14),
            Comment(
                "Un bus vide à 22 h, on l’a déjà eu en 2015. Plutôt un taxi à la demande.",
                -1,
                "Un habitant, Mallemoisson",
                11,
            ),
            Comment("Commençons par les soirs de cinéma : vendredi et samedi.", 0, "Michèle", 5),
        ),
    ),
    Said(
        "Déplacer l’arrêt de la poste devant la maison de santé",
        "Les personnes âgées traversent deux fois pour aller chez le médecin. L’arrêt tiendrait devant le cabinet.",
        commune="04070",
        channel="paper",
        shown="Quartier des Sièyes",
        days_ago=9,
        supports=31,
        comments=(
            Comment("D’accord, et il faut un banc à l’ombre.", 1, "Josette", 7),
            Comment("Devant la maison de santé la rue est trop étroite pour le bus.", -1, "Un riverain", 4),
        ),
    ),
    Said(
        "Faire passer le 2 par la zone commerciale le samedi",
        "Le samedi tout le monde y va en voiture, le parking déborde. Une boucle par la zone entre 10 h et 18 h suffirait.",
        commune="04070",
        days_ago=12,
        supports=18,
    ),
    Said(
        "Des abris pour l’hiver à Gaubert",
        "On attend en plein vent. Il n’y a ni banc ni toit à l’arrêt du haut.",
        nature="need",
        commune="04070",
        channel="phone",
        shown="Une habitante de Gaubert",
        days_ago=5,
        supports=12,
    ),
    Said(
        "Afficher le retard du bus à l’arrêt",
        "Un simple panneau, ou un numéro à appeler. On ne sait jamais s’il est passé ou s’il va passer.",
        commune="04070",
        by="alice",
        days_ago=11,
        supports=24,
        comments=(Comment("Un SMS suffirait, les panneaux coûtent cher à réparer.", 0, "Un usager", 6),),
    ),
    Said(
        "Je crains qu’on supprime l’arrêt du cimetière",
        "On m’a dit que l’arrêt serait regroupé avec celui du stade. Ma mère ne peut pas marcher jusque-là.",
        nature="concern",
        commune="04070",
        channel="paper",
        shown="Une habitante du Pigeonnier",
        days_ago=8,
        supports=15,
    ),
    Said(
        "Relier Mallemoisson à la gare routière le matin",
        "Deux départs avant 8 h éviteraient de prendre la voiture pour aller au lycée.",
        nature="need",
        commune="04110",
        days_ago=10,
        supports=22,
        link="works",
    ),
    Said(
        "Le bus du dimanche pour le marché de Noël",
        "Juste en décembre, avec les communes voisines. On y va tous, on ne sait pas où se garer.",
        commune="04001",
        days_ago=4,
        supports=9,
    ),
    Said(
        "Un vélo peut-il monter dans le bus ?",
        "En montée vers Courbons je mettrais mon vélo dans le bus, et je descendrais en roulant.",
        nature="opinion",
        commune="04070",
        days_ago=3,
        supports=7,
    ),
    Said(
        "Attendre cinq minutes le train de Saint-Auban",
        "Le bus part deux minutes avant l’arrivée du car de Saint-Auban. Cinq minutes de patience et la correspondance tient.",
        commune="04049",
        days_ago=6,
        supports=28,
        comments=(Comment("C’est le cas depuis trois ans !", 1, "Un abonné", 8),),
    ),
    Said(
        "Des horaires lisibles",
        "En gros caractères, avec les jours en toutes lettres. Ma voisine ne lit pas les renvois en bas de page.",
        nature="need",
        commune="04070",
        channel="field",
        shown="Un voisin",
        occasion="Marché de Digne",
        days_ago=7,
        supports=19,
    ),
    Said(
        "Gratuit pour les plus de 65 ans le mercredi",
        "C’est le jour des petits-enfants : nous les emmenons à la piscine.",
        commune="04047",
        channel="paper",
        shown="Un grand-père, Champtercier",
        days_ago=13,
        supports=11,
    ),
)

CONCERTATION = (
    Said(
        "Dites-nous ce que vous avez fait de nos réponses",
        "J’ai répondu à trois enquêtes en deux ans. Je n’ai jamais su ce que cela avait changé.",
        nature="need",
        commune="04070",
        by="alice",
        days_ago=15,
        supports=33,
        comments=(Comment("Pareil pour le plan vélo.", 1, "Un cycliste", 12),),
    ),
    Said(
        "Venez nous voir, n’attendez pas qu’on vienne",
        "Au marché, à la sortie de l’école, au stade. Pas seulement une salle à 18 h 30.",
        commune="04108",
        channel="field",
        shown="Un parent d’élève, Malijai",
        occasion="Sortie d’école, Malijai",
        days_ago=12,
        supports=21,
    ),
    Said(
        "Un compte rendu d’une page, pas de quarante",
        "Ce qui est décidé, ce qui ne l’est pas, et pourquoi. En gros caractères.",
        commune="04121",
        days_ago=11,
        supports=17,
    ),
    Said(
        "Je crains que ce soient toujours les mêmes qui parlent",
        "Les réunions, c’est toujours les dix mêmes personnes. Comment entendre les autres ?",
        nature="concern",
        commune="04205",
        channel="paper",
        shown="Une habitante, Seyne",
        days_ago=9,
        supports=14,
    ),
    Said(
        "Prévenir assez tôt",
        "Trois semaines avant, par le bulletin et l’affichage, sinon on l’apprend après.",
        nature="need",
        commune="04036",
        channel="phone",
        shown="Un retraité, Le Brusquet",
        days_ago=6,
        supports=8,
    ),
)

VOLONNE = (
    Said(
        "Des bancs sur le chemin du château",
        "La montée est belle mais longue. Trois bancs suffiraient, à l’ombre.",
        commune="04244",
        point=(44.1127, 6.0139),
        channel="paper",
        shown="Une habitante du village",
        days_ago=8,
        supports=16,
    ),
    Said(
        "Un four à pain partagé",
        "Le vieux four du haut est encore debout. Avec dix mille euros et des bras, il reprend du service.",
        commune="04244",
        point=(44.1135, 6.0165),
        days_ago=6,
        supports=23,
        comments=(Comment("Je peux aider : j’étais maçon.", 1, "Un voisin", 9),),
    ),
    Said(
        "Planter des arbres dans la cour de l’école",
        "En juin il fait 40 degrés sous le préau. Des mûriers, ça pousse vite.",
        commune="04244",
        point=(44.1089, 6.0142),
        channel="field",
        shown="Des élèves de CM2",
        occasion="Conseil des enfants",
        days_ago=5,
        supports=29,
        link="studies",
    ),
    Said(
        "Réparer la fontaine de la place",
        "Elle ne coule plus depuis deux ans.",
        commune="04244",
        days_ago=3,
        supports=12,
    ),
    Said(
        "Un panneau pour les sentiers",
        "Les promeneurs se perdent à la chapelle. Un plan au départ, en français et en anglais.",
        commune="04244",
        point=(44.1203, 6.0321),
        days_ago=2,
        supports=4,
    ),
)

LIGHTING = (
    Said(
        "Éteindre plus tôt, sauf autour de la gare",
        "À 23 h 30 il n’y a plus personne dans les lotissements. Autour de la gare, les derniers rentrent à minuit.",
        commune="04049",
        days_ago=200,
        supports=61,
    ),
    Said(
        "J’ai peur dans la montée si tout est noir",
        "Je rentre du travail à 22 h. Gardez au moins un lampadaire sur deux.",
        nature="concern",
        commune="04070",
        channel="paper",
        shown="Une soignante",
        days_ago=195,
        supports=27,
    ),
    Said(
        "Les étoiles d’abord",
        "Nous avons un des plus beaux ciels de France. Éteignons.",
        nature="opinion",
        commune="04217",
        days_ago=190,
        supports=34,
    ),
)


@dataclass(frozen=True)
class Answer:
    """The institution’s word on one contribution, named by its title."""

    title: str
    verdict: str
    body: str
    days_ago: int
    until_in: int | None = None
    forwarded_to: str = ""


LIGHTING_ANSWERS = (
    Answer(
        "Éteindre plus tôt, sauf autour de la gare",
        "accepted",
        "Les lumières s’éteindront à 23 h 30 dans les quatre communes. Autour de la gare, un lampadaire sur deux reste "
        "allumé jusqu’au dernier train.",
        days_ago=175,
    ),
    Answer(
        "J’ai peur dans la montée si tout est noir",
        "accepted",
        "Vous avez raison : la montée reste éclairée, un lampadaire sur deux, toute la nuit. Si un endroit vous semble "
        "encore trop sombre, appelez-nous : nous viendrons voir.",
        days_ago=172,
    ),
    Answer(
        "Les étoiles d’abord",
        "partly",
        "L’extinction est avancée d’une demi-heure, et le ciel y gagne. Nous ne coupons pas tout : chacun doit pouvoir "
        "rentrer sans crainte. Les nouvelles lampes éclairent le sol, pas le ciel.",
        days_ago=172,
    ),
)


TRANSPORT_ANSWERS = (
    Answer(
        "Un bus après 19 h pour les internes et le cinéma",
        "studying",
        "Un départ à 22 h 15 les mercredis, vendredis et samedis coûterait 41 000 € par an. Nous le mettons au débat "
        "de l’atelier avec deux autres options. La décision sera prise ensuite en conseil communautaire.",
        days_ago=1,
        until_in=54,
    ),
    Answer(
        "Afficher le retard du bus à l’arrêt",
        "partly",
        "Les panneaux électroniques coûtent 9 000 € chacun : nous en poserons deux, à la gare routière et au lycée. "
        "Ailleurs, un numéro à appeler dira où est le bus.",
        days_ago=3,
    ),
    Answer(
        "Attendre cinq minutes le train de Saint-Auban",
        "accepted",
        "C’est fait dès le prochain horaire : le départ de 17 h 32 passe à 17 h 38.",
        days_ago=2,
    ),
    Answer(
        "Gratuit pour les plus de 65 ans le mercredi",
        "declined",
        "La gratuité est votée pour les moins de 18 ans. L’étendre un jour par semaine coûterait 28 000 € par an, que le "
        "budget ne permet pas. Un carnet de dix trajets à moitié prix existe : demandez-le en mairie.",
        days_ago=4,
    ),
)

TRANSPORT_TO_VALIDATE = (
    Answer(
        "Des horaires lisibles",
        "accepted",
        "Les fiches de janvier seront imprimées en gros caractères, avec les jours en toutes lettres et sans renvoi en bas "
        "de page. Elles seront posées à chaque arrêt et données au marché.",
        days_ago=0,
    ),
)


@dataclass(frozen=True)
class Question:
    """What a service is asked to study about one contribution, named by its title."""

    title: str
    words: str
    due_in: int


TRANSPORT_QUESTIONS = (
    Question(
        "Relier Mallemoisson à la gare routière le matin",
        "Que coûteraient deux départs avant 8 h ? Avons-nous le véhicule et les conducteurs ?",
        due_in=8,
    ),
    Question(
        "Des abris pour l’hiver à Gaubert",
        "À qui est le terrain de l’arrêt du haut ? Peut-on y poser un abri avant l’hiver prochain ?",
        due_in=12,
    ),
)
