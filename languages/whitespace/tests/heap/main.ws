S S S T	S T	L
S S S T	S T	S T	S L
T	T	S S S S T	S T	L
T	T	T	T	L
S T	S S S T	S S T	L
T	T	T	T	L
S T	L
L
L
