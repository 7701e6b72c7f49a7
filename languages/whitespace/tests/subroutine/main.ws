S S S T	T	L
L
S S S L
L
S T	T	L
S S S T	L
T	S S T	S L
S L
T	S S S L
L
S L
S L
L
S S S S L
L
L
L
L
S S T	L
S L
S T	L
S T	L
T	L
