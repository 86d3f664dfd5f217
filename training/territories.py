"""Writes assistant/lexicon/territories.tsv: what stands for a country, so that no capital is said to be missing.

    python -m training.territories COUNTRYINFO_DATA

COUNTRYINFO_DATA is the folder `data` of the package countryinfo (1.0.1, MIT): which city is a country's capital, and
its English demonym. Names of countries and cities in Arabic, English and French are those of the Unicode CLDR as Babel
brings them (its time zones name a city each). Written here by hand: Arabic names of capitals that have no time zone,
usual names beside CLDR's, and adjectives that do not follow from the name. A line of the file, separated by tabulators:
code (lower case; empty for a city that is no capital), Arabic names, Arabic adjectives, Arabic capital, Latin words;
several are separated by `|`, and all are folded.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from vectorstore.text.arabic import fold, words

OUT = Path(__file__).parent.parent / "assistant" / "lexicon" / "territories.tsv"

CAPITALS = {
    "AD": "أندورا لا فيلا", "AU": "كانبرا|كانبيرا", "BH": "المنامة", "BB": "بريدج تاون", "BZ": "بلموبان",
    "BO": "سوكري|لاباز", "BR": "برازيليا", "BN": "بندر سري بكاوان", "CM": "ياوندي", "CA": "أوتاوا",
    "CV": "برايا", "TD": "نجامينا|أنجمينا", "CN": "بكين|بيجين", "KM": "موروني", "CR": "سان خوسيه",
    "CI": "ياموسوكرو|أبيدجان", "DM": "روزو", "EC": "كيتو", "SV": "سان سلفادور", "FJ": "سوفا",
    "GT": "غواتيمالا", "GY": "جورج تاون", "VA": "الفاتيكان", "IN": "نيودلهي|دلهي", "JM": "كينغستون",
    "KZ": "أستانا|نور سلطان", "KW": "الكويت", "MW": "ليلونغوي", "MV": "ماليه", "MT": "فاليتا",
    "MU": "بورت لويس", "MA": "الرباط", "MM": "نايبيداو", "NZ": "ويلينغتون|ولنغتون", "NG": "أبوجا",
    "PK": "إسلام آباد", "PS": "رام الله|القدس", "PA": "بنما", "QA": "الدوحة", "SM": "سان مارينو",
    "SC": "فيكتوريا", "ZA": "بريتوريا|كيب تاون", "CH": "برن|بيرن", "TZ": "دودوما", "TR": "أنقرة",
    "AE": "أبو ظبي|أبوظبي", "US": "واشنطن", "VN": "هانوي", "YE": "صنعاء",
}  # fmt: skip
"""Where CLDR has no time zone of that name; a seat of government beside the capital counts as one."""

ALSO_CALLED = {
    "US": "أمريكا|أميركا", "GB": "بريطانيا|إنجلترا|إنكلترا|انجلترا", "SA": "السعودية", "AE": "الإمارات",
    "HU": "المجر", "DK": "الدنمارك|الدانمارك", "KR": "كوريا", "KP": "كوريا", "CD": "الكونغو", "CG": "الكونغو",
    "MM": "بورما", "PS": "فلسطين", "SY": "سورية", "BY": "بيلاروسيا", "CL": "شيلي", "KE": "كينية",
    "GR": "اليونان", "CV": "الرأس الأخضر", "MV": "المالديف", "NZ": "نيوزيلاندا|نيوزلندا", "CZ": "تشيكيا",
    "IE": "إيرلندا", "IS": "أيسلندا", "NL": "هولندا", "KG": "قرغيزستان", "UY": "الأوروغواي|أوروغواي",
    "PY": "باراغواي", "MD": "مولدافيا", "MK": "مقدونيا", "CI": "كوت ديفوار", "VA": "الكرسي الرسولي",
    "ET": "الحبشة", "IR": "فارس", "HK": "هونغ كونغ", "TH": "تايلند", "KH": "كامبوديا", "TL": "تيمور",
    "ZW": "زمبابوي", "AM": "أرمينية", "GE": "جورجية",
}  # fmt: skip
"""Usual names that CLDR's Arabic does not have."""

ADJECTIVES = {
    "US": "أمريكي|أميركي", "GB": "بريطاني|إنجليزي|إنكليزي|انجليزي|إنجليز", "SA": "سعودي", "AE": "إماراتي",
    "AT": "نمساوي", "HU": "هنغاري|مجري", "PS": "فلسطيني", "CI": "إيفواري", "KR": "كوري", "KP": "كوري",
    "CD": "كونغولي", "CG": "كونغولي", "DK": "دنماركي|دانماركي|دانمركي", "CZ": "تشيكي", "MM": "بورمي|ميانماري",
    "VA": "بابوي", "MC": "موناكي", "KM": "قمري", "GR": "يوناني|إغريقي", "ZA": "جنوب أفريقي", "CF": "أفريقي",
    "TR": "تركي|أتراك", "RU": "روسي|روس", "DE": "ألماني|ألمان", "KW": "كويتي", "RS": "صربي|صرب",
    "NZ": "نيوزيلندي", "BA": "بوسني", "FR": "فرنسي", "SY": "سوري",
}  # fmt: skip
"""Adjectives that do not follow from a name by `adjective`, and plurals that are a word of their own."""

LEAST_LETTERS = 5
"""Letters of a city that is no capital: shorter ones are ordinary words as well («ماهي»)."""

GENERIC = ("جزر", "جزيره", "جمهوريه", "جنوب", "منطقه")
"""First words of names that no adjective is made of."""


def main(folder: Path) -> None:
    rows, used = [], set()
    arabic, english, french = (Locale(language) for language in ("ar", "en", "fr"))
    cities = {name: (zone, city) for zone, name, city in cities_of(arabic, english)}
    for path in sorted(folder.glob("*.json")):
        country = json.loads(path.read_text(encoding="utf-8"))
        code, capital = country.get("ISO", {}).get("alpha2", ""), country.get("capital") or ""
        if code not in arabic.territories or not isinstance(capital, str):
            continue
        zone, city = cities.get(capital, ("", ""))
        names = [arabic.territories[code].split("(")[0].strip(), *split(ALSO_CALLED.get(code, ""))]
        adjectives = split(ADJECTIVES.get(code, "")) or [adjective(names[0])]
        capitals = [*([city] if city else []), *split(CAPITALS.get(code, ""))]
        used |= {city}
        latin = [english.territories[code], french.territories[code], country.get("demonym") or "", capital]
        latin.append(french.time_zones.get(zone, {}).get("city") or "")
        told = sorted({word for text in latin for word in words(text) if len(word) > 3})
        rows.append((code.lower(), *(listed(part) for part in (names, adjectives, capitals)), "|".join(told)))
    others = [(name, city) for name, (_, city) in cities.items() if city not in used and len(city) >= LEAST_LETTERS]
    rows += [("", "", "", listed([city]), "|".join(words(name))) for name, city in others]
    lines = sorted({"\t".join(row) for row in rows}, key=lambda line: (not line.split("\t")[0], line))
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def cities_of(arabic: Locale, english: Locale) -> Iterator[tuple[str, str, str]]:
    """Zone, English name and Arabic name of the city of each time zone."""
    for zone, names in arabic.time_zones.items():
        city, name = names.get("city"), english.time_zones.get(zone, {}).get("city")
        if isinstance(city, str) and "/" in zone and not zone.startswith(("Etc", "Antarctica")):
            yield zone, name if isinstance(name, str) else zone.split("/")[-1].replace("_", " "), city


def adjective(name: str) -> str:
    """«إيطاليا» → «إيطالي», «فرنسا» → «فرنسي», «الصين» → «صيني»; of «جنوب السودان» that of the second word."""
    parts = fold(name).split()
    word = parts[len(parts) > 1 and parts[0] in GENERIC].removeprefix("ال")
    for ending in ("يا", "يه", "ا", "ه"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + "ي"
    return word if word.endswith("ي") else word + "ي"


def split(text: str) -> list[str]:
    return [part for part in text.split("|") if part]


def listed(parts: list[str]) -> str:
    return "|".join(dict.fromkeys(" ".join(words(part)) for part in parts))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
