@include "greeting.awk"

BEGIN { print greet("Ada") }
