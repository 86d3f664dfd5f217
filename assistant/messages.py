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

# What is said in a talk; never anything about what the articles say.
TALK: dict[str, dict[str, str]] = {
    "talk_greeting": {
        "ar": "أهلًا بك! اسألني عمّا في المقالات، أو اطلب: «ما المقالات التي لديك؟» أو «لخّص المقال الأول».",
        "en": "Hello! Ask me about the articles, or try “Which articles do you have?” or “Summarise the first article”.",
        "fr": "Bonjour ! Posez une question sur les articles, ou essayez « Quels articles as-tu ? ».",
    },
    "talk_wellbeing": {
        "ar": "بخير، شكرًا لسؤالك. عمّ تريد أن أبحث في المقالات؟",
        "en": "Fine, thank you for asking. What shall I look up in the articles?",
        "fr": "Bien, merci. Que dois-je chercher dans les articles ?",
    },
    "talk_thanks": {
        "ar": "على الرحب والسعة! إن كان لديك سؤال آخر عن المقالات فاسأل.",
        "en": "You are welcome! Ask on if there is more that you want to know from the articles.",
        "fr": "Je vous en prie ! Posez d’autres questions sur les articles si vous le souhaitez.",
    },
    "talk_goodbye": {
        "ar": "إلى اللقاء! تبقى المقالات هنا متى عدت.",
        "en": "Goodbye! The articles will be here when you come back.",
        "fr": "Au revoir ! Les articles seront là à votre retour.",
    },
    "talk_identity": {
        "ar": "أنا إسناد، برنامج يبحث في مقالات هذا المجلد ويجيب باقتباسات حرفية منها مع مصادرها. لا أعرف غير ما فيها.",
        "en": "I am Isnad, a program that searches the articles of this folder and answers with exact quotes and their "
        "sources. I know nothing but what they say.",
        "fr": "Je suis Isnad, un programme qui cherche dans les articles de ce dossier et répond par des citations exactes "
        "avec leurs sources. Je ne sais rien d’autre.",
    },
    "talk_ability": {
        "ar": "أجيب عن أسئلتك من مقالات هذا المجلد باقتباسات ومصادر، وأعدّها وألخّصها وأجد ما يذكر منها اسمًا. "
        "جرّب: «كم مقالًا لديك؟» أو «لخّص المقال الأول» أو اسأل عن شخص أو حدث.",
        "en": "I answer questions from the articles of this folder with quotes and sources; I list them, count them, "
        "summarise them and find those that mention a name. Try “Summarise the first article”, or ask about a person or an event.",
        "fr": "Je réponds à partir des articles de ce dossier, avec citations et sources ; je les liste, les compte, les "
        "résume et trouve ceux qui mentionnent un nom. Essayez « Résume le premier article ».",
    },
    "talk_unclear": {
        "ar": "عمّ تريد توضيحًا؟ اسأل سؤالًا عن المقالات، ثم قل «اشرح أكثر» لأعرض ما حول الاقتباس.",
        "en": "What shall I explain? Ask a question about the articles; then “explain more” shows what stands around the quote.",
        "fr": "Que dois-je expliquer ? Posez une question sur les articles ; « explique » montre ensuite le contexte.",
    },
    "talk_more": {
        "ar": "هذا ما حول الاقتباس في المقال:",
        "en": "This is what stands around the quote in the article:",
        "fr": "Voici ce qui entoure la citation dans l’article :",
    },
    "talk_no_answer_before": {
        "ar": "لم أجد جوابًا عن سؤالك السابق؛ هذا أقرب ما في المقالات إليه. قد تفيد صياغة أخرى:",
        "en": "I found no answer to the question before; this is the nearest in the articles. Other words may help:",
        "fr": "Je n’ai pas trouvé de réponse à la question précédente ; voici le plus proche. Essayez d’autres mots :",
    },
    "talk_doubt": {
        "ar": "كل ما أعرضه اقتباس حرفي بمصدره، يمكنك فتحه في مقاله للتحقق. عن أي جواب تسأل؟",
        "en": "All that I show is quoted word for word with its source; open it in its article to check. Which answer do you mean?",
        "fr": "Tout ce que je montre est cité mot pour mot avec sa source ; ouvrez-la pour vérifier. De quelle réponse parlez-vous ?",
    },
    "talk_basis": {
        "ar": "قد يكون الجواب غير ما أردت، فاحكم بنفسك. يستند إلى أول ما يلي (عدد الاقتباسات: {count})، وبعده أقرب ما وجدت غيره:",
        "en": "It may not be what you meant, so judge for yourself. It rests on what comes first here (quotes: {count}); the "
        "next best follow:",
        "fr": "Ce n’est peut-être pas ce que vous vouliez ; jugez vous-même. La réponse repose sur ce qui vient d’abord "
        "(citations : {count}) ; les suivantes viennent après :",
    },
    "talk_repeat": {
        "ar": "لم أجب بعد عن سؤال أعيد جوابه. عمّ تسأل؟",
        "en": "There is no answer yet to repeat. What would you like to ask?",
        "fr": "Il n’y a pas encore de réponse à répéter. Quelle est votre question ?",
    },
    "talk_again": {"ar": "كان الجواب:", "en": "The answer was:", "fr": "La réponse était :"},
    "talk_praise": {
        "ar": "يسعدني ذلك! هل من سؤال آخر عن المقالات؟",
        "en": "Glad to hear it! Is there anything else to look up in the articles?",
        "fr": "J’en suis ravi ! Une autre question sur les articles ?",
    },
    "talk_ack": {
        "ar": "حسنًا. اسأل متى شئت عمّا في المقالات.",
        "en": "All right. Ask about the articles whenever you like.",
        "fr": "Très bien. Posez vos questions sur les articles quand vous voulez.",
    },
    "talk_insult": {
        "ar": "آسف لأنني لم أُفدك. صُغ سؤالك بكلمات أخرى، أو اسأل «هل أنت متأكد؟» لترى على أي شيء استندت.",
        "en": "I am sorry that I was no help. Put the question in other words, or ask “are you sure?” to see what the answer "
        "rests on.",
        "fr": "Désolé de ne pas avoir aidé. Reformulez la question, ou demandez « tu es sûr ? » pour voir sur quoi elle repose.",
    },
    "talk_language": {
        "ar": "أجيب بلغة سؤالك: العربية أو الإنجليزية أو الفرنسية. أما الاقتباسات فتبقى بلغة المقالات ولا أترجمها.",
        "en": "I answer in the language of your question: Arabic, English or French. Quotes stay in the language of the "
        "articles; I do not translate.",
        "fr": "Je réponds dans la langue de la question : arabe, anglais ou français. Les citations restent dans la langue "
        "des articles ; je ne traduis pas.",
    },
    "talk_smalltalk": {
        "ar": "لا أعرف غير ما في مقالات هذا المجلد. اسألني عمّا فيها، مثل: «عن ماذا تتحدث المقالات؟»",
        "en": "I know only what the articles of this folder say. Ask me about them, as in “What are the articles about?”",
        "fr": "Je ne connais que les articles de ce dossier. Interrogez-moi là-dessus : « De quoi parlent les articles ? »",
    },
    "talk_gibberish": {
        "ar": "لم أفهم ما كتبت. اكتب سؤالًا عن المقالات بكلمات واضحة.",
        "en": "I could not make sense of that. Please write a question about the articles.",
        "fr": "Je n’ai pas compris ce message. Écrivez une question sur les articles.",
    },
    "talk_emoji": {
        "ar": "وصلت! اسأل متى شئت عمّا في المقالات.",
        "en": "Got it! Ask about the articles whenever you like.",
        "fr": "Bien reçu ! Posez vos questions sur les articles quand vous voulez.",
    },
    "arabizi": {
        "ar": "كتبت العربية بحروف لاتينية، ولا أبحث إلا بالحروف العربية؛ أعد سؤالك بها من فضلك.",
        "en": "This looks like Arabic in Latin letters; please write it in Arabic script, so that I can search for it.",
        "fr": "Cela ressemble à de l’arabe en lettres latines ; écrivez-le en caractères arabes, pour que je puisse chercher.",
    },
}

# What is said of the folder itself, from the ledger; each name of an article stands there with its source.
FOLDER: dict[str, dict[str, str]] = {
    "folder_empty": {
        "ar": "المجلد خالٍ: لا مقالات فيه بعد.",
        "en": "The folder is empty: it holds no articles yet.",
        "fr": "Le dossier est vide : il ne contient encore aucun article.",
    },
    "folder_list": {"ar": "عدد المقالات: {count}.", "en": "Articles: {count}.", "fr": "Articles : {count}."},
    "folder_count": {
        "ar": "عدد المقالات: {count}، منها:",
        "en": "Number of articles: {count}, among them:",
        "fr": "Nombre d’articles : {count}, dont :",
    },
    "folder_chosen": {
        "ar": "(في الملفات المختارة وحدها)",
        "en": "(in the chosen files alone)",
        "fr": "(dans les seuls fichiers choisis)",
    },
    "folder_first": {
        "ar": "هذه أول {count} منها:",
        "en": "These are the first {count}:",
        "fr": "Voici les {count} premiers :",
    },
    "folder_newest": {
        "ar": "أحدث تاريخ نشر معروف ‎{date}.",
        "en": "The latest known date of publication is {date}.",
        "fr": "La plus récente date de publication connue est le {date}.",
    },
    "folder_oldest": {
        "ar": "أقدم تاريخ نشر معروف ‎{date}.",
        "en": "The earliest known date of publication is {date}.",
        "fr": "La plus ancienne date de publication connue est le {date}.",
    },
    "folder_undated": {
        "ar": "لا يذكر أي ملف تاريخ نشره.",
        "en": "No file states when it was published.",
        "fr": "Aucun fichier n’indique sa date de publication.",
    },
    "folder_dates_missing": {
        "ar": "تاريخ النشر غير معروف في {count} من {total}.",
        "en": "The date of publication is unknown for {count} of {total}.",
        "fr": "La date de publication est inconnue pour {count} sur {total}.",
    },
    "folder_dates_in_text": {
        "ar": "وفي نصوصها تواريخ، أولها هنا ‎{day}، وليست بالضرورة تواريخ نشرها.",
        "en": "Their texts have dates, here {day} first, which need not be those of publication.",
        "fr": "Leurs textes contiennent des dates, ici d’abord {day}, pas forcément celles de publication.",
    },
    "folder_title": {"ar": "هذا ما في الملف:", "en": "This is what the file has:", "fr": "Voici ce que contient le fichier :"},
    "folder_no_title": {
        "ar": "لا عنوان للملف {source}، وهذا أوله:",
        "en": "The file {source} has no title; it begins:",
        "fr": "Le fichier {source} n’a pas de titre ; il commence ainsi :",
    },
    "folder_date": {
        "ar": "تاريخ نشر {source}: ‎{date}.",
        "en": "{source} was published on {date}.",
        "fr": "{source} a été publié le {date}.",
    },
    "folder_no_date": {
        "ar": "تاريخ نشر {source} غير معروف: لا يذكره الملف.",
        "en": "When {source} was published is unknown: the file does not say.",
        "fr": "La date de publication de {source} est inconnue : le fichier ne la donne pas.",
    },
    "folder_url": {"ar": "عنوان {source}: {url}", "en": "{source} is from {url}", "fr": "{source} vient de {url}"},
    "folder_length": {
        "ar": "عدد كلمات {source}: {count}.",
        "en": "Words in {source}: {count}.",
        "fr": "Mots dans {source} : {count}.",
    },
    "folder_byline": {
        "ar": "وهذه الأسطر التي حول نصه، وفيها ما يُذكر من كاتب أو صحيفة أو تاريخ:",
        "en": "These are the lines around its text, where an author, a paper or a date would stand:",
        "fr": "Voici les lignes autour du texte, où figureraient l’auteur, le journal ou la date :",
    },
    "folder_no_byline": {
        "ar": "لا يذكر {source} كاتبًا ولا صحيفة في الأسطر التي حول النص.",
        "en": "{source} names no author and no paper in the lines around its text.",
        "fr": "{source} ne nomme ni auteur ni journal autour de son texte.",
    },
    "folder_which": {
        "ar": "أي مقال تقصد؟ سمّه برقمه أو بعنوانه أو باسم ملفه:",
        "en": "Which article do you mean? Name it by number, title or file:",
        "fr": "Quel article ? Indiquez son numéro, son titre ou son fichier :",
    },
    "folder_summary": {
        "ar": "خلاصة «{name}» بجمل من نصه:",
        "en": "“{name}” in sentences of its own text:",
        "fr": "« {name} » en phrases de son propre texte :",
    },
    "folder_summary_all": {
        "ar": "جملة من كل مقال (عدد المقالات: {count}):",
        "en": "A sentence of each article (articles: {count}):",
        "fr": "Une phrase de chaque article (articles : {count}) :",
    },
    "folder_summary_some": {
        "ar": "المقالات {total}، وهذه جملة من كل واحد من {count} منها تمثّلها:",
        "en": "There are {total} articles; here is a sentence from each of {count} that stand for the others:",
        "fr": "Il y a {total} articles ; voici une phrase de {count} qui représentent les autres :",
    },
    "folder_about": {
        "ar": "تتحدث المقالات عمّا يلي، جملة من كل منها.",
        "en": "The articles are about this, a sentence from each.",
        "fr": "Voici de quoi parlent les articles, une phrase de chacun.",
    },
    "folder_about_some": {
        "ar": "المقالات {total} في موضوعات شتى، وهذه عناوين {count} منها تمثّلها.",
        "en": "The {total} articles have many subjects; these titles of {count} stand for them.",
        "fr": "Les {total} articles traitent de sujets variés ; ces {count} titres les représentent.",
    },
    "folder_frequent": {
        "ar": "أكثر الأسماء ورودًا، مع عدد المقالات: {names}.",
        "en": "The most frequent names, with the number of articles: {names}.",
        "fr": "Les noms les plus fréquents, avec le nombre d’articles : {names}.",
    },
    "folder_mentions": {
        "ar": "يرد «{name}» في {count} من {total}، وهذا أول موضع في كل منها:",
        "en": "“{name}” stands in {count} of {total} articles; the first place in each:",
        "fr": "« {name} » figure dans {count} articles sur {total} ; le premier endroit dans chacun :",
    },
    "folder_not_mentioned": {
        "ar": "لم أجد «{name}» في المقالات. أقرب ما فيها إليه:",
        "en": "I did not find “{name}” in the articles. The nearest to it:",
        "fr": "Je n’ai pas trouvé « {name} » dans les articles. Le plus proche :",
    },
    "folder_names": {
        "ar": "أسماء وردت، مع عدد مرات ورودها وأول جملة فيها كل اسم. أعرفها من شكلها وحده، فقد يغيب بعضها:",
        "en": "Names that stand there, how often, and the first sentence with each. They are told by their shape alone, so "
        "some may be missing:",
        "fr": "Des noms qui y figurent, leur fréquence et la première phrase de chacun. Reconnus à leur seule forme, il peut "
        "en manquer :",
    },
    "folder_no_names": {
        "ar": "لم أتبيّن أسماء في المقالات من شكلها وحده.",
        "en": "I could tell no names in the articles by their shape alone.",
        "fr": "Je n’ai reconnu aucun nom dans les articles à sa seule forme.",
    },
    "folder_timeline": {
        "ar": "ما ورد بتاريخ كامل، من الأقدم إلى الأحدث:",
        "en": "What is told with a whole date, earliest first:",
        "fr": "Ce qui est daté précisément, du plus ancien au plus récent :",
    },
    "folder_no_days": {
        "ar": "لا تاريخ كاملًا في نص المقال، فلا أرتّب أحداثه.",
        "en": "The text has no whole dates, so I cannot put its events in order.",
        "fr": "Le texte n’a pas de dates complètes ; je ne peux pas en ordonner les événements.",
    },
    "folder_compare": {
        "ar": "أقرب ما يقوله كل منها إلى سؤالك، لتقارن بنفسك:",
        "en": "What each says nearest to your question, for you to compare:",
        "fr": "Ce que chacun dit de plus proche de votre question, à vous de comparer :",
    },
}

SENTENCES: dict[str, dict[str, str]] = {
    **REFUSALS, **ERRORS, **NOTES, **PROGRESS, **ANSWERS, **MODEL, **TALK, **FOLDER, **TERMINAL,
}  # fmt: skip
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
