#!/bin/sh
# Java 8 reads no options from a file: the class that the compiler found is put in here.
exec java -XX:+UseSerialGC -XX:-UsePerfData -XX:MaxRAMPercentage=60.0 -XX:ReservedCodeCacheSize=64m \
  -XX:ActiveProcessorCount=2 -Xss16m -cp classes "$(cat classes/main)" "$@"
