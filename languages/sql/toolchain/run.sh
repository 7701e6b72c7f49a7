# sqlite3 says on which line, but not of which file. Standard output is passed around the pipe.
file=$1
{
  sqlite3 -batch -bail :memory: ".read '${file//\'/\'\'}'" 2>&1 >&3 3>&- |
    LD_PRELOAD= sed -u "s|^\(.*\) near line \([0-9]*\): |${file//[|&\\]/\\&}:\2: \1: |" >&2
  exit "${PIPESTATUS[0]}"
} 3>&1
