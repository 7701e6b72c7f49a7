interface Unused {
  name: string
}

function fail(): never {
  throw new TypeError('boom')
}

fail()
