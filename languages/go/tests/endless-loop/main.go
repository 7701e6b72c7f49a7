package main

import "fmt"

func main() {
	var line string
	fmt.Scanln(&line)
	fmt.Println("read", line)
	for {
	}
}
