import std/[algorithm, base64, bitops, complex, critbits, deques, editdistance, endians, enumerate, hashes, heapqueue, intsets, json,
  lists, locks, math, md5, monotimes, options, os, osproc, packedsets, parsecfg, parsecsv, parseopt, parseutils, random, rationals,
  re, ropes, sequtils, sets, sha1, stats, streams, strformat, strscans, strtabs, strutils, sugar, tables, terminal, times,
  typetraits, unicode, uri, wordwrap]

let all = parseJson("""{"a": [1, 2]}""")["a"][1].getInt == 2 and "a.a".toUpperAscii == "A.A" and 2.0.pow(10) == 1024 and
  toSeq(1..100).foldl(a + b) == 5050 and getMD5("Ada").len == 32 and "ada".match(re"a.a")
echo if all: "all are there" else: "one is missing"
