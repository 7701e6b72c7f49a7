var hoard: seq[seq[byte]]
while true:
  var part = newSeq[byte](1 shl 20)
  for i in 0 ..< part.len:
    part[i] = 1
  hoard.add part
