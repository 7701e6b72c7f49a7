L
S S S L
L
S L
S L
