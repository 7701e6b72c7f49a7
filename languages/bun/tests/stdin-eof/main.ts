const input: string = await Bun.stdin.text()
const numbers: number[] = input.split('\n').map(Number)
console.log(numbers.reduce((sum, number) => sum + number))
