const first = 1

const number: number = "text"
console.log(first, number)
