"""The démarches of the demonstration, each in another state of its life."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from parvis.accounts.actors import Actor
from parvis.contributions.models import Contribution
from parvis.demo import content
from parvis.demo.covers import cover
from parvis.demo.people import acting_as
from parvis.demo.voices import answer, ask, propose, speak
from parvis.organisations.models import Organisation
from parvis.processes.actions import (
    close_process,
    create_process,
    create_theme,
    publish_process,
    update_frame,
    update_promise,
    update_step,
)
from parvis.processes.models import Phase, Process, Theme
from parvis.replies.actions import complete_outcome, record_outcome
from parvis.replies.models import Outcome
from parvis.territories.models import Kind, Space, Territory


def _process(
    space: Space,
    place: Territory,
    *,
    by: Actor,
    blueprint: str,
    prefix: str,
    slug: str,
    started: int,
    title: dict[str, str],
    summary: dict[str, str],
    frame: dict[str, Any],
    promise: dict[str, Any],
    drawing: str,
) -> Process:
    first_day = timezone.localdate() - timedelta(days=started)
    process = create_process(
        blueprint=blueprint, title=title, space=space, territory=place, starts_on=first_day, prefix=prefix, by=by
    )
    image = cover(drawing, space=space, by=by)
    process = update_frame(process=process, by=by, slug=slug, summary=summary, image=image, **frame)
    update_promise(process=process, by=by, **promise)
    process.refresh_from_db()
    publish_process(process=process, by=by)
    Process.objects.filter(pk=process.pk).update(published_at=timezone.now() - timedelta(days=started + 2))
    return Process.objects.get(pk=process.pk)


def _theme(space: Space, name: dict[str, str], icon: str, by: Actor) -> Theme:
    return create_theme(space=space, name=name, icon=icon, by=by)


def transport(spaces: dict[str, Space], crowd: list[Actor]) -> None:
    olga, space = acting_as("olga"), spaces["provence-alpes"]
    theme = _theme(space, {"fr": "Mobilités", "en": "Transport", "ar": "التنقل"}, "map", olga)
    process = _process(
        space,
        Territory.objects.get(kind=Kind.COMMUNE, code="04070"),
        by=olga,
        blueprint="concertation",
        prefix="TUD",
        drawing="bus",
        slug="transport-urbain-dignois",
        started=44,
        title={
            "fr": "Transport urbain dignois : quels arrêts, quels horaires ?",
            "en": "Town buses in Digne: which stops, which times?",
            "ar": "النقل الحضري في دينيه: أي محطات وأي مواعيد؟",
        },
        summary={
            "fr": "Le réseau de bus change l’an prochain. Dites où vous montez, quand vous voyagez, et ce qui vous manque.",
            "en": "The bus network changes next year. Say where you get on, when you travel, and what you miss.",
            "ar": "ستتغير شبكة الحافلات العام المقبل. قولوا لنا أين تصعدون ومتى تسافرون وما الذي ينقصكم.",
        },
        frame={
            "theme": theme,
            "minutes": 4,
            "pilot": Organisation.objects.get(slug="mobilites"),
            "audience": {
                "fr": "Toutes les personnes qui vivent, travaillent ou étudient à Digne et autour.",
                "en": "Everyone who lives, works or studies in and around Digne.",
                "ar": "كل من يعيش أو يعمل أو يدرس في دينيه وما حولها.",
            },
            "other_ways": {
                "fr": "fiche papier en mairie · au marché le samedi · 04 00 00 00 00",
                "en": "paper form at the town hall · at the market on Saturdays · 04 00 00 00 00",
                "ar": "استمارة ورقية في البلدية · في السوق يوم السبت · 04 00 00 00 00",
            },
            "cost": {
                "fr": "1,9 M€ par an : versement mobilité 61 %, agglomération 33 %, billets 6 %.",
                "en": "€1.9 million a year: employers’ levy 61%, agglomeration 33%, tickets 6%.",
                "ar": "1,9 مليون يورو سنويًا.",
            },
        },
        promise={
            "why": {
                "fr": "Le contrat avec le transporteur se termine. C’est le moment de changer ce qui ne va pas.",
                "en": "The contract with the bus company ends. It is the time to change what does not work.",
                "ar": "ينتهي العقد مع شركة النقل، وهذا وقت تغيير ما لا يعمل.",
            },
            "open": {
                "fr": "Les horaires, jour par jour\nL’emplacement de 14 arrêts\nLa desserte du marché et du lycée",
                "en": "Timetables, day by day\nWhere 14 stops stand\nServing the market and the lycée",
                "ar": "المواعيد يومًا بيوم\nمواقع 14 محطة\nخدمة السوق والثانوية",
            },
            "decided": {
                "fr": "Le tracé de la ligne 1\nLa gratuité pour les moins de 18 ans",
                "en": "The route of line 1\nFree travel under 18",
                "ar": "مسار الخط 1\nالمجانية لمن هم دون 18 سنة",
            },
            "elsewhere": {
                "fr": "Les cars régionaux (Région Sud)\nLe stationnement en ville",
                "en": "Regional coaches (Région Sud)\nParking in town",
                "ar": "الحافلات الجهوية\nمواقف السيارات",
            },
            "who_decides": {
                "fr": "le conseil communautaire",
                "en": "the community council",
                "ar": "المجلس الجماعي",
            },
            "decides_on": timezone.localdate() + timedelta(days=54),
            "results_on": timezone.localdate() + timedelta(days=50),
            "answer_days": 30,
            "elected": "Élise, élue aux mobilités",
            "contact_name": "Olga",
            "contact_phone": "04 00 00 00 00",
            "contact_place": {
                "fr": "en mairie le mardi matin",
                "en": "at the town hall on Tuesday mornings",
                "ar": "في البلدية صباح الثلاثاء",
            },
        },
    )
    speak(process, content.TRANSPORT, crowd)
    answer(process, content.TRANSPORT_ANSWERS, service="mobilites", by="tariq")
    propose(process, content.TRANSPORT_TO_VALIDATE, service="mobilites", by="tariq")
    ask(process, content.TRANSPORT_QUESTIONS, service="mobilites", by="olga")


def concertation(spaces: dict[str, Space], crowd: list[Actor]) -> None:
    olga, space = acting_as("olga"), spaces["provence-alpes"]
    process = _process(
        space,
        space.territory,
        by=olga,
        blueprint="ideas",
        prefix="CSC",
        drawing="voices",
        slug="concertation-sur-la-concertation",
        started=16,
        title={
            "fr": "La concertation… sur la concertation",
            "en": "Consulting… about consultation",
            "ar": "تشاور… حول التشاور",
        },
        summary={
            "fr": "Avant de consulter, se mettre d’accord : à quoi doivent servir ces échanges, et comment voulez-vous qu’on vous réponde ?",
            "en": "Before consulting, let us agree: what should these exchanges be for, and how do you want to be answered?",
            "ar": "قبل أن نستشيركم، لنتفق: ما الغاية من هذه الحوارات، وكيف تريدون أن نجيبكم؟",
        },
        frame={
            "degree": 4,
            "minutes": 3,
            "theme": _theme(
                space, {"fr": "Vie citoyenne", "en": "Civic life", "ar": "الحياة المدنية"}, "users", olga
            ),
        },
        promise={
            "why": {
                "fr": "Nous écrivons une charte de la participation. Elle doit être la vôtre.",
                "en": "We are writing a charter of participation. It must be yours.",
                "ar": "نكتب ميثاقًا للمشاركة، ويجب أن يكون ميثاقكم.",
            },
            "open": {
                "fr": "Quand et où vous rencontrer\nComment vous répondre\nQui doit être entendu",
                "en": "When and where to meet you\nHow to answer you\nWho must be heard",
                "ar": "متى وأين نلتقيكم\nكيف نجيبكم\nمن يجب الاستماع إليه",
            },
            "decided": {
                "fr": "Il y aura une charte, votée en conseil",
                "en": "There will be a charter, voted by the council",
                "ar": "سيكون هناك ميثاق يصوت عليه المجلس",
            },
            "elsewhere": {
                "fr": "Les sujets eux-mêmes : chacun a sa démarche",
                "en": "The subjects themselves: each has its own démarche",
                "ar": "المواضيع نفسها: لكل منها مسار خاص",
            },
            "who_decides": {
                "fr": "le conseil communautaire",
                "en": "the community council",
                "ar": "المجلس الجماعي",
            },
            "decides_on": timezone.localdate() + timedelta(days=110),
            "results_on": timezone.localdate() + timedelta(days=60),
            "contact_name": "Olga",
            "contact_phone": "04 00 00 00 00",
        },
    )
    speak(process, content.CONCERTATION, crowd)


def volonne(spaces: dict[str, Space], crowd: list[Actor]) -> None:
    vera, space = acting_as("vera"), spaces["volonne"]
    process = _process(
        space,
        space.territory,
        by=vera,
        blueprint="budget_ideas",
        prefix="VOL",
        drawing="village",
        slug="10-000-euros-pour-volonne",
        started=19,
        title={
            "fr": "10 000 € pour Volonne : vos projets",
            "en": "€10,000 for Volonne: your projects",
            "ar": "10 000 يورو لفولون: مشاريعكم",
        },
        summary={
            "fr": "Déposez une idée, en votre nom ou à plusieurs. La commune étudie, vous choisissez au marché de juin.",
            "en": "Submit an idea, alone or with others. The commune studies it, you choose at the June market.",
            "ar": "قدّموا فكرة بمفردكم أو مع آخرين. تدرسها البلدية ثم تختارون في سوق يونيو.",
        },
        frame={
            "minutes": 5,
            "theme": _theme(
                space, {"fr": "Vie du village", "en": "Village life", "ar": "حياة القرية"}, "house", vera
            ),
        },
        promise={
            "why": {
                "fr": "Une part du budget est à vous. À vous de dire ce qui manque au village.",
                "en": "Part of the budget is yours. Say what the village lacks.",
                "ar": "جزء من الميزانية لكم، قولوا ما الذي ينقص القرية.",
            },
            "decided": {
                "fr": "La somme : 10 000 €\nDes dépenses d’équipement, pas de fonctionnement",
                "en": "The sum: €10,000\nEquipment, not running costs",
                "ar": "المبلغ: 10 000 يورو\nنفقات تجهيز لا تسيير",
            },
            "elsewhere": {
                "fr": "Les routes départementales (Département)\nLes projets d’entreprises",
                "en": "Departmental roads (Département)\nCompanies’ projects",
                "ar": "الطرق الإقليمية\nمشاريع الشركات",
            },
            "who_decides": {"fr": "le conseil municipal", "en": "the municipal council", "ar": "المجلس البلدي"},
            "decides_on": timezone.localdate() + timedelta(days=230),
            "results_on": timezone.localdate() + timedelta(days=90),
            "contact_name": "Véra",
            "contact_phone": "04 00 00 00 00",
        },
    )
    step = process.steps.get(method="proposals")
    update_step(step=step, by=vera, settings=step.settings | {"place": "point", "documents": True})
    speak(process, content.VOLONNE, crowd)


def lighting(spaces: dict[str, Space], crowd: list[Actor]) -> None:
    """A finished démarche: closed with what it changed."""
    olga, space = acting_as("olga"), spaces["provence-alpes"]
    process = _process(
        space,
        space.territory,
        by=olga,
        blueprint="express",
        prefix="ECL",
        drawing="night",
        slug="eteindre-la-nuit",
        started=210,
        title={
            "fr": "Éteindre l’éclairage la nuit ?",
            "en": "Street lights off at night?",
            "ar": "إطفاء الإنارة ليلًا؟",
        },
        summary={
            "fr": "Quatre communes veulent éteindre une partie de la nuit. À quelle heure, et où garder de la lumière ?",
            "en": "Four communes want to switch off for part of the night. At what time, and where to keep some light?",
            "ar": "أربع بلديات تريد إطفاء الإنارة جزءًا من الليل. في أي ساعة، وأين نبقي الضوء؟",
        },
        frame={
            "minutes": 3,
            "theme": _theme(space, {"fr": "Énergie", "en": "Energy", "ar": "الطاقة"}, "lightbulb", olga),
        },
        promise={
            "why": {
                "fr": "Éteindre coûte moins cher et rend le ciel. Mais chacun doit pouvoir rentrer sans crainte.",
                "en": "Switching off costs less and gives the sky back. But everyone must get home without fear.",
                "ar": "الإطفاء أقل كلفة ويعيد السماء، لكن يجب أن يعود كل شخص إلى بيته دون خوف.",
            },
            "open": {
                "fr": "L’heure d’extinction\nLes rues à garder éclairées",
                "en": "The time lights go out\nThe streets to keep lit",
                "ar": "ساعة الإطفاء\nالشوارع التي تبقى مضاءة",
            },
            "decided": {
                "fr": "Le principe d’éteindre une partie de la nuit",
                "en": "That lights go out for part of the night",
                "ar": "مبدأ الإطفاء جزءًا من الليل",
            },
            "elsewhere": {
                "fr": "L’éclairage des routes départementales",
                "en": "Lighting of departmental roads",
                "ar": "إنارة الطرق الإقليمية",
            },
            "who_decides": {"fr": "chaque maire, par arrêté", "en": "each mayor, by order", "ar": "كل عمدة بقرار"},
            "decides_on": timezone.localdate() - timedelta(days=140),
            "results_on": timezone.localdate() - timedelta(days=150),
        },
    )
    with_open_phase = _reopen(process)
    speak(process, content.LIGHTING, crowd)
    _restore(with_open_phase)
    answer(process, content.LIGHTING_ANSWERS, service="environnement", by="olga")
    outcome = record_outcome(
        space=space,
        process=process,
        contributions=list(Contribution.objects.filter(process=process, parent=None)),
        values={
            "title": {
                "fr": "« L’éclairage s’éteint à 23 h 30 au lieu de minuit dans 4 communes : 61 personnes l’avaient demandé. »",
                "en": "“Street lights go out at 11.30 p.m. instead of midnight in 4 communes: 61 people had asked for it.”",
                "ar": "«تُطفأ الإنارة في الساعة 23:30 بدل منتصف الليل في 4 بلديات: طلب ذلك 61 شخصًا.»",
            },
            "body": {
                "fr": "Un lampadaire sur deux reste allumé autour de la gare, comme demandé.",
                "en": "One lamp in two stays on around the station, as asked.",
                "ar": "يبقى مصباح من كل اثنين مضاءً قرب المحطة كما طُلب.",
            },
            "decided_by": "Arrêtés des maires",
            "decided_on": timezone.localdate() - timedelta(days=140),
        },
        by=olga,
    )
    complete_outcome(outcome=outcome, by=olga, done_on=timezone.localdate() - timedelta(days=120))
    Outcome.objects.filter(pk=outcome.pk).update(is_featured=True)
    process.refresh_from_db()
    close_process(
        process=process,
        ending=Process.Ending.OUTCOMES,
        text={
            "fr": "L’extinction est avancée à 23 h 30 dans quatre communes ; un lampadaire sur deux reste allumé autour de la gare.",
            "en": "Lights now go out at 11.30 p.m. in four communes; one lamp in two stays on around the station.",
            "ar": "صار الإطفاء في الساعة 23:30 في أربع بلديات، ويبقى مصباح من كل اثنين مضاءً قرب المحطة.",
        },
        by=olga,
    )


def sisteron(spaces: dict[str, Space]) -> None:
    charlie, space = acting_as("charlie"), spaces["sisteronais-buech"]
    _process(
        space,
        Territory.objects.get(kind=Kind.COMMUNE, code="04209"),
        by=charlie,
        blueprint="express",
        prefix="SIS",
        drawing="notebook",
        slug="place-de-la-republique-sisteron",
        started=-6,
        title={
            "fr": "Quelle place de la République à Sisteron ?",
            "en": "What square for Sisteron?",
            "ar": "أي ساحة لمدينة سيسترون؟",
        },
        summary={
            "fr": "Des arbres, des bancs, des étals : avant de dessiner la place, dites ce que vous y faites.",
            "en": "Trees, benches, stalls: before the square is drawn, say what you do there.",
            "ar": "أشجار ومقاعد وأكشاك: قبل رسم الساحة، قولوا ماذا تفعلون فيها.",
        },
        frame={
            "minutes": 4,
            "theme": _theme(
                space,
                {"fr": "Espaces publics", "en": "Public spaces", "ar": "الفضاءات العامة"},
                "signpost",
                charlie,
            ),
        },
        promise={
            "why": {
                "fr": "La place sera refaite dans deux ans.",
                "en": "The square will be rebuilt in two years.",
                "ar": "سيعاد بناء الساحة بعد سنتين.",
            },
            "open": {
                "fr": "Ce qu’on y fait\nL’ombre et l’eau\nLes jours de marché",
                "en": "What people do there\nShade and water\nMarket days",
                "ar": "ما يفعله الناس هناك\nالظل والماء\nأيام السوق",
            },
            "decided": {
                "fr": "Les réseaux seront refaits",
                "en": "Pipes and cables will be renewed",
                "ar": "ستُجدَّد الشبكات",
            },
            "elsewhere": {
                "fr": "La circulation dans le reste de la ville",
                "en": "Traffic in the rest of the town",
                "ar": "حركة السير في بقية المدينة",
            },
            "who_decides": {"fr": "le conseil municipal", "en": "the municipal council", "ar": "المجلس البلدي"},
            "decides_on": timezone.localdate() + timedelta(days=180),
            "results_on": timezone.localdate() + timedelta(days=90),
        },
    )


def _reopen(process: Process) -> list[tuple[int, datetime | None, datetime | None]]:
    """A past démarche hears its people while its phase is open: move it here for the time of speaking."""
    phases = list(Phase.objects.filter(process=process, openings__isnull=False).distinct())
    kept = [(phase.pk, phase.starts_at, phase.ends_at) for phase in phases]
    now = timezone.now()
    Phase.objects.filter(pk__in=[pk for pk, *_dates in kept]).update(
        starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1)
    )
    return kept


def _restore(kept: list[tuple[int, datetime | None, datetime | None]]) -> None:
    for pk, starts_at, ends_at in kept:
        Phase.objects.filter(pk=pk).update(starts_at=starts_at, ends_at=ends_at)
