const input: string = await new Response(Deno.stdin.readable).text()
const numbers: number[] = input.split('\n').map(Number)
console.log(numbers.reduce((sum, number) => sum + number))
