L
S S S L
S S S T	L
L
S L
S L
