"""How likely the letters of a text follow each other: whether its words can be words, and in which order they are.

A table of pairs of letters, the beginning and the end of a word among them, for the Arabic script and for Latin.
Words that were turned round, and text that a font's map shows as other letters, cost more a pair than any prose.
Nothing is said about single words: «زخظ» may be a name.
"""

from __future__ import annotations

import functools
import math
import re
import string
import unicodedata

from vectorstore.text.script import LETTERS

WORD = re.compile(f"(?:(?!\u0640)[{LETTERS}\u066e-\u06d3\u06d5])+|[a-z]+")
DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
STEP_NATS = 0.25
"""Nats (natural logarithm of the likelihood) that one step of the table stands for."""

FARTHEST = 40
"""Steps that a pair costs which neither source has."""

TELLING_NATS = 4.0
"""Difference of a word's two costs, as it stands and turned round, from which it tells the order of its letters."""

_ONE_LETTER = str.maketrans("ٱکیےہۃھ\u06d5", "اكييهةهه")
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")

# fmt: off
COSTS = (
    ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيٹټٽپٿځچڈڏڑړژڙڪګڭگںڻۇۈۋې$", """
^eIDeHM6BeDNGGIENHMEHLQMSDMDHCEAFEAeGUVXHRVLUTeeYeNXeLeeeeVee
ءeeeeee6e7AeeeeeeeeeeeeeeeeeeeDeePeeeeeeeeeeeeeeeeeeeeeeeeee3
آOeeTeGeEeIJKeAHKDG6GPeeeeHHLNAC8AHeBTeeFeeeeUeeTeeeeJeSeeeee
أeeeeeTeEMIIHDDGQCMBGGOHTEIFHCEA7G8VCeeeeeeeeeeeeeeeeeeeeeeeL
ؤeeeeeeDeeCCeeHALEe7GeeeeeeeFC8AED9eFJeeeeeeeeeeeeeeeeCeeeeeI
إeeeeeeeHeLHGHLGDIP9JFEIeDKHHP5C7eeeBeeeeeeeeeeeeeeeeeeeeeeee
ئeeeeeeAIDJeMNeCeBENMWYMeHeLNOBEGDFE4MeeeeeeeeeeeeeeeeeMGKeJG
اHeeVeGZFOCNJIKERBGDJKKKTHRGIJ4C9HGcDYeeNbeSeeZSacVeVQRReeWeB
بeeJePU7JGFROFLER9MIIOQGRCMTHICJDADK8aeeVeePeePeeceeeQeWOaeOA
ةeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee3
تeaKPeR9FRIOHCGHTAMHGGMKMDKGDHECEABFAeeeeeeeeYeTZedWePeeNPeN9
ثeeeeee7DDeeeeeMe7eeeeeeeeTSDe89CKFQ9eeeeeeeeeeeeeeeeeeeeeee8
جeeTeeS7DGEeWMeCOCDGQeeeeHLRNeC9BB9M8YeeeeeeePZeeeeSeReUPeeVD
حeeeeee8FFAJIee9PAKDOFFOLeeGCDCAKJCS9eeeeeeeeeeeeeOeeeeeeeeeD
خeeeeee8DL9TeeeCH9OJHCOEeeeGeS7GKH9LCeeeJeeZeeeeeeeeeXeeReeQD
دTaLceQ8MDILUWLHe9UGOeeeeKNJLNGDFB9G7eeeaeeXeeeeeQceeKeeMXeL7
ذeeeeee5GQIePePeeCeeHeeeeeeLeB8KL7GO8eeeeeeeeeeeeeReeeeeeeeeA
رeONUeK7CCESHJMDYNKEJOHNeKMFGDLGFEAH7QeUQeSQVdeeUYTUeMeQQUcP9
زEeeeeS7GEJeSRNEeDQSGeeeeGNeUMF9CDBH6eeeXeeXeeeSeeeeeNeeRVeOA
سeeRQeO8DI8eLRKLeDTKTeeFeFWKNEACCHCH7MVRLeeUeXYZeeVeePeZQUePC
شeeJSeO9EMBeMOFCe7eQNeeMeEMJHBKBEBBI9eeeQeeeeeeeeeReeKeeOUZVE
صeeeeee8CFNeeDeBe8eeeJeIeLGBXe8EEK8MAeeeeeeeeeeeeeeeeeeeeeeeD
ضeeeeee6HFKeeGOGeAeeeeeDeBLJeeCBOH9K9eeeeeeeeeeeeeeeeeeeeeee8
طeeNeeQ7BDLeeIeee7eJUeeQeFNEBe9HCH8MAeeeeeeeeeeeeeeeeeeeeeeeC
ظeeeeee7RDKeeeeee6eeeeeeeeeGeeC7K9FeAeeeeeeeeeeeeeeeeeeeeeeeB
عeeeeee8DEDIMeeASAJKHKGLIeeMJM7BBGEQCeeeeeeeeeeeeeeeeeeeeeeeB
غeeeeee6NFGeSeeGG7EGSeNIeeeMeeBFDDBJ7eeeeeeeeeeOeeeeeeeeGeeMD
فeeNVLUAPEBSPIUNR9KFMJGNHFIPEHFMGGEJ4XeeeeeeeeeeeeXeeeeeeeeYC
قeeeeeV7CDCeRQe9eBRHLGJEeDeKJeCIJGBE9eeeeeeWeeeeeeeeeeeeKeeQA
كeeKUXS7EFDFXTUNMAJFJeeeeNXPeOBCBBAJ8QXcTeeQeeYKeebeeeeTXPeHC
لeODeGP9EGDJGFJFJIMDHJQJVDIFFEE9GDECAdceReeaZeWdeeTYePecPWeQC
مeeTLeT8HGDKHFJEOCMEHHNKTDNOHHCI8ECK9eeeQWeReeeVedYeeTedNeeQA
نeeeeeQ9IFDVGLOALMMEHKUJGMNHIIMHKACF8PeWVXRPQeeSWeWQeGeeUceP6
هeeeQeO6JMGeKeXFEBKKLeNeeeNQPMGABJ9O8WeXPUeVeeVeeQNYRXeRZeQS8
وQSIeNM7EOEOGINCO9GDIJKKOFLGFH9CAFMMCRXSPeWQVTUQQWVVXNHWeeeRC
ىeeeeeeeReGeQeREeCFFEeeeeeIeEEBGBYeeFeeeGeeMeeeeeeeeCLeeeeOe3
يOeYSeN9H9EJKKKCTBHEHOKKXHPIGEDE9ECPGPZTTedQReeeTePeeMEUUWeN8
ٹeeeeeeFeeeeeeeee8eEeeeeeeeeeHKMHBEe7eeeeeeeeeeeeeeeeeeeeeeee
ټeeeeeeBMeeeeeeeeBeeeeeeeeeeeFIeHD6eFeeeHeeeeeeeeeeeeeeeeeeGe
ٽeeeeeeEeeeeeeeee9eIeeeeeeeeeeHeDeCe6eeeeeeeeeeeeeFeeeeeeeeee
پeeeeeP4eeAeeeOOO7NHNeeeeeeeeOGXDA9LARVSeXeSeeLTPRWeeeeRRTePF
ٿeeeeeHBeeeeeeeeeGeeeeeeeeeeeeeeee9e5eeeeeeeeeeeeeeeeeeeeeeee
ځeeeeee8eeIeeeeeeeeeeeeeeeeeeFDJLF8eBeeeJeeeeeeeeeeeeeeeeeeEe
چeeeeePBeeSeeeeeeGeJLeeReeeeQIJMDADDAeeePeeTeeTeeUPeeMeQRJeBe
ڈeeeeee9LeeeeeeeeBKMeeeeeeeeeeKeeHEe6eeeLeeeeeeeeeeeeNeeeeeee
ڏeeeeeGDeeeeMeeeeeeDeeeeeeeeeIeeDAEe6eeeeeeeeeeeeeJeeeeeeeeee
ڑeeeeeeAeeJeeeeeeeeeeeeeeeeeeCeeJ8Je6eeeeeeeeeeeeeeeeeeeeeeee
ړeeeeeDFeeMeeeMeeeeeeeeeeeeeeJGeJ9Ce7eeeeeeeeeeeeeeeeeeeeeeCe
ژeeeeeeCGeeeeeeMeJeeeeeeeeeeeeCJC99eAeeeeeeeeeeeeeeeeGeeeeeMe
ڙeeeeeeCeeeeeeeeeeeJeeeeeeeeeeeeCBAe6eeeeeeeeeeeeeHeeeeJeeeee
ڪeeeeeHBUeJQIeeee9QHLeeeeeeeeeGFCLCeAeeJOOeTeJeeeLeeeeePeeeee
ګeeeeeeDeeeeeeeee9eeeeeeeeeeeeEeHCAeIeFeeeeeeeeBeeeeeeeeeeeFe
ڭeeeeeeEeeeeeeJeeHeeeeeeeeGeFeCeeee6eeeeeeeeeeeeeeeee9eeeHeee
گeeeeeH7eeOeWeeeG9FONeeeeeeGee7ALB6JAWeeeeeeeNXeeeeeeeeeSNeTe
ںeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee
ڻeeeeeeDeeeeIeeeeeeeeeeeeeeeeeeeG9Ce5eeeKeeeeeeeeeeeeeeLeeeee
ۇeeeeeSSReJeOeSPe8KHCeeeeeMeDRCGAJeeFeeeEeeHeeeeeeeeGeeeeeSee
ۈeeeeeeeeeIeeeeee8DPBeeeeeeeeEFDAKeeeeeeDeeCeeeeeeeeeKeeeeeee
ۋeeeeee7eeeeeeeeeFeeeeeeeeeeeeOee6eCeeeeeeeeeeeeeeeeeeeeJeeEe
ېeeeeePeMeEeeeIEe8GFLeeeeeMeLJCHIMGeFeJePeeIeeeNeeeeFJeeeeOee
"""),
    ("abcdefghijklmnopqrstuvwxyz", """
^ADDACFFECGCDBCDBJFACFDGPIH
aFGECNJEGDHD9C7KGO8AAFFMOHH
b6HNO6aSI8LQBSL9UeBJM9TRXFV
c8WIR8Wb77LFGNJ7VVFKECVZeKG
d6RSI4SQH7OOKOI9PaEKMBNQeJI
eGHFDGKEJEIEAC7LIR79AIHMJMH
f7TRQ8DPP7NVETL6VZAMDBeVXIY
g6PSM6TFF9IJEOG9ReAHHARNcEV
h5SPL6RVS8LJHKI8OPFPCBIMeIU
iCHCDAJEJJHDBD7CIOC9AJFROJG
j5PTJ5RTSAVJLMG9ReSGJ9OSeLT
k5RNP8WRH9NFENK7WeEEC9LKeHR
l6NOF6NJO7IJAILAOSVHECLSeHV
m5DRQ6QMM8PPLFL9CYNJMBXPcIT
n8SFA8J9I9IHLRFAUUQD9EMWaEL
oJFECJGDKGGEAA7FES8ADDDGPMH
p6ZOP7RRHBRRCPP7Fe7HHCUZcMX
qBVTKCeeaDUeMYWEeONPM1XeeOe
r6JIE6MHM8MGJFG9NSHECCJPXII
s8REP7QRE8MCHJLBEROD6CJOeJG
t6RQT6SSD7OLLPM9OaAHDAKNTHK
uDGFDBKGIDIDAB7HFR99AHJLMLG
v5UPO5ZTW6NPJXI8TYGJPGSceFO
w4SLN6ZTF7SQLSFAQeIEQIeFeCQ
x7LEK8PeJ7SQKNKB9UUKABJDEHe
y5HCE9JHJELFEDC9IaEBDFIJXKK
z6JMF6eLL7QIJIDBMaMLFBJJeDI
"""),
)
# fmt: on
"""Columns, and rows that begin with the first letter: steps that the second one costs (`training/letter_pairs.py`).
`^` stands for the beginning of a word, `$` for its end. Letters that no row knows cost the most."""


@functools.cache
def _costs() -> dict[str, float]:
    """Nats a pair."""
    found = {}
    for columns, rows in COSTS:
        for row in rows.split():
            found |= {
                row[0] + second: DIGITS.index(digit) * STEP_NATS for second, digit in zip(columns, row[1:], strict=True)
            }
    return found


def plain_letters(text: str) -> str:
    """The text without marks and lengthening, with one letter for those of a kind, Latin ones small and bare."""
    bare = _MARKS.sub("", text).translate(_ONE_LETTER).lower()
    if bare.isascii() or not re.search("[\u00c0-\u024f]", bare):
        return bare
    return re.sub("[\u00c0-\u024f]", lambda one: unicodedata.normalize("NFD", one[0])[0], bare)


def pair_cost(text: str) -> tuple[float, int]:
    """What the pairs of letters of a text cost in nats, and how many there are.

    A word of Arabic has its beginning and its end among its pairs, one of Latin its beginning alone; single letters
    have none, since what numbers paragraphs and abbreviates names follows no letters.
    """
    costs = _costs()
    total, count = 0.0, 0
    for word in WORD.findall(plain_letters(text)):
        if len(word) < 2:
            continue
        letters = f"^{word}" if word.isascii() else f"^{word}$"
        for at in range(len(letters) - 1):
            total += costs.get(letters[at : at + 2], FARTHEST * STEP_NATS)
        count += len(letters) - 1
    return total, count


def mean_cost(text: str) -> float:
    """Nats a pair; not a number where a text has no pairs."""
    total, count = pair_cost(text)
    return total / count if count else math.nan


def contrary_words(text: str) -> tuple[int, int]:
    """How many words of Arabic are clearly likelier with their letters turned round, and how many tell either way."""
    contrary = telling = 0
    for word in WORD.findall(plain_letters(text)):
        if len(word) < 3 or word.isascii():
            continue
        gain = pair_cost(word)[0] - pair_cost(word[::-1])[0]
        telling += abs(gain) > TELLING_NATS
        contrary += gain > TELLING_NATS
    return contrary, telling
