let trillion = 1_000_000_000_000
try:
  echo trillion * trillion
except OverflowDefect:
  echo "overflow"
try:
  echo high(int) + trillion
except OverflowDefect:
  echo "overflow"
echo cast[int](cast[uint](trillion) * cast[uint](trillion))
echo 0.1 + 0.2
echo 7 div 2, " ", -7 mod 3
