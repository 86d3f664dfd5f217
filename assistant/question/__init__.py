"""What is asked: a follow-up made to stand alone, and a question as weighted words with their spellings.

Doors: `followup.stand_alone`, `parts.split_question`, `query.build_query`, `suggestions.suggest_questions`. Knows no
index; what it asks of one stands in the protocol `name_variants.Corpus`.
"""
