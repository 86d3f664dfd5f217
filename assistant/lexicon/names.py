"""Words for `assistant.verification.names`: titles, common given names, countries, as `vectorstore.text.arabic.fold`
writes them.

General knowledge, from no article: the given names are those that share a root or a pattern with ordinary words, so
that their shape does not tell them; the countries are those that news and encyclopedias name most.
"""

from __future__ import annotations

from assistant.lexicon.numbers import word_set
from vectorstore.text.lexicon import PAPERS

PLACE_NOUNS = word_set("مدينه جزيره بلده قريه ولايه")
"""Nouns whose name says where something is."""

PLACES_OF_LIFE = word_set(
    "ولد ولدت ولدوا مولود مولوده المولود المولوده نشا نشات ترعرع ترعرعت تربي تربت تخرج تخرجت ينحدر تنحدر المنحدر "
    "المنحدره"
)
"""Words before the place where somebody was born, grew up or learned, which is not that of what is told, folded."""

BIRTHPLACES = ("مسقط راس", "محل ولاد", "مكان ولاد")
"""How an expression for where somebody was born begins («مسقط رأسه», which is no city)."""

BEFORE_BODIES = word_set("شركه موقع تطبيق منظمه") | frozenset(PAPERS)
BEFORE_PLACES = PLACE_NOUNS | word_set("دوله محافظه")
"""Nouns before a name that leave no doubt what it is."""

PLACE_WORDS = PLACE_NOUNS | word_set("سوق شارع ميدان ساحه ميناء مطار مخيم وادي جبل نهر")
"""Nouns that begin the name of a place, and seldom of who did something, as a state does."""

NAMED_AFTER = (
    BEFORE_PLACES
    | BEFORE_BODIES
    | word_set("جامعه حركه حزب جماعه مؤسسه بنك مصرف نهر جبل السيد السيده الدكتور الرئيس الملك الامير")
)
"""Words that a proper name follows in a question: «شركة أبل», «مدينة ليون»."""

BEFORE_UNSURE_NAMES = word_set("شركات مقاطعه نادي فريق اسمه اسمها يدعي تدعي")
"""The same for names of persons or of others."""

TITLES = NAMED_AFTER | BEFORE_UNSURE_NAMES | word_set(
    "الملكه الاميره الوزير الوزيره النائب المدير المتحدث الكاتب الشاعر القائد الجنرال العالم الفنان "
    "اللاعب المدرب السفير الامام الشيخ القاضي المخرج الممثل الباحث المؤرخ الفيلسوف السلطان الخليفه المفوض المفوضه "
    "العقيد اللواء البابا القديس المدعو الملقب"
)
"""The same in an article, where more may be taken for a name: what a question asks for is often an ordinary word behind
one of these («كأس العالم لكرة القدم», «القائد عندما»; half of the 24 that changed in 3,320 questions)."""

GIVEN_NAMES = word_set(
    "محمد احمد محمود حامد حميد حمد حماده مصطفي علي حسن حسين حسان عمر عمرو عثمان خالد وليد سعيد سعد سعود مسعود "
    "سالم سليم سليمان سلمان سامي سمير سامر فهد فيصل فؤاد فاروق فريد فارس طارق طلال طه ياسر ياسين يوسف يونس يحيي "
    "ابراهيم اسماعيل اسحاق يعقوب موسي عيسي هارون داود ادريس ايوب صالح صلاح صابر صبري رشيد راشد رشدي رضا رمزي رياض "
    "رامي رائد زكريا زياد زيد كمال كامل كريم جمال جميل جابر جعفر جلال ماجد مجدي منصور منير مراد مروان مازن مالك "
    "معاويه نبيل نادر ناصر نصر نصار نزار نعيم هشام هاني هيثم بدر بسام بشار بشير باسم بلال تامر توفيق ثامر حاتم "
    "حازم حبيب حكيم حمزه خليل خليفه عادل عامر عباس عدنان عزيز عصام عماد غازي غسان لؤي مهدي ميلاد انور اكرم اسعد "
    "اشرف ايمن ايمان فاطمه عائشه خديجه زينب مريم ليلي سلمي سعاد نوال هدي منال امينه سميره كريمه جميله نجيب نجيبه "
    "شريف عبدالله عبدالرحمن عبدالعزيز عبدالناصر القذافي السيسي البشير الحريري الاسد صدام عرفات قابوس تميم زايد"
)
WOMENS_NAMES = word_set(
    "فاطمه عائشه خديجه زينب مريم ليلي سلمي سعاد نوال هدي منال امينه سميره كريمه جميله نجيبه نادين ريم رنا ندي مني سلوي "
    "نجوي سهام هبه دعاء اسماء شيماء لمياء هيفاء نجلاء علياء حنان حليمه رقيه صفيه سعديه فوزيه نبيله لطيفه سعيده رشيده "
    "ساره هاجر رحاب وفاء سناء ثناء هناء لينا دينا رانيا تهاني اماني ناديه ساميه سوزان غاده هاله لبني بشري ياسمين"
)
MENS_NAMES = word_set(
    "محمد احمد محمود حامد مصطفي علي حسن حسين حسان عمر عمرو عثمان خالد وليد سعيد سالم سليم سليمان سلمان سامي سمير سامر "
    "فهد فيصل فؤاد فاروق فريد فارس طارق طلال طه ياسر ياسين يوسف يونس يحيي ابراهيم اسماعيل اسحاق يعقوب موسي عيسي هارون "
    "داود ادريس ايوب صالح صلاح صابر رشيد راشد رشدي رمزي رياض رامي رائد زكريا زياد زيد كمال كامل كريم جمال جابر جعفر "
    "جلال ماجد مجدي منصور منير مراد مروان مازن مالك معاويه نبيل نادر ناصر نزار هشام هاني هيثم بسام بشار بشير باسم بلال "
    "تامر توفيق ثامر حاتم حازم حمزه خليل عادل عامر عباس عدنان عصام عماد غازي غسان لؤي مهدي انور اكرم اسعد اشرف ايمن "
    "نجيب شريف عبدالله عبدالرحمن عبدالعزيز شادي اياد"
)
"""Given names that are borne by women alone and by men alone; «نور», «صباح» and «إيمان» are not among them,
nor «آسيا», which is a continent."""

_NATIONS = """
ايطالي italy|italian;
انجليز england|english; انكليز england|english; فرنس france|french; المان german; بريطاني britain|british;
انجل england|english; انكل england|english;
امريك america|american; اميرك america|american; روس russia; صين china|chinese; ترك turk; ايران iran; عراق iraq;
سوري syria; لبنان leban; اردن jordan; مصر egypt; سعود saudi; مغرب morocc; جزائر algeri; تونس tunis; ليبي libya;
سودان sudan; يمن yemen; كويت kuwait; قطر qatar; بحرين bahrain; امارات emirat; عمان oman; فلسطين palestin;
اسرائيل israel; هند india; باكستان pakistan; افغانستان afghan; افغان afghan; يابان japan; كوري korea; كندا canad;
كندي canad; مكسيك mexic; برازيل brazil; ارجنتين argentin; اسبان spain|spanish; برتغال portug; هولند dutch|netherlands;
بلجيك belgi; سويسر swiss|switzerland; سويد swed; نرويج norw; دنمارك denmark|danish; دانمارك denmark|danish;
فنلند finland|finnish; بولند poland|polish; نمسا austria; نمساو austria; يونان greece|greek; اوكران ukrain;
استرال austral; افريق africa; اوروب europ; اورب europ; اسي asia; عرب arab; اسلام islam|muslim; مسيح christ; يهود jew;
رومان roman; فارس persia; ايرلند ireland|irish; اسكتلند scotland|scottish; ويلز wales|welsh; نيجيري nigeria;
كيني kenya; اثيوبي ethiopia; صومال somali; موريتاني mauritania; اندونيسي indonesia; ماليزي malaysia; فيتنام vietnam;
تايلاند thai; فلبين philippin; كوب cuba; شيل chile; بيرو peru; كولومبي colombia; فنزويل venezuel; مجر hungar;
تشيك czech; صرب serbia; كروات croatia; بلغار bulgaria; البان albania; قبرص cypr; مالط malta|maltese; لوكسمبورغ luxemb
"""


def _nations() -> tuple[dict[str, str], dict[str, str]]:
    arabic, latin = {}, {}
    for entry in _NATIONS.replace("\n", " ").split(";"):
        start, names = entry.split()
        arabic[start] = names
        latin.update(dict.fromkeys(names.split("|"), names))
    return arabic, latin


NATIONS, NATIONS_LATIN = _nations()
"""The beginning of each country's name and adjective, and one key for all spellings of it."""

_TRANSLATED = """
minister وزير|وزر; ministers وزير|وزراء; ministry وزاره; interior داخليه; foreign خارجيه; prime وزراء;
president رئيس; king ملك; queen ملكه; prince امير; union اتحاد; united متحد; states ولايات; state ولايه|دوله;
kingdom مملكه; republic جمهوري; group مجموعه; seven سبع; nations امم; world عالم; war حرب; university جامعه;
church كنيس; north شمال; south جنوب; east شرق; west غرب; northern شمال; southern جنوب; eastern شرق; western غرب;
central وسط|مركز; new نيو|جديد; city مدين; river نهر; sea بحر; ocean محيط; island جزير; islands جزر;
mountain جبل; mountains جبال; empire امبراطوري; council مجلس; commission مفوض|لجن; parliament برلمان;
court محكم; party حزب; company شرك; bank بنك|مصرف; museum متحف; school مدرس; college كلي; institute معهد;
house مجلس|بيت; league دوري|رابط; great عظم|كبر; saint سان|قديس; government حكوم;
internet انترنت; army جيش; network شبك; street شارع; park حديق|بارك; lake بحير; century قرن;
act قانون; treaty معاهد; revolution ثور; society جمعي|مجتمع; association جمعي|رابط|اتحاد; international دولي;
national وطن|قوم; royal ملكي; general عام; black اسود|سود; white ابيض; red احمر; god الله|اله; bible انجيل|كتاب;
london لندن; paris باريس; vienna فيين; rome روما; cairo قاهر; jerusalem قدس; damascus دمشق;
beirut بيروت; baghdad بغداد; mecca مكه; moscow موسك; beijing بكين; tokyo طوكيو; athens اثين;
mediterranean متوسط; atlantic اطلس; pacific هادئ; nile نيل
"""
TRANSLATED = {latin: tuple(arabic.split("|")) for latin, arabic in (entry.split() for entry in _TRANSLATED.split(";"))}
"""Words that English writes with a capital and Arabic translates, with the beginnings of their translations.

Of 1,744 names in every third English paragraph of XQuAD 1,024 are found in its Arabic one, 848 without this table. Six
words of that set's own subjects, which found seven more, are not in it.
"""

_COMMON_OFFICES = word_set("وزير وزيره رئيس رئيسه مدير مديره متحدث نائب ممثل")

OFFICES = TITLES | _COMMON_OFFICES | word_set("سفير مدرب لاعب كاتب")
"""Titles with and without the article: beside a name, what may be left out."""

PERSONAL_TITLES = word_set(
    "رئيس رئيسه الرئيس الرئيسه وزير وزيره الوزير الوزيره النائب السيد السيده المدرب القاضي الدكتور المتحدث"
)
"""Those behind which a person is named, in an article."""

BODIES = word_set(
    "مجموعه منظمه اتحاد الاتحاد حزب الحزب بنك البنك جامعه وكاله مجلس محكمه المحكمه برلمان البرلمان نادي هيئه مؤسسه حركه"
    " تنظيم جماعه وزاره رابطه لجنه"
)
"""Nouns for a body of people whose name is the words behind them."""

AUTHORITIES = word_set("هيئه وكاله مؤسسه منظمه لجنه اداره")
"""Bodies that stand in the name of an office and do not say of what it is one («رئيس هيئة الطيران»)."""

OFFICE_NOUNS = word_set(
    "وزير رئيس متحدث ناطق مدير سفير قاضي قاض مفوض امين حاكم عمد قائد مستشار مبعوث سكرتير منسق عميد ملك امير سلطان محافظ"
)
"""Nouns for an office, in their masculine form and without its ending."""

OFFICE_KINDS = word_set("عام تنفيذي مالي فني اداري اقليمي تقني قانوني علمي تجاري رياضي فخري شرفي")
"""What kind of an office it is, in the same form; one body has several directors, one of each kind."""

SAME_OFFICE = {"كابتن": "قائد", "ناطق": "متحدث", "قاض": "قاضي"}
"""Nouns for one office."""

ORDINARY = _COMMON_OFFICES | word_set(
    "وزراء رؤساء متحدثه ناطق ناطقه نائبه مصدر مصادر خبير خبراء باحث "
    "باحثون باحثين علماء محلل محللون ممثلون قائد قاده مسؤول مسؤولون مسؤولين تكنولوجيا سياسي سياسيه استراتيجي "
    "استراتيجيه ديمقراطيه برنامج الكتروني الكترونيه according however although this that these those there when "
    "while during after before since because many most some several one"
)
"""Offices that stand after a verb of saying, loan-words and first words of English sentences, which are no names.

In the 123 news articles 57 words are kept from being taken for names by it, 33 in XQuAD's Arabic, 22 in ARCD train,
each an ordinary word; 1,005 claims about the latter two are judged the same with and without it.
"""

ROLES = (
    OFFICES
    | ORDINARY
    | word_set(
        "عضو زعيم مؤسس خبير خبيره قائد امين عالم محام محامي مستشار مستشاره احد احدي نجل ابن ابنه زوج زوجه شقيق والد "
        "والده عميد حاكم عمده مفوض نجم نجمه مغني مغنيه مطرب ممثله مخرج كاتبه باحث باحثه محلل قاض قاضي ناشط ناشطه "
        "صحفي صحفيه مراسل مهندس طبيب طبيبه استاذ منسق مسؤول سكرتير وكيل صاحب حارس مهاجم بطل مرشح مبعوث عاصمه مدينه "
        "بلده جزيره قريه ولايه شركه منظمه وكاله حزب ملك ملكه امير سلطان رجل شاعر رسام مؤرخ فيلسوف لورد قس كابتن عداء "
        "مذيع مذيعه"
    )
) - word_set("السيد السيده شركات برنامج استراتيجي استراتيجيه سياسيه ديمقراطيه الكتروني الكترونيه تكنولوجيا مصدر مصادر")
"""What somebody or something is said to be, before or behind a name."""
