import _ from 'lodash'

enum Colour {
  Red,
  Green,
}

console.log(Colour[Colour.Green], _.chunk([1, 2, 3], 2))
