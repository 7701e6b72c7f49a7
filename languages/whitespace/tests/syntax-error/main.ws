S S S T	L
T	T	L
