S S S L
T	L
T	T	S S S L
T	T	T	T	L
S T	S S S T	S T	S L
T	L
S S L
S S S L
L
S L
S L
