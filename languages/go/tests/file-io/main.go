package main

import (
	"fmt"
	"os"
)

func main() {
	if err := os.WriteFile("note.txt", []byte("written and read"), 0o600); err != nil {
		panic(err)
	}
	text, err := os.ReadFile("note.txt")
	if err != nil {
		panic(err)
	}
	fmt.Println(string(text))
}
