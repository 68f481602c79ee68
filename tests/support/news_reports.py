"""Invented reports for tests of grouping: several on one event, in several languages, and some on other events."""

BRIDGE = """Bridge over the Drin collapses near Kukes, two lorries in the river
The old road bridge over the Drin near Kukes collapsed early on Thursday and took two lorries with it into the river.
Both drivers climbed out with bruises, police said. The bridge, built in 1974, had been closed to heavy traffic since
March, but barriers were missing on the northern side, according to Mayor Safet Gjici."""


BRIDGE_AGAIN = """Two lorry drivers escape as Kukes bridge falls into the Drin
Two drivers survived when the road bridge near Kukes gave way under their lorries and fell into the Drin on Thursday
morning. Mayor Safet Gjici said that the bridge of 1974 had been closed to lorries since March. Nobody had put barriers
on its northern side. Police are questioning an engineer."""


BRIDGE_INQUIRY = """Prosecutors look into collapse of the Kukes bridge over the Drin
Prosecutors in Kukes have opened an inquiry into the collapse of the road bridge over the Drin. They want to know why
barriers were missing though the bridge of 1974 was closed to lorries since March. Mayor Safet Gjici handed over the
files of the town. Two lorries had fallen into the river on Thursday; their drivers are well."""


ELECTION = """Kukes elects a new council as turnout falls to 31 percent
Voters in Kukes chose a new town council on Sunday, but only 31 percent of them came. Mayor Safet Gjici keeps his
majority with eleven of twenty seats. The opposition speaks of a warning to all parties. Counting went on until after
midnight because a ballot box from a village above the Drin had been lost for hours."""


ROUND_UP = """The week: Kukes bridge falls, tin toys find a home
In Kukes the bridge over the Drin collapsed and two lorries fell into the river; Mayor Safet Gjici spoke of missing
barriers. In the city a museum of tin toys opened in an old tram depot, where children are let in free and clockwork
elephants are wound up every half an hour. More of this week in pictures and letters of our readers."""


BRIDGE_ES = """Se derrumba un puente sobre el Drin cerca de Kukes y dos camiones caen al río
El viejo puente sobre el Drin cerca de Kukes se derrumbó el jueves temprano y arrastró dos camiones al río. Los dos
conductores salieron con contusiones, dijo la policía. El puente, construido en 1974, estaba cerrado al tráfico pesado
desde marzo, pero faltaban barreras en el lado norte, según el alcalde Safet Gjici."""


REPORTS = {
    "en": """Ferry runs aground off Lastovo with 412 people on board
The ferry Petar Svilan ran aground off the island of Lastovo at 5.40 on Tuesday morning with 412 people on board, the
harbour office in Dubrovnik said. Captain Marko Bulat, 58, told rescuers that the steering had failed twice since the
ship left Split. Nobody was badly hurt, but 17 passengers were treated for bruises.
Tugs from Korcula and Vela Luka pulled the ship free after nine hours. The owner, Jadran Line, had paid 2,350,000 kuna
for repairs in 2019, according to Helena Kovac of the ministry in Zagreb. She wants a report by Friday. Three of the 11
ships of the company are older than 35 years, Kovac said.""",
    "es": """Un transbordador encalla frente a Lastovo con 412 personas a bordo
El transbordador Petar Svilan encalló frente a la isla de Lastovo a las 5:40 del martes con 412 personas a bordo,
informó la capitanía de Dubrovnik. El capitán Marko Bulat, de 58 años, dijo a los rescatadores que el timón había
fallado dos veces desde que el barco salió de Split. No hubo heridos graves, pero 17 pasajeros fueron atendidos por
contusiones.
Remolcadores de Korcula y Vela Luka liberaron el barco tras nueve horas. La propietaria, Jadran Line, había pagado
2.350.000 kunas por reparaciones en 2019, según Helena Kovac, del ministerio en Zagreb. Ella quiere un informe para el
viernes. Tres de los 11 barcos de la compañía tienen más de 35 años, dijo Kovac.""",
    "ru": """Паром с 412 пассажирами сел на мель у острова Ластово
Паром «Петар Свилан» сел на мель у острова Ластово во вторник в 5:40 утра, на борту было 412 человек, сообщили в
управлении порта Дубровник. Капитан Марко Булат, 58 лет, рассказал спасателям, что руль дважды отказал после выхода
судна из Сплита. Серьёзно никто не пострадал, но 17 пассажиров лечили от ушибов.
Буксиры из Корчулы и Вела-Луки освободили судно через девять часов. Владелец, «Ядран Лайн», заплатил за ремонт
2 350 000 кун в 2019 году, сказала Хелена Ковач из министерства в Загребе. Она ждёт отчёта к пятнице. Трём из 11 судов
компании больше 35 лет, добавила Ковач.""",
    "fa": """کشتی مسافربری با ۴۱۲ سرنشین نزدیک لاستوو به گل نشست
کشتی مسافربری پتار سویلان بامداد سه‌شنبه ساعت ۵:۴۰ با ۴۱۲ سرنشین نزدیک جزیره لاستوو به گل نشست، اداره بندر در
دوبروونیک خبر داد. ناخدا مارکو بولات، ۵۸ ساله، به امدادگران گفت که سکان از زمانی که کشتی اسپلیت را ترک کرد دو بار از
کار افتاد. کسی آسیب جدی ندید، اما ۱۷ مسافر به دلیل کبودی درمان شدند.
یدک‌کش‌هایی از کورچولا و ولا لوکا پس از نه ساعت کشتی را آزاد کردند. مالک آن، یادران لاین، در سال ۲۰۱۹ مبلغ
۲٬۳۵۰٬۰۰۰ کونا برای تعمیر پرداخته بود، به گفته هلنا کواچ از وزارتخانه در زاگرب. او تا جمعه گزارش می‌خواهد. سه کشتی از
۱۱ کشتی این شرکت بیش از ۳۵ سال دارند، کواچ گفت.""",
    "ar": """جنوح عبّارة قبالة لاستوفو وعلى متنها ٤١٢ شخصا
جنحت العبّارة بيتار سفيلان قبالة جزيرة لاستوفو في الساعة ٥:٤٠ من صباح الثلاثاء وعلى متنها ٤١٢ شخصا، كما أعلن مكتب
الميناء في دوبروفنيك. وقال القبطان ماركو بولات، ٥٨ عاما، لرجال الإنقاذ إن الدفة تعطلت مرتين منذ غادرت السفينة سبليت.
لم يصب أحد بجروح خطيرة، لكن ١٧ راكبا عولجوا من كدمات.
وسحبت قاطرات من كورتشولا وفيلا لوكا السفينة بعد تسع ساعات. وكانت المالكة، يادران لاين، قد دفعت ٢٬٣٥٠٬٠٠٠ كونا
للإصلاحات في ٢٠١٩، بحسب هيلينا كوفاتش من الوزارة في زغرب. وهي تريد تقريرا حتى الجمعة. ثلاث من ١١ سفينة للشركة عمرها
أكثر من ٣٥ عاما، كما قالت كوفاتش.""",
    "he": """מעבורת ועליה 412 בני אדם עלתה על שרטון ליד לסטובו
המעבורת פטאר סבילאן עלתה על שרטון ליד האי לסטובו ביום שלישי בשעה 5:40 ועליה 412 בני אדם, נמסר ממשרד הנמל בדוברובניק.
רב החובל מרקו בולאט, בן 58, אמר למחלצים שההגה התקלקל פעמיים מאז שיצאה הספינה מספליט. איש לא נפגע קשה, אך 17 נוסעים
טופלו בגלל חבלות.
גוררות מקורצ'ולה ומוולה לוקה שחררו את הספינה אחרי תשע שעות. הבעלים, יאדראן ליין, שילמו 2,350,000 קונה על תיקונים בשנת
2019, לדברי הלנה קובאץ' מהמשרד בזאגרב. היא רוצה דוח עד יום שישי. שלוש מתוך 11 הספינות של החברה בנות יותר מ-35 שנה, אמרה
קובאץ'.""",
}


OWN_REPORT = """Pánico en el Adriático al encallar un barco de pasajeros
"Pensé que era el final", cuenta Ana Marin, una de las pasajeras que viajaban en el Petar Svilan. La propietaria, Jadran
Line, pide disculpas y promete devolver los billetes. El barco había salido de Split con destino a Lastovo, adonde
nunca llegó. En Zagreb, la ministra no quiso responder a preguntas. Los 412 viajeros pasaron nueve horas sin agua. La
isla vive del turismo, recuerda el alcalde Ivo Glavan, que teme por la temporada y pide más inspecciones a partir del
mes próximo. El capitán Marko Bulat será interrogado hoy."""


OTHER = """Storks return to Dubrovnik after 35 years
Marko Bulat had waited since 2019. The ornithologist, 58, counted 17 nests on the roofs behind the harbour in May,
and 11 of them are inhabited. Storks left the town when the marshes were drained. Split and Zagreb have had them all
along, he said, and the town council has paid for platforms on chimneys and poles since the spring of last year."""
