"""Every sentence that a person is shown about a run, in Arabic and in English (`say`).

An error's sentence says what is wrong and, after it, what to do. Errors, refusals and notes are named by the
codes that `vectorstore` raises and returns. French is spoken in answers alone, to a question in French; where
it has no sentence, English stands in. Labels of the window are `assistant.ui.html.labels`'.
"""

from __future__ import annotations

from collections.abc import Mapping

ERRORS: dict[str, dict[str, str]] = {
    "corpus_missing": {
        "ar": "لا يوجد مجلد مقالات في {path}. أنشئه أو دلّ على مجلد آخر بالخيار ‎--corpus‎.",
        "en": "There is no folder of articles at {path}. Create it, or name another one with --corpus.",
    },
    "corpus_emptied": {
        "ar": "المجلد {path} فارغ وليس المجلد الذي فُهرس من قبل، فأُبقي على {files} من الملفات في الفهرس. صِل القرص إن كان غير موصول، وإن أفرغتَه عمدًا فشغّل index --retry.",
        "en": "The folder {path} is empty and not the one that was indexed, so the {files} files of the index are kept. Connect its drive, or, if it is meant to be empty, run index --retry.",
    },
    "index_damaged": {
        "ar": "تلف الفهرس أثناء العمل ({detail}). أعد تشغيل البرنامج ليُبنى من المقالات من جديد.",
        "en": "The index was damaged while it was open ({detail}). Start again: it is then rebuilt from the articles.",
    },
    "index_unreadable": {
        "ar": "تعذّرت قراءة مجلد الفهرس {path} أو الكتابة فيه. صحّح أذوناته أو اختر مجلدًا آخر بالخيار ‎--index‎.",
        "en": "The index folder {path} cannot be read or written. Mend its permissions, or choose another with --index.",
    },
    "index_locked": {
        "ar": "يعمل برنامج آخر (رقم العملية {pid}) على الفهرس {path}. أغلقه أولًا أو اختر فهرسًا آخر بالخيار ‎--index‎.",
        "en": "Another process (number {pid}) is writing the index {path}. Close it first, or choose another with --index.",
    },
    "index_read_only": {
        "ar": "مجلد الفهرس {path} على قرص للقراءة فقط. اجعل القرص قابلًا للكتابة أو اختر مجلدًا آخر بالخيار ‎--index‎.",
        "en": "The index folder {path} is on a read-only disk. Make the disk writable, or choose another folder with --index.",
    },
    "index_newer": {
        "ar": "أنشأ الفهرسَ {path} إصدارٌ أحدث من البرنامج (نسخة {version}). حدّث البرنامج أو اختر فهرسًا آخر بالخيار ‎--index‎.",
        "en": "The index {path} was made by a newer version (schema {version}). Update Isnad, or choose another with --index.",
    },
    "disk_full": {
        "ar": "امتلأ القرص أثناء الكتابة في {path}، والفهرس السابق باقٍ كما كان. أفرغ مساحة ثم أعد المحاولة.",
        "en": "The disk is full while writing {path}; the index before is intact. Free some space and try again.",
    },
    "model_missing": {
        "ar": "نموذج التضمين {name} غير موجود على هذا الجهاز. صحّح اسمه أو أضف ‎--allow-download‎ لتنزيله.",
        "en": "The embedding model {name} is not on this machine. Correct its name, or add --allow-download to fetch it.",
    },
    "model_mismatch": {
        "ar": "لا يوافق نموذج التضمين {name} هذا الفهرس (بُعده {dimension}). أعد بناء الفهرس بالأمر index أو اختر نموذجه.",
        "en": "The embedding model {name} does not fit this index (dimension {dimension}). Run index, or choose its model.",
    },
    "unknown_source": {
        "ar": "لا يوجد في الفهرس ملف باسم {source}. اعرض أسماء الملفات بالأمر index.",
        "en": "The index has no file named {source}. The command index lists the names.",
    },
    "port_in_use": {
        "ar": "المنفذ {port} مشغول أو غير متاح. اختر منفذًا آخر بالخيار ‎--port‎.",
        "en": "Port {port} is in use or not available. Choose another with --port.",
    },
    "bad_call": {
        "ar": "صيغة الأمر غير صحيحة: {detail}. اعرض الأوامر بالخيار ‎--help‎.",
        "en": "The call is wrong: {detail}. See the commands with --help.",
    },
    "no_path": {
        "ar": "قيمة {key} ليست مسارًا: «{value}». اكتب مسار مجلد.",
        "en": "{key} is not a path: {value!r}. Give the path of a folder.",
    },
    "no_port": {
        "ar": "قيمة {key} ليست رقم منفذ: «{value}». اكتب عددًا من 0 إلى 65535.",
        "en": "{key} is not a port number: {value!r}. Give a number from 0 to 65535.",
    },
    "no_url": {
        "ar": "قيمة {key} ليست عنوان خادم: «{value}». اكتبه هكذا: ‎http://host:8000‎ دون اسم مستخدم أو كلمة مرور.",
        "en": "{key} is not a server's address: {value!r}. Give it as http://host:8000, without a user or a password.",
    },
    "no_collection": {
        "ar": "قيمة {key} ليست اسم مجموعة: «{value}». اكتب من 3 إلى 100 من الحروف اللاتينية والأرقام و‎._-‎.",
        "en": "{key} is not a collection's name: {value!r}. Give 3 to 100 Latin letters, digits and ._- inside.",
    },
    "server_unreachable": {
        "ar": "لا يجيب خادم Chroma على {url} ‏({detail}). تحقّق من عنوانه وأنه يعمل ثم أعد المحاولة.",
        "en": "No Chroma server answers at {url} ({detail}). Check the address and that it runs, then try again.",
    },
    "server_tls": {
        "ar": "تعذّر اتصال مشفّر موثوق بالخادم {url} ‏({detail}). تحقّق من شهادته ومن أنه يُخاطَب عبر https.",
        "en": "No trusted encrypted connection to {url} ({detail}). Check its certificate, and that it speaks https.",
    },
    "server_not_chroma": {
        "ar": "ما يجيب على {url} ليس خادم Chroma ‏({detail}). صحّح العنوان بالخيار ‎--chroma-url‎.",
        "en": "What answers at {url} is not a Chroma server ({detail}). Correct the address with --chroma-url.",
    },
    "server_denied": {
        "ar": "يرفض الخادم {url} الدخول ‏({detail}). ضع رمز الدخول الصحيح في المتغيّر ISNAD_CHROMA_TOKEN.",
        "en": "The server {url} denies access ({detail}). Put the right token into ISNAD_CHROMA_TOKEN.",
    },
    "server_failed": {
        "ar": "فشل طلب على خادم Chroma {url} ‏({detail}). أعد المحاولة؛ وإن تكرّر فانظر في سجل الخادم.",
        "en": "The Chroma server {url} failed ({detail}). Try again; if it happens again, look at the server's log.",
    },
    "server_locked": {
        "ar": "يفهرس برنامج آخر ({holder}) على الخادم {url}. أغلقه أولًا، أو اختر اسمًا آخر بالخيار ‎--chroma-collection‎.",
        "en": "Another indexer ({holder}) is at work on {url}. Close it first, or choose another --chroma-collection.",
    },
    "server_taken": {
        "ar": "تحمل المجموعة {name} على {url} مقالات أخرى فلم نمسّها. اختر اسمًا آخر بالخيار ‎--chroma-collection‎.",
        "en": "The collection {name} on {url} holds something else and was left alone. Choose another --chroma-collection.",
    },
    "server_newer": {
        "ar": "ملأ الخادمَ {url} إصدارٌ أحدث من البرنامج (نسخة {version}). حدّث البرنامج ثم أعد المحاولة.",
        "en": "The server {url} was filled by a newer version (schema {version}). Update Isnad, then try again.",
    },
    "server_other_model": {
        "ar": "فُهرست المقالات على {url} بنموذج آخر: {name}. اختره بالخيار ‎--model‎ أو اختر ‎--chroma-collection‎ أخرى.",
        "en": "The articles on {url} were indexed with another model: {name}. Choose it with --model, or another --chroma-collection.",
    },
    "server_empty": {
        "ar": "لا مقالات كاملة بعد في المجموعة {name} على {url}. شغّل المُفهرس: ‎index --corpus DIR --chroma-url {url}‎ ثم أعد المحاولة.",
        "en": "There is no complete corpus {name} on {url} yet. Run index --corpus DIR --chroma-url {url}, then try again.",
    },
    "no_language": {
        "ar": "قيمة {key} ليست لغة معروفة: «{value}». اكتب ar أو en.",
        "en": "{key} is not a language that is spoken here: {value!r}. Give ar or en.",
    },
    "no_reader": {
        "ar": "قيمة {key} ليست قارئًا معروفًا: «{value}». اكتب trained أو none.",
        "en": "{key} is not a reader: {value!r}. Give trained or none.",
    },
    "no_uploads": {
        "ar": "قيمة {key} غير معروفة: «{value}». اكتب auto أو on أو off.",
        "en": "{key} is none of what it can be: {value!r}. Give auto, on or off.",
    },
    "reader_missing": {
        "ar": "ملف القارئ {path} مفقود أو تالف. أعد تثبيت البرنامج أو اعمل دونه بالخيار ‎--reader none‎.",
        "en": "The reader's file {path} is missing or damaged. Install Isnad again, or do without: --reader none.",
    },
    "no_llm": {
        "ar": "قيمة {key} ليست نموذجًا لغويًّا: «{value}». اكتب none أو auto أو عنوان خادم أو مسار ملف ‎.gguf‎.",
        "en": "{key} names no language model: {value!r}. Give none, auto, the URL of a server or the path of a .gguf file.",
    },
    "llm_remote": {
        "ar": "العنوان {value} خارج هذا الجهاز فستُرسل إليه مقاطع من المقالات. أضف ‎--allow-remote‎ إن كنت تقبل ذلك.",
        "en": "{value} is not on this machine, and passages of the articles would be sent there. Add --allow-remote to allow it.",
    },
    "llm_file_missing": {
        "ar": "لا يوجد ملف نموذج في {path}. صحّح المسار في الخيار ‎--llm‎.",
        "en": "There is no model file at {path}. Correct the path given to --llm.",
    },
    "llm_not_gguf": {
        "ar": "الملف {path} ليس نموذجًا بصيغة GGUF أو هو ناقص. نزّله من جديد أو دلّ على ملف آخر بالخيار ‎--llm‎.",
        "en": "The file {path} is not a GGUF model, or is cut short. Fetch it again, or name another one with --llm.",
    },
    "llm_too_large": {
        "ar": "يحتاج النموذج {path} إلى نحو {needed} غيغابايت من الذاكرة والمتاح {available}. اختر نموذجًا أصغر بالخيار ‎--llm‎.",
        "en": "The model {path} needs about {needed} GB of memory and {available} GB are free. Choose a smaller one with --llm.",
    },
    "llm_not_installed": {
        "ar": "ينقص ما يشغّل الملف {path}. ثبّته بالأمر pip install -r requirements-llm.txt أو اعمل دونه بالخيار ‎--llm none‎.",
        "en": "What runs {path} is not installed. Run pip install -r requirements-llm.txt, or do without: --llm none.",
    },
    "llm_not_loaded": {
        "ar": "تعذّر تحميل النموذج {path}. جرّب ملفًا آخر بالخيار ‎--llm‎ أو اعمل دونه بالخيار ‎--llm none‎.",
        "en": "The model {path} could not be loaded. Try another file with --llm, or do without: --llm none.",
    },
    "no_switch": {
        "ar": "قيمة {key} ليست نعم ولا لا: «{value}». اكتب 1 أو 0.",
        "en": "{key} is neither yes nor no: {value!r}. Give 1 or 0.",
    },
    "index_in_corpus": {
        "ar": "يقع الفهرس {value} داخل مجلد المقالات فستُقرأ ملفاته كأنها مقالات. اختر بالخيار {key} مجلدًا خارجه.",
        "en": "The index {value} lies inside the folder of articles and would be read as articles. Choose {key} outside it.",
    },
    "no_question": {
        "ar": "السؤال فارغ. اكتبه بعد الأمر ask مباشرة بين علامتي اقتباس.",
        "en": "The question is empty. Write it right after ask, in quotation marks.",
    },
    "cannot_read": {
        "ar": "تعذّرت قراءة الملف {path} ‏({detail}). تحقّق من اسمه وأذوناته.",
        "en": "The file {path} cannot be read ({detail}). Check its name and permissions.",
    },
    "cannot_write": {
        "ar": "تعذّرت الكتابة في الملف {path} ‏({detail}). اختر مكانًا آخر بالخيار ‎--out‎.",
        "en": "The file {path} cannot be written ({detail}). Choose another place with --out.",
    },
    "out_is_in": {
        "ar": "ملف الأسئلة وملف الأجوبة واحد: {path}. اختر للأجوبة ملفًّا آخر بالخيار ‎--out‎.",
        "en": "Questions and answers are the same file: {path}. Choose another one with --out.",
    },
    "bad_line": {
        "ar": "السطر {number} لم يُجب عنه: {detail}. صحّحه وأعد المحاولة؛ بقية الأسطر لم تتأثر.",
        "en": "Line {number} was not answered: {detail}. Correct it and run again; the other lines are not affected.",
    },
    "changes_off": {
        "ar": "إضافة الملفات وإزالتها موقوفة في هذه النافذة. شغّل البرنامج بالخيار ‎--uploads on‎ لتسمح بها.",
        "en": "Adding and removing files is switched off in this window. Start with --uploads on to allow it.",
    },
    "file_type": {
        "ar": "نوع الملف غير مدعوم. الأنواع المقبولة: {types}.",
        "en": "Files of this type are not read. These are: {types}.",
    },
    "file_size": {
        "ar": "الملف أكبر من {limit} م.ب. قسّمه أو ضعه في مجلد المقالات بنفسك.",
        "en": "The file is larger than {limit} MB. Split it, or put it into the folder of articles yourself.",
    },
    "file_names": {
        "ar": "يوجد ملف باسم {name}. غيّر الاسم ثم أعد المحاولة.",
        "en": "There is a file named {name} already. Choose another name and try again.",
    },
    "too_many_files": {
        "ar": "ملفات كثيرة دفعة واحدة (الحد {most} في عشر دقائق). انسخها إلى مجلد المقالات بنفسك.",
        "en": "Too many files at once (at most {most} in ten minutes). Copy them into the folder of articles yourself.",
    },
    "no_such_model": {
        "ar": "لم يعد هذا النموذج متاحًا. اختر غيره.",
        "en": "This model is no longer there. Choose another one.",
    },
    "folder_closed": {
        "ar": "لا تُمكن الكتابة في المجلد {path}. صحّح أذوناته ثم أعد المحاولة.",
        "en": "The folder {path} cannot be written. Mend its permissions and try again.",
    },
    "unexpected": {
        "ar": "حدث خطأ غير متوقع. أعد المحاولة مع الخيار ‎--verbose‎ لترى التفاصيل، وهي أيضًا في سجل البرنامج.",
        "en": "Something unexpected went wrong. Run again with --verbose to see the details; the log has them as well.",
    },
}

REFUSALS: dict[str, dict[str, str]] = {
    "empty": {"ar": "الملف فارغ", "en": "the file is empty"},
    "binary": {"ar": "ليس ملفًّا نصيًّا", "en": "not a text file"},
    "undecodable": {
        "ar": "ترميز النص غير معروف؛ احفظه بترميز UTF-8",
        "en": "unknown text encoding; save it as UTF-8",
    },
    "unsupported": {
        "ar": "نوع الملف غير مدعوم؛ تُقرأ ملفات ‎.txt .md .html .pdf .docx .jsonl‎",
        "en": "file type not supported; .txt, .md, .html, .pdf, .docx and .jsonl are read",
    },
    "too_large": {
        "ar": "الملف أكبر من المسموح ‏({detail})",
        "en": "the file is larger than allowed ({detail})",
    },
    "unreadable": {"ar": "تعذّرت قراءة الملف ‏({detail})", "en": "the file cannot be read ({detail})"},
    "some_refused": {
        "ar": "سجلات لم يمكن استعمالها: {detail}",
        "en": "records that could not be used: {detail}",
    },
    "damaged": {
        "ar": "الملف تالف أو غير مكتمل ‏({detail})؛ احفظه من جديد",
        "en": "the file is damaged or incomplete ({detail}); save it again",
    },
    "encrypted": {
        "ar": "الملف محمي بكلمة مرور؛ احفظ نسخة دونها",
        "en": "the file is protected by a password; save a copy without one",
    },
    "no_text": {
        "ar": "صفحات الملف صور بلا نص؛ حوّلها إلى نص ببرنامج تعرّف ضوئي",
        "en": "its pages are images without text; run character recognition on it first",
    },
    "scrambled": {
        "ar": "نص الملف مخزّن بترتيب أو حروف لا يمكن إصلاحها ‏({detail})؛ صدّره من جديد",
        "en": "its text is stored in an order or in characters that cannot be repaired ({detail}); export it again",
    },
    "bomb": {
        "ar": "يتضخم الملف عند فتحه أكثر من المسموح ‏({detail})",
        "en": "the file grows beyond all measure when it is opened ({detail})",
    },
    "too_slow": {
        "ar": "استغرقت قراءة الملف وقتًا أطول من المسموح ‏({detail})",
        "en": "reading the file takes longer than allowed ({detail})",
    },
    "too_complex": {
        "ar": "بنية الملف أعقد من أن تُقرأ في الذاكرة المسموحة",
        "en": "the file is too complex to be read in the memory that is allowed",
    },
    "no_records": {
        "ar": "لا سجل صالح في الملف ‏({detail})؛ في كل سطر كائن JSON فيه text",
        "en": "no line of the file is a record ({detail}); each is to be a JSON object with a text",
    },
    "no_json": {"ar": "ليس السطر كائن JSON ‏({detail})", "en": "the line is not a JSON object ({detail})"},
    "no_text_field": {
        "ar": "لا نص في السجل ‏({detail})؛ اكتبه في الحقل text",
        "en": "the record has no text ({detail}); its key is to be text",
    },
    "line_too_long": {
        "ar": "السطر أطول من المسموح ‏({detail})",
        "en": "the line is longer than allowed ({detail})",
    },
    "unexpected": {
        "ar": "حدث خطأ غير متوقع أثناء قراءة الملف ‏({detail})؛ التفاصيل في سجل البرنامج",
        "en": "something unexpected went wrong while the file was read ({detail}); the log has the details",
    },
    "bad_records": {
        "ar": "أسطر أخرى غير صالحة، عددها {detail}",
        "en": "further lines that are not records: {detail}",
    },
}

NOTES: dict[str, dict[str, str]] = {
    "rebuilt_version": {
        "ar": "أنشأ الفهرسَ إصدارٌ آخر من البرنامج، فأُعيد بناؤه من المقالات.",
        "en": "The index was made by another version and has been rebuilt from the articles.",
    },
    "rebuilt_corrupt": {
        "ar": "كان الفهرس تالفًا، فأُعيد بناؤه من المقالات.",
        "en": "The index was damaged and has been rebuilt from the articles.",
    },
    "model_changed": {
        "ar": "تغيّر نموذج التضمين، فأُعيد تضمين كل المقالات.",
        "en": "The embedding model has changed; all articles have been embedded again.",
    },
    "chroma_rebuilt": {
        "ar": "لم يسلم فهرس المتجهات من الفحص، فأُعيد بناؤه من السجل دون تضمين جديد.",
        "en": "The vector index failed its check and has been rebuilt from the ledger, without embedding again.",
    },
    "stopped": {
        "ar": "أُوقفت الفهرسة قبل تمامها وما أُنجز محفوظ؛ تُستأنف من حيث توقفت في المرة القادمة.",
        "en": "Indexing was stopped before its end; what is done is kept, and the next start goes on from there.",
    },
    "corpus_empty": {
        "ar": "لا مقالات في {path}. ضع فيه ملفات ‎.txt .md .html .pdf .docx .jsonl‎ ثم أعد المحاولة.",
        "en": "There are no articles in {path}. Put .txt, .md, .html, .pdf, .docx or .jsonl files there and try again.",
    },
    "server_away": {
        "ar": "لا يجيب خادم Chroma الآن؛ نجيب من آخر نسخة كاملة على هذا الجهاز.",
        "en": "The Chroma server does not answer now; answering from the last complete state on this machine.",
    },
    "server_read_only": {
        "ar": "يفهرس برنامج آخر ({holder}) على الخادم؛ نقرأ ما فيه.",
        "en": "Another indexer ({holder}) keeps the server up to date; reading what it holds.",
    },
    "disk_read_only": {
        "ar": "الفهرس {path} على قرص للقراءة فقط؛ نقرؤه كما هو، ولا نتابع المجلد.",
        "en": "The index {path} is on a read-only disk; reading it as it is, without following the folder.",
    },
    "read_only": {
        "ar": "يحدّث برنامج آخر (رقم العملية {pid}) هذا الفهرس؛ نقرؤه كما هو الآن.",
        "en": "Another process (number {pid}) keeps this index up to date; reading it as it is now.",
    },
}

PROGRESS: dict[str, dict[str, str]] = {
    "scan": {"ar": "البحث عن الملفات", "en": "Looking for files"},
    "files": {"ar": "قراءة المقالات", "en": "Reading the articles"},
    "embed": {"ar": "تضمين المقاطع", "en": "Embedding the passages"},
    "store": {"ar": "بناء الفهرس", "en": "Building the index"},
    "share": {"ar": "نقل المقالات إلى الخادم", "en": "Sending the articles to the server"},
    "fetch": {"ar": "جلب المقالات من الخادم", "en": "Fetching the articles from the server"},
    "answering": {"ar": "الإجابة عن الأسئلة", "en": "Answering the questions"},
    "window_at": {"ar": "النافذة على العنوان: {address}", "en": "The window is at: {address}"},
}

ABSTENTION = {
    "ar": "لا أجد إجابة عن هذا السؤال في المقالات.",
    "en": "I find no answer to this question in the articles.",
    "fr": "Je ne trouve pas de réponse à cette question dans les articles.",
}
"""The one sentence of an answer that is none."""

# Sentences and frames around quotes, in the language of the question. Further frames belong here.
ANSWERS: dict[str, dict[str, str]] = {
    "abstention": ABSTENTION,
    "empty_question": {
        "ar": "لم أجد في رسالتك سؤالًا. اكتب سؤالًا عن المقالات.",
        "en": "I see no question in this. Please ask something about the articles.",
        "fr": "Je ne vois pas de question. Posez une question sur les articles.",
    },
    "answer_frame": {
        "ar": "من المقالات:",
        "en": "From the articles, quoted in Arabic:",
        "fr": "D’après les articles, cités en arabe :",
    },
    "not_mentioned": {
        "ar": "لا يذكر أي مقال {names}.",
        "en": "No article mentions {names}.",
        "fr": "Aucun article ne mentionne {names}.",
    },
    "not_together": {
        "ar": "لا يذكر أي مقال {name} مع {other}.",
        "en": "No article mentions {name} together with {other}.",
        "fr": "Aucun article ne mentionne {name} avec {other}.",
    },
    "also_in": {"ar": "، ورد أيضًا في {sources}", "en": ", also in {sources}", "fr": ", aussi dans {sources}"},
    "suggest_speaker_m": {"ar": "ماذا قال {name}؟", "en": "What did {name} say?"},
    "suggest_speaker_f": {"ar": "ماذا قالت {name}؟", "en": "What did {name} say?"},
    "suggest_name": {"ar": "ماذا ورد في المقالات عن {name}؟", "en": "What do the articles say about {name}?"},
    "list_comma": {"ar": "، ", "en": ", ", "fr": ", "},
}

# What is told beside an answer about the language model that worded it, or should have.
MODEL: dict[str, dict[str, str]] = {
    "llm_unreachable": {
        "ar": "لا يجيب النموذج اللغوي {model}، فهذه اقتباسات من المقالات.",
        "en": "The language model {model} cannot be reached; these are quotes from the articles.",
        "fr": "Le modèle de langue {model} est injoignable ; voici des citations des articles.",
    },
    "llm_timeout": {
        "ar": "تأخر النموذج اللغوي {model} عن الإجابة، فهذه اقتباسات من المقالات.",
        "en": "The language model {model} took too long; these are quotes from the articles.",
        "fr": "Le modèle de langue {model} a mis trop de temps ; voici des citations des articles.",
    },
    "llm_failed": {
        "ar": "أخفق النموذج اللغوي {model}، فهذه اقتباسات من المقالات.",
        "en": "The language model {model} failed; these are quotes from the articles.",
        "fr": "Le modèle de langue {model} a échoué ; voici des citations des articles.",
    },
    "llm_unsupported": {
        "ar": "لم يكتب النموذج اللغوي {model} جملة تؤيدها المقالات، فهذه اقتباسات منها.",
        "en": "The language model {model} wrote no sentence that the articles support; these are quotes from them.",
        "fr": "Le modèle de langue {model} n’a écrit aucune phrase que les articles confirment ; en voici des citations.",
    },
    "llm_small_window": {
        "ar": "لا يتسع النموذج اللغوي {model} لأي مقطع من المقالات، فهذه اقتباسات منها.",
        "en": "No passage fits into the window of the language model {model}; these are quotes from the articles.",
        "fr": "Aucun passage ne tient dans la fenêtre du modèle de langue {model} ; voici des citations des articles.",
    },
    "llm_cut": {
        "ar": "توقف النموذج اللغوي {model} قبل أن يتم إجابته.",
        "en": "The language model {model} stopped before its answer was complete.",
        "fr": "Le modèle de langue {model} s’est arrêté avant la fin de sa réponse.",
    },
    "llm_worded": {
        "ar": "صاغها النموذج اللغوي {model} بعد قراءة {read} من {found} مقاطع، وحُذفت {removed} من جمله لأنها بلا سند.",
        "en": "Worded by the language model {model}, which read {read} of {found} passages; {removed} of its sentences were "
        "removed for want of support.",
        "fr": "Rédigé par le modèle de langue {model}, qui a lu {read} passages sur {found} ; {removed} de ses phrases, "
        "non étayées, ont été retirées.",
    },
    "llm_waiting": {
        "ar": "ينتظر النموذج اللغوي سؤالًا آخر قبل سؤالك…",
        "en": "The language model is busy with another question; yours is next in line…",
        "fr": "Le modèle de langue répond à une autre question ; la vôtre attend son tour…",
    },
    "llm_loading": {
        "ar": "يُحمّل النموذج اللغوي…",
        "en": "The language model is being loaded…",
        "fr": "Le modèle de langue est en cours de chargement…",
    },
    "llm_understanding": {
        "ar": "يقرأ النموذج اللغوي سؤالك مع ما قبله…",
        "en": "The language model is reading your question with what came before…",
        "fr": "Le modèle de langue lit votre question avec ce qui précède…",
    },
    "llm_reading": {
        "ar": "يقرأ النموذج اللغوي المقاطع…",
        "en": "The language model is reading the passages…",
        "fr": "Le modèle de langue lit les passages…",
    },
    "llm_writing": {
        "ar": "يكتب النموذج اللغوي، وتُفحص كل جملة قبل عرضها…",
        "en": "The language model is writing; each sentence is checked before it is shown…",
        "fr": "Le modèle de langue écrit ; chaque phrase est vérifiée avant d’être affichée…",
    },
    "llm_leaves": {
        "ar": "تنبيه: ترسل المقاطع إلى {address}، أي إلى خارج هذا الجهاز.",
        "en": "Note: passages of the articles are sent to {address}, which is not this machine.",
        "fr": "Attention : des passages des articles sont envoyés à {address}, hors de cette machine.",
    },
}

TERMINAL: dict[str, dict[str, str]] = {
    "sources": {"ar": "المصادر:", "en": "Sources:", "fr": "Sources :"},
    "nearest": {
        "ar": "أقرب ما في المقالات (ليس إجابة):",
        "en": "The nearest passages (not an answer):",
        "fr": "Passages les plus proches (pas une réponse) :",
    },
    "also_searched": {
        "ar": "بحثنا أيضًا عن: {words}",
        "en": "Also searched for: {words}",
        "fr": "Recherché aussi : {words}",
    },
    "understood": {
        "ar": "فهمنا السؤال هكذا: {question}",
        "en": "Understood as: {question}",
        "fr": "Compris comme : {question}",
    },
    "page": {"ar": "ص {page}", "en": "p. {page}", "fr": "p. {page}"},
    "indexed": {"ar": "مفهرس", "en": "indexed"},
    "refused": {"ar": "مرفوض", "en": "refused"},
    "passages": {"ar": "المقاطع: {count}", "en": "passages: {count}"},
    "totals": {
        "ar": "الملفات: {files}، المقاطع: {passages}، المرفوض: {refused}",
        "en": "files: {files}, passages: {passages}, refused: {refused}",
    },
    "changes": {
        "ar": "منذ المرة السابقة: أضيف {added}، تغيّر {changed}، نُقل {moved}، حُذف {removed}، بقي {unchanged}",
        "en": "since the last time: added {added}, changed {changed}, moved {moved}, removed {removed}, unchanged {unchanged}",
    },
    "not_listed": {
        "ar": "وملفات أخرى مفهرسة عددها {count}؛ يسردها جميعًا الخيار ‎--json‎",
        "en": "and {count} more indexed files; --json lists them all",
    },
    "remaining": {"ar": "بقي نحو {time}", "en": "about {time} left"},
    "index_facts": {
        "ar": "الحجم: {size} م.ب، النموذج: {model}، آخر تحديث: {synced}",
        "en": "size: {size} MB, model: {model}, last change: {synced}",
    },
    "index_at": {"ar": "الفهرس: {path}", "en": "index: {path}"},
    "shared_at": {"ar": "مشترك على الخادم: {url}", "en": "shared at: {url}"},
    "by_type": {"ar": "الدقة حسب نوع السؤال:", "en": "accuracy by type of question:"},
}

SENTENCES: dict[str, dict[str, str]] = {**REFUSALS, **ERRORS, **NOTES, **PROGRESS, **ANSWERS, **MODEL, **TERMINAL}
"""All of them by code. «unexpected» is a refusal, too, when it is a file's: `why_refused` says that one."""


def say(code: str, language: str, **values: object) -> str:
    """The sentence of a code; a language that it is not written in gets the English one.

    Raises KeyError for an unknown code or a value that the sentence needs and was not given.
    """
    written: Mapping[str, str] = SENTENCES[code]
    return written.get(language, written["en"]).format(**values)


def why_refused(reason: str, language: str, **values: object) -> str:
    """The same for the reason of a refusal; raises KeyError as `say` does."""
    written: Mapping[str, str] = REFUSALS[reason]
    return written.get(language, written["en"]).format(**values)
