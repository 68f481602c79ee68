"""The same sentence in fifteen languages, and text that is in no language."""

SENTENCES = {
    "en": "The ministry said on Monday that the talks in Vienna would go on for another week.",
    "es": "El ministerio dijo el lunes que las conversaciones de Viena seguirán una semana más.",
    "de": "Das Ministerium teilte am Montag mit, dass die Gespräche in Wien noch eine Woche dauern.",
    "fr": "Le ministère a déclaré lundi que les discussions de Vienne dureraient encore une semaine.",
    "it": "Il ministero ha detto lunedì che i colloqui di Vienna dureranno ancora una settimana.",
    "pt": "O ministério disse na segunda-feira que as conversas em Viena não terminariam esta semana.",
    "sq": "Ministria tha të hënën se bisedimet në Vjenë do të vazhdojnë edhe një javë tjetër.",
    "tr": "Bakanlık pazartesi günü Viyana'daki görüşmelerin bir hafta daha süreceğini söyledi.",
    "ru": "Министерство сообщило в понедельник, что переговоры в Вене продлятся ещё неделю.",
    "fa": "وزارت خارجه روز دوشنبه گفت گفتگوهای وین یک هفته دیگر ادامه خواهد داشت.",
    "ar": "قالت الوزارة يوم الاثنين إن المحادثات في فيينا ستستمر أسبوعا آخر.",
    "ckb": "وەزارەت ڕۆژی دووشەممە ڕایگەیاند کە گفتوگۆکانی ڤیەننا هەفتەیەکی تر بەردەوام دەبن.",
    "kmr": "Wezaretê roja duşemê got ku hevdîtinên li Viyanayê wê hefteyeke din jî bidomin.",
    "he": "המשרד אמר ביום שני כי השיחות בווינה יימשכו שבוע נוסף.",
    "zh": "外交部星期一表示，在维也纳举行的会谈还将持续一个星期。",
}


NAMES = "Arben Kola, Mirela Doci, Reza Farahani, Leyla Aydın, John Whitfield, Ana Prieto, Karl Brenner, Olga Sidorova"


CODE = "for (var i = 0; i < rows.length; i++) { out.push(rows[i].id + ':' + fmt(rows[i])); }"
