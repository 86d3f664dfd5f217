"""Every sentence that a person is shown about a run, in Arabic and in English (`say`).

An error's sentence says what is wrong and, after it, what to do. Errors, refusals and notes are named by the
codes that `vectorstore` raises and returns. French is spoken in answers alone, to a question in French; where
it has no sentence, English stands in. Labels of the window are `assistant.ui.labels`'.
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
    "no_language": {
        "ar": "قيمة {key} ليست لغة معروفة: «{value}». اكتب ar أو en.",
        "en": "{key} is not a language that is spoken here: {value!r}. Give ar or en.",
    },
    "no_reader": {
        "ar": "قيمة {key} ليست قارئًا معروفًا: «{value}». اكتب trained أو none.",
        "en": "{key} is not a reader: {value!r}. Give trained or none.",
    },
    "reader_missing": {
        "ar": "ملف القارئ {path} مفقود أو تالف. أعد تثبيت البرنامج أو اعمل دونه بالخيار ‎--reader none‎.",
        "en": "The reader's file {path} is missing or damaged. Install Isnad again, or do without: --reader none.",
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
    "indexed": {"ar": "مفهرس", "en": "indexed"},
    "refused": {"ar": "مرفوض", "en": "refused"},
    "passages": {"ar": "المقاطع: {count}", "en": "passages: {count}"},
    "totals": {
        "ar": "الملفات: {files}، المقاطع: {passages}، المرفوض: {refused}",
        "en": "files: {files}, passages: {passages}, refused: {refused}",
    },
    "changes": {
        "ar": "منذ المرة السابقة: أضيف {added}، تغيّر {changed}، حُذف {removed}، بقي {unchanged}",
        "en": "since the last time: added {added}, changed {changed}, removed {removed}, unchanged {unchanged}",
    },
    "index_at": {"ar": "الفهرس: {path}", "en": "index: {path}"},
    "by_type": {"ar": "الدقة حسب نوع السؤال:", "en": "accuracy by type of question:"},
}

SENTENCES: dict[str, dict[str, str]] = {**ERRORS, **REFUSALS, **NOTES, **PROGRESS, **ANSWERS, **TERMINAL}


def say(code: str, language: str, **values: object) -> str:
    """The sentence of a code; a language that it is not written in gets the English one.

    Raises KeyError for an unknown code or a value that the sentence needs and was not given.
    """
    written: Mapping[str, str] = SENTENCES[code]
    return written.get(language, written["en"]).format(**values)
