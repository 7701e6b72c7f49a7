S S S T	L
S S S L
T	S T	S T	L
S T	L
L
L
