proc greet*(name: string): string =
  "Hello, " & name & "!"
