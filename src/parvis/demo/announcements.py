"""What the teams of the demonstration announce: where to meet them, and what is new. Plausible, and invented.

Dates are days relative to today, so that the demonstration is always in the middle of its life.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Meeting:
    """In each language of the site, for whoever would come."""

    title: dict[str, str]
    place: str
    in_days: int
    hour: int
    description: dict[str, str]
    minute: int = 0
    hours: float = 2
    commune: str = "04070"


STEP_FREE = {"fr": "Accessible en fauteuil.", "en": "Step-free access.", "ar": "المكان مهيأ للكراسي المتحركة."}

MEETINGS = (
    Meeting(
        {"fr": "Stand au marché de Digne", "en": "Stall at the Digne market", "ar": "ركن في سوق دينيه"},
        "Place du Général-de-Gaulle",
        7,
        8,
        {
            "fr": "Dites-nous où vous montez. Fiches papier sur place.",
            "en": "Tell us where you get on. Paper forms there.",
            "ar": "قولوا لنا من أين تركبون. استمارات ورقية متوفرة هناك.",
        },
        hours=4,
    ),
    Meeting(
        {
            "fr": "Atelier « dessine ta ligne »",
            "en": "Workshop: draw your bus line",
            "ar": "ورشة «ارسموا خطكم»",
        },
        "Salle des fêtes de Digne-les-Bains",
        17,
        18,
        {
            "fr": "Par tables de six, avec le plan du réseau.",
            "en": "At tables of six, with the map of the network.",
            "ar": "حول طاولات من ستة أشخاص، مع خريطة الشبكة.",
        },
        minute=30,
    ),
    Meeting(
        {
            "fr": "Réunion des idées de Volonne",
            "en": "Reading Volonne’s ideas together",
            "ar": "لقاء حول أفكار فولون",
        },
        "Mairie de Volonne",
        12,
        18,
        {
            "fr": "On lit ensemble les idées déposées.",
            "en": "We read together the ideas sent in.",
            "ar": "نقرأ معًا الأفكار المقدَّمة.",
        },
        commune="04244",
    ),
)


@dataclass(frozen=True)
class News:
    """``text``: its paragraphs, in each language; ``cover``: a drawing of ``covers``."""

    title: dict[str, str]
    summary: dict[str, str]
    text: dict[str, tuple[str, ...]]
    cover: str
    days_ago: int
    commune: str = ""


NEWS = (
    News(
        {
            "fr": "À mi-chemin : ce qui revient le plus",
            "en": "Half-way: what comes up most",
            "ar": "في منتصف الطريق: أكثر ما يتكرر",
        },
        {
            "fr": "Le soir, le dimanche et les correspondances. Il est encore temps d’ajouter votre voix.",
            "en": "Evenings, Sundays and connections. There is still time to add your voice.",
            "ar": "المساء ويوم الأحد وتبديل الحافلات. ما زال بإمكانكم إبداء رأيكم.",
        },
        {
            "fr": (
                "Nous avons lu tout ce qui est arrivé, sur le site, sur papier et au marché. Trois sujets reviennent : les "
                "bus du soir, le dimanche, et les correspondances avec les cars et les trains.",
                "Rien n’est encore décidé. Le service des transports étudie chaque demande, et chacune aura sa réponse.",
            ),
            "en": (
                "We have read everything that came in, on this site, on paper and at the market. Three subjects come "
                "back: evening buses, Sundays, and connections with coaches and trains.",
                "Nothing is decided yet. The transport service studies each request, and each will have its answer.",
            ),
            "ar": (
                "قرأنا كل ما وصلنا، على الموقع وعلى الورق وفي السوق. تتكرر ثلاثة مواضيع: حافلات المساء، ويوم الأحد، "
                "والربط بالقطارات والحافلات الجهوية.",
                "لم يتقرر شيء بعد. تدرس مصلحة النقل كل طلب، وسيتلقى كل طلب ردًا.",
            ),
        },
        cover="voices",
        days_ago=2,
    ),
    News(
        {
            "fr": "Le réseau d’aujourd’hui, expliqué simplement",
            "en": "Today’s network, simply explained",
            "ar": "الشبكة الحالية بشرح بسيط",
        },
        {
            "fr": "Qui décide des lignes, combien coûte un bus de plus, ce que l’on peut changer dès l’an prochain.",
            "en": "Who decides on the lines, what one more bus costs, what may change as early as next year.",
            "ar": "من يقرر الخطوط، وكم تكلف حافلة إضافية، وما يمكن تغييره ابتداءً من العام المقبل.",
        },
        {
            "fr": (
                "Un bus de plus, matin et soir, demande un véhicule et deux conducteurs. Déplacer un arrêt coûte bien moins "
                "et se fait en quelques mois.",
                "C’est pourquoi nous vous demandons ce qui compte le plus pour vous.",
            ),
            "en": (
                "One more bus, morning and evening, takes a vehicle and two drivers. Moving a stop costs far less and "
                "is done in a few months.",
                "That is why we ask you what matters most to you.",
            ),
            "ar": (
                "تتطلب حافلة إضافية صباحًا ومساءً مركبة وسائقَين. أما نقل موقف فيكلف أقل بكثير ويتم في بضعة أشهر.",
                "لذلك نسألكم عمّا يهمكم أكثر.",
            ),
        },
        cover="network",
        days_ago=9,
    ),
    News(
        {
            "fr": "Un cahier d’idées à l’accueil de la mairie",
            "en": "A notebook of ideas at the town hall",
            "ar": "دفتر للأفكار في استقبال البلدية",
        },
        {
            "fr": "Sans internet, on peut aussi écrire son idée : la mairie la recopie ici et vous donne un numéro de suivi.",
            "en": "Without internet, you can write your idea too: the town hall copies it here and gives you a number.",
            "ar": "من دون إنترنت يمكنكم أيضًا كتابة فكرتكم: تنسخها البلدية هنا وتعطيكم رقم متابعة.",
        },
        {
            "fr": ("Le cahier est ouvert aux heures de la mairie. Demandez votre feuille de suivi en partant.",),
            "en": ("The notebook is open when the town hall is. Ask for your follow-up sheet when you leave.",),
            "ar": ("الدفتر مفتوح في أوقات عمل البلدية. اطلبوا ورقة المتابعة قبل مغادرتكم.",),
        },
        cover="notebook",
        days_ago=5,
        commune="04244",
    ),
)
