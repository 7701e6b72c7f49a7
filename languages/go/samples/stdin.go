package main

import "fmt"

func main() {
	var name string
	var number int

	fmt.Print("What is your name? ")
	fmt.Scanln(&name)
	fmt.Print("Pick a number: ")
	fmt.Scanln(&number)

	fmt.Printf("Hello, %s! %d squared is %d.\n", name, number, number*number)
}
