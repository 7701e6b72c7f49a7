echo "seen"

if true; then
  echo )
fi
