S S S T	L
S S S T	S L
S S S T	T	L
S L
T	T	L
S T	S T	S S T	L
T	L
S T	S L
S T	L
S T	T	L
S T	S S S T	S S S L
S S S T	S S T	L
S T	L
S T	L
T	L
S T	T	L
S T	L
L
L
