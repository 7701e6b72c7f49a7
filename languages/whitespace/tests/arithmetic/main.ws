S S S T	T	T	L
S S T	T	S L
T	S T	S T	L
S T	S S S T	S S S S S L
T	L
S S S S S T	T	T	L
S S T	T	S L
T	S T	T	T	L
S T	S S S T	S S S S S L
T	L
S S S S T	T	T	T	L
S S S T	S L
T	S T	T	T	L
S T	S S S T	S S S S S L
T	L
S S S S S T	S S T	L
S S S T	S S L
T	S S T	T	L
S T	S S S T	S S S S S L
T	L
S S S S S T	T	S S S T	T	T	S T	T	T	S T	S S T	S S S S T	T	T	T	T	T	T	T	S T	T	S T	T	S S S S T	T	S T	T	T	S S T	T	T	T	T	S S S S S T	T	T	S T	T	T	S S T	S S T	T	T	S S S T	T	T	T	T	T	S S S S T	S T	S T	T	S T	S S T	S L
S S S T	S T	S L
T	S S L
T	L
S T	L
L
L
