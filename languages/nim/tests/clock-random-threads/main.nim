import std/[atomics, random, times]

var sum: Atomic[int]

proc echoNumber(number: int) {.thread.} =
  sum += number

randomize()
doAssert now().year >= 2024
doAssert rand(1.0) != rand(1.0)

var threads: array[1 .. 3, Thread[int]]
for number in 1 .. 3:
  createThread(threads[number], echoNumber, number)
joinThreads(threads)
echo "clock random ", sum.load
