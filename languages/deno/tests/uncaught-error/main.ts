function fail(): never {
  throw new TypeError('boom')
}

fail()
