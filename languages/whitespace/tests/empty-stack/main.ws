S S S T	L
T	S S S L
L
L
