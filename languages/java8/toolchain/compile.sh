#!/bin/sh
# javac 8 does not make the folder it writes to. The work directory is where it looks for the classes of other files.
mkdir -p classes
exec javac -J-Xshare:auto -J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 -J-XX:-UsePerfData -J-XX:MaxRAMPercentage=60.0 \
  -proc:none -encoding UTF-8 -sourcepath . -d classes "$@"
