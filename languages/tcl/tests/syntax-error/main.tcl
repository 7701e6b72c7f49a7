puts seen

set x "1"2
