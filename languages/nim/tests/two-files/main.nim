import greeting

echo greet("Ada")
