"""Words that say nothing about a topic: function words and question words of Arabic, English and French.

Arabic words stand here as `vectorstore.text.arabic.fold` writes them (الى becomes الي), with و and ف written onto
them added by rule; reporting verbs (قال، اضاف) are not here: a question may ask who said something.
"""

from __future__ import annotations

_ARABIC = """
في من الي علي عن مع منذ حتي خلال عند عندما حين حيث حول دون بدون بين بينما ضد عبر قبل بعد فوق تحت امام وراء
خلف لدي نحو ان انه انها انهم انهما انني اننا انك انكم كان كانت كانوا كانا يكون تكون يكونوا ليس ليست ليسوا
سوف قد لقد لم لن لا ما لما لو لولا اذا اذ اذن كي لكي لكن لكنه لكنها بل او ام اما الا انما كما كانما كان كل
كلا كلتا بعض اي ايه غير سوي مثل مما ممن عما فيما بما هو هي هم هن هما انا نحن انت انتم هذا هذه هذان هذين
هاتان هاتين هؤلاء ذلك تلك ذاك اولئك الذي التي الذين اللذان اللتان اللذين اللتين اللواتي اللاتي هنا هناك
هنالك ثم ايضا فقط جدا ربما كذلك كي عليه عليها عليهم اليه اليها اليهم فيه فيها فيهم منه منها منهم به بها
بهم له لها لهم لهما عنه عنها عنهم معه معها معهم لديه لديها لديهم بينها بينهم بينه لنا لي لك بنا بي فينا
منا علينا ذات ذو ذي ذا نفس نفسه نفسها انفسهم بسبب لان لانه لانها لانهم بان بانه بانها بانهم وفق وفقا حسب
بحسب ازاء لدي سواء طالما كلما مهما يا نعم ماذا لماذا متي اين كيف كم هل لم بم بماذا لمن ممن عمن اين ايان
اني كيف مذا بكم وهل مم عم علام الام حتام ايهما ايهم ايها
"""

_ENGLISH = """
a about after again against all also am an and any are as at be because been before being below between
both but by can could did do does doing down during each few for from further had has have having he her
here hers herself him himself his how i if in into is it its itself just me more most my myself no nor not
now of off on once only or other our ours ourselves out over own same she should so some such than that
the their theirs them themselves then there these they this those through to too under until up us very
was we were what when where which while who whom whose why will with would you your yours yourself
yourselves s t d ll re ve
"""

_FRENCH = """
a ai ainsi apres as au aucun aussi autre autres aux avait avant avec avoir avons avez c ce ceci cela celle
celles celui ces cet cette ceux chez comme comment combien d dans de des depuis donc dont du elle elles en
encore entre est et etaient etait ete etre eu eux fait font furent fut il ils j je jusque l la laquelle le
lequel les lesquels lesquelles leur leurs lors lorsque lui m ma mais me meme memes mes moi mon n ne ni nos
notre nous on ont ou par parce pas pendant peu plus pour pourquoi puis qu quand que quel quelle quelles
quels qui quoi sa sans se selon sera ses si son sont sous sur t ta te tes toi ton toujours tous tout toute
toutes tu un une vers voici voila vos votre vous y
"""

_CONJUNCTIONS = ("و", "ف")
_NO_CONJUNCTION_LETTERS = 2
"""Shorter words than this are not words of their own with و and ف written onto them."""

_WRITTEN = frozenset(_ARABIC.split())

STOPWORDS: frozenset[str] = (
    _WRITTEN
    | {
        conjunction + word
        for conjunction in _CONJUNCTIONS
        for word in _WRITTEN
        if len(word) >= _NO_CONJUNCTION_LETTERS
    }
    | frozenset(_ENGLISH.split())
    | frozenset(_FRENCH.split())
)

OWN_WORDS = frozenset({"فتحت", "فهم", "فعلي", "فلك", "فكي", "ولي"})
"""Words that only look like a particle with و or ف written onto it: verbs, nouns, adjectives (ف + تحت, ف + هم).

By counting: 176 of the forms made above stand in 288,560 words of news (`benchmarks/news` and the contexts of
`training/data/weakneg.jsonl.gz`); of those, the 16 that spell another word, too, were read in their places, and these
were that word in most of them: «فتحت» in 4 of 4, «فهم» in 9 of 14, «فعلي» in 3 of 4, «فلك» in 2 of 2, «فكي» in 1 of 1,
«ولي» in 3 of 3. «فقد» (lost) was in 7 of 81, «ولدي» (my son) in 2 of 7, «وهم» (an illusion) in none of 16.
"""

WITHOUT_CONTENT = STOPWORDS - OWN_WORDS
"""What says nothing where two texts of claims are compared. An index holds what `STOPWORDS` leaves, as ever: what is
taken out of it is made from the text anew and must be the very words that were put in, so this cannot change without
the index."""
