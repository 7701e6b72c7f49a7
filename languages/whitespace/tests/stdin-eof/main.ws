S S S L
L
S S S L
S S S L
T	L
T	S S S S L
T	T	T	L
T	T	T	L
S S S T	L
T	S S S L
S L
S L
L
S S T	L
T	L
S T	L
L
L
