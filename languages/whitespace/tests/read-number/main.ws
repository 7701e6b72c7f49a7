S S S L
T	L
T	T	S S S L
T	T	T	S S S T	L
T	L
T	T	S S S T	L
T	T	T	T	S S S T	L
S T	L
L
L
